package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.jdbc.JdbcStore;
import java.util.ArrayList;
import java.util.List;

/**
 * 10,000 executions wait for one (with {@code --quick} 2,000); it ends, and all are woken by that
 * one commit. In the JVM in which they began to wait, and in another one, from its start.
 */
final class Wake implements Benchmark {
  @Override
  public String name() {
    return "wake-10k";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int waiting = quick ? 2_000 : 10_000;
    List<Figure> figures = new ArrayList<>();
    for (Databases each : Databases.values()) {
      figures.addAll(each.measure(database -> measure(each.title, database, waiting)));
    }
    return figures;
  }

  private List<Figure> measure(String title, BenchmarkDatabase database, int waiting)
      throws Exception {
    double here;
    try (JdbcStore store = database.store("here");
        FlowEngine engine = engine(store)) {
      Execution gate = fill(engine, store, waiting);
      here = open(gate, store);
    }
    ExecutionId gate;
    try (JdbcStore store = database.store("elsewhere");
        FlowEngine engine = engine(store)) {
      gate = fill(engine, store, waiting).id();
    }
    String address = database.address("elsewhere");
    long start = System.nanoTime();
    String unused = ChildJvm.run(List.of("-Xmx2g"), Elsewhere.class, address, gate.toString());
    double elsewhere = (System.nanoTime() - start) / 1e9;
    return List.of(
        new Figure(name(), title + ", from the end of one to that of " + waiting, here, "s", null),
        new Figure(
            name(), title + ", the same in a new JVM, with its start", elsewhere, "s", null));
  }

  private static FlowEngine engine(JdbcStore store) {
    return FlowEngine.builder()
        .store(store)
        .flow("gate", (system, self, inputs) -> null)
        .flow(
            "waiter",
            (system, self, inputs) -> {
              ExecutionId gate = ExecutionId.of(String.valueOf(inputs.get("gate")));
              return self.waitFor(system.execution(gate)).size();
            })
        .build();
  }

  /** Starts executions until all wait, and gives the one for which they do. */
  private static Execution fill(FlowEngine engine, JdbcStore store, int waiting) throws Exception {
    Execution gate = engine.flow("gate").create();
    String id = gate.id().toString();
    double unused =
        Samples.perSecond(
            100, waiting / 100, () -> engine.flow("waiter").input("gate", id).start());
    while (exists(store, Filter.in("status", List.of("RUNNING", "SCHEDULED")))) {
      Thread.sleep(20);
    }
    return gate;
  }

  private static double open(Execution gate, JdbcStore store) throws InterruptedException {
    long start = System.nanoTime();
    Execution unused = gate.start();
    while (exists(
        store, Filter.in("status", List.of("CREATED", "RUNNING", "SCHEDULED", "WAITING")))) {
      Thread.sleep(10);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static boolean exists(JdbcStore store, Filter filter) {
    return !store.executions(Query.where(filter).limit(1)).items().isEmpty();
  }

  /** The new JVM. */
  static final class Elsewhere {
    private Elsewhere() {}

    /**
     * Ends what waits.
     *
     * @param args the address of the store and the id of the execution that all wait for
     */
    public static void main(String[] args) throws Exception {
      try (JdbcStore store = BenchmarkDatabase.open(args[0]);
          FlowEngine engine = engine(store)) {
        double unused = open(engine.execution(ExecutionId.of(args[1])), store);
      }
      System.out.println("done");
    }
  }
}
