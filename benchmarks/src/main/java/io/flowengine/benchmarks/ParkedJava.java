package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;

/**
 * Executions of Java flows that wait with their stacks: the heap that each stack takes, measured by
 * dropping them all.
 */
final class ParkedJava implements Benchmark {
  private static final int COUNT = 2000;

  @Override
  public String name() {
    return "parked";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    VirtualTime time = VirtualTime.manual();
    try (FlowEngine engine =
        FlowEngine.builder()
            .environment(time)
            .flow(
                "sleeper",
                (system, self, inputs) -> {
                  self.sleep(Duration.ofDays(1000));
                  return null;
                })
            .build()) {
      for (int i = 0; i < COUNT; i++) {
        engine.flow("sleeper").start();
      }
      time.settle();
      long parked = Samples.heap();
      time.advance(Duration.ofSeconds(30));
      long dropped = Samples.heap();
      return List.of(
          new Figure(
              name(),
              "Java, heap of a parked stack",
              (double) (parked - dropped) / COUNT,
              "B each",
              null));
    }
  }
}
