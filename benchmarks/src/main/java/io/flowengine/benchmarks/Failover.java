package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.jdbc.JdbcStore;
import java.time.Duration;
import java.util.List;

/**
 * Two JVMs on one database, with default settings. One is killed while it runs 50 executions; timed
 * is how long it takes until the other one has ended them all.
 */
final class Failover implements Benchmark {
  private static final int RUNNING = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    return Databases.PG.measure(
        database ->
            List.of(
                new Figure(
                    name(),
                    "from kill -9 to the end of 50 executions elsewhere",
                    Samples.median(quick ? 1 : 5, () -> seconds(database)),
                    "s",
                    null)));
  }

  private static double seconds(BenchmarkDatabase database) throws Exception {
    String address = database.address("failover");
    try (JdbcStore store = database.store("failover");
        FlowEngine engine = engine(store, Duration.ZERO)) {
      Process victim = ChildJvm.start(List.of("-Xmx1g"), Victim.class, address);
      try {
        while (count(store, ExecutionStatus.RUNNING) < RUNNING) {
          if (!victim.isAlive()) {
            throw new IllegalStateException("the JVM that is to be killed ended by itself");
          }
          Thread.sleep(10);
        }
        long killed = System.nanoTime();
        victim.destroyForcibly();
        while (count(store, ExecutionStatus.RUNNING) > 0) {
          Thread.sleep(10);
        }
        double seconds = (System.nanoTime() - killed) / 1e9;
        Execution unused = engine.flow("flow").start().await(PATIENCE);
        return seconds;
      } finally {
        victim.destroyForcibly();
      }
    }
  }

  private static int count(JdbcStore store, ExecutionStatus status) {
    Query query = Query.where(Filter.eq("status", status.name())).limit(RUNNING);
    return store.executions(query).items().size();
  }

  private static FlowEngine engine(JdbcStore store, Duration work) {
    return FlowEngine.builder()
        .store(store)
        .flow(
            "flow",
            (system, self, inputs) ->
                self.step(
                    "work",
                    Object.class,
                    context -> {
                      Thread.sleep(work);
                      return null;
                    }))
        .build();
  }

  /** The JVM that is killed. */
  static final class Victim {
    private Victim() {}

    /**
     * Starts executions that do not end.
     *
     * @param args the address of the store
     */
    public static void main(String[] args) throws Exception {
      try (JdbcStore store = BenchmarkDatabase.open(args[0]);
          FlowEngine engine = engine(store, Duration.ofHours(1))) {
        for (int i = 0; i < RUNNING; i++) {
          Execution unused = engine.flow("flow").start();
        }
        Thread.sleep(Duration.ofHours(1));
      }
    }
  }
}
