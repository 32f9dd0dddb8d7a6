package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.execution.Execution;
import io.flowengine.jdbc.JdbcStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A flow that starts 1,000 children and waits for all of them, on a real database. */
final class FanOut implements Benchmark {
  private static final int CHILDREN = 1000;

  @Override
  public String name() {
    return "fan-out";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Databases each : Databases.values()) {
      figures.addAll(each.measure(database -> measure(each.title, database, quick)));
    }
    return figures;
  }

  private List<Figure> measure(String title, BenchmarkDatabase database, boolean quick)
      throws Exception {
    try (JdbcStore store = database.store("children");
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .flow("child", (system, self, inputs) -> null)
                .flow(
                    "parent",
                    (system, self, inputs) -> {
                      Execution[] children = new Execution[CHILDREN];
                      for (int i = 0; i < CHILDREN; i++) {
                        children[i] = self.flow("child").create();
                      }
                      return self.waitFor(children).size();
                    })
                .build()) {
      double[] rounds = new double[quick ? 2 : 6];
      for (int i = 0; i < rounds.length; i++) {
        rounds[i] =
            Samples.micros(
                    1,
                    () -> {
                      var unused = engine.flow("parent").start().await(Duration.ofMinutes(5));
                    })
                / 1e6;
      }
      double seconds = Samples.medianOfLaterHalf(rounds);
      return List.of(
          new Figure(name(), title + ", " + CHILDREN + " children", seconds, "s", null),
          new Figure(name(), title + ", children", CHILDREN / seconds, "per second", null));
    }
  }
}
