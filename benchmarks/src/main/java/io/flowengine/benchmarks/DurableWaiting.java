package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.jdbc.JdbcStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The heap of a JVM whose executions wait in a real database, after their stacks were dropped: with
 * ten times as many it must not need more.
 */
final class DurableWaiting implements Benchmark {
  private static final Duration EVICTED = Duration.ofSeconds(12);

  @Override
  public String name() {
    return "waiting-durable";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int few = quick ? 300 : 10_000;
    List<Figure> figures = new ArrayList<>();
    for (Databases each : Databases.values()) {
      figures.addAll(
          each.measure(database -> List.of(measure(each.title, database, few, few * 10))));
    }
    return figures;
  }

  private Figure measure(String title, BenchmarkDatabase database, int few, int many)
      throws Exception {
    try (JdbcStore store = database.store("waiting");
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .flow(
                    "sleeper",
                    (system, self, inputs) -> {
                      self.sleep(Duration.ofDays(1));
                      return null;
                    })
                .build()) {
      double before = megabytes(engine, few);
      double after = megabytes(engine, many - few);
      return new Figure(
          name(), title + ", heap with " + many + " executions, vs " + few, after, "MB", before);
    }
  }

  private static double megabytes(FlowEngine engine, int more) throws Exception {
    double unused = Samples.perSecond(100, more / 100, () -> engine.flow("sleeper").start());
    Thread.sleep(EVICTED);
    return Samples.heap() / 1e6;
  }
}
