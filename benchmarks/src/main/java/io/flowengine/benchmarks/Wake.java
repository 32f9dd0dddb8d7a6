package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.jdbc.JdbcStore;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * 10,000 executions wait for one; it ends, and all are woken by that one commit. In the JVM in
 * which they began to wait, and in another one, from its start.
 */
final class Wake implements Benchmark {
  static final int WAITING = 10_000;

  @Override
  public String name() {
    return "wake-10k";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    return Databases.PG.measure(this::measure);
  }

  private List<Figure> measure(BenchmarkDatabase database) throws Exception {
    double here;
    try (JdbcStore store = database.store("here");
        FlowEngine engine = engine(store)) {
      Execution gate = fill(engine, store);
      here = open(gate, store);
    }
    ExecutionId gate;
    try (JdbcStore store = database.store("elsewhere");
        FlowEngine engine = engine(store)) {
      gate = fill(engine, store).id();
    }
    String url = ((BenchmarkDatabase.Postgres) database).url();
    long start = System.nanoTime();
    String unused = ChildJvm.run(List.of("-Xmx2g"), Elsewhere.class, url, gate.toString());
    double elsewhere = (System.nanoTime() - start) / 1e9;
    return List.of(
        new Figure(name(), "from the end of one to that of 10,000", here, "s", null),
        new Figure(name(), "the same in a new JVM, with its start", elsewhere, "s", null));
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
  private static Execution fill(FlowEngine engine, JdbcStore store) throws Exception {
    Execution gate = engine.flow("gate").create();
    String id = gate.id().toString();
    double unused =
        Samples.perSecond(
            100, WAITING / 100, () -> engine.flow("waiter").input("gate", id).start());
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
     * @param args the address of the server and the id of the execution that all wait for
     */
    public static void main(String[] args) throws Exception {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(args[0]);
      try (JdbcStore store = JdbcStore.builder(source).schema("elsewhere").open();
          FlowEngine engine = engine(store)) {
        double unused = open(engine.execution(ExecutionId.of(args[1])), store);
      }
      System.out.println("done");
    }
  }
}
