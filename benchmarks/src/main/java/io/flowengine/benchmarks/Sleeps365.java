package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;

/** A flow of 365 sleeps of a day, with the time of the testkit; beside one that sleeps once. */
final class Sleeps365 implements Benchmark {

  @Override
  public String name() {
    return "sleeps-365";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    double year = Samples.median(quick ? 5 : 11, () -> seconds(365));
    return List.of(new Figure(name(), "365 sleeps, vs one", year, "s", seconds(1)));
  }

  private static double seconds(int days) {
    VirtualTime time = VirtualTime.manual();
    try (FlowEngine engine =
        FlowEngine.builder()
            .environment(time)
            .flow(
                "year",
                (system, self, inputs) -> {
                  for (int i = 0; i < days; i++) {
                    self.sleep(Duration.ofDays(1));
                  }
                  return null;
                })
            .build()) {
      long start = System.nanoTime();
      Execution year = engine.flow("year").start();
      time.advance(Duration.ofDays(days));
      Execution unused = year.await(Duration.ofMinutes(1));
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
