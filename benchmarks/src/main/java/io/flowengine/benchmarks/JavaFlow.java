package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Bare Java flows, start to end, in memory, from 64 callers; beside submitting and getting on a
 * virtual-thread executor.
 */
final class JavaFlow implements Benchmark {
  private static final int CALLERS = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public String name() {
    return "java-flow";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int each = quick ? 2000 : 4000;
    int rounds = quick ? 9 : 15;
    double[] flows = new double[rounds];
    double[] submits = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      flows[i] = flows(each);
      submits[i] = submits(each);
    }
    double baseline = Samples.medianOfLaterHalf(submits);
    return List.of(
        new Figure(
            name(),
            "64 callers, vs submit + get",
            Samples.medianOfLaterHalf(flows),
            "executions/s",
            baseline));
  }

  private static double flows(int each) throws Exception {
    try (FlowEngine engine =
        FlowEngine.builder().flow("bare", (system, self, inputs) -> null).build()) {
      return Samples.perSecond(CALLERS, each, () -> engine.flow("bare").start().await(PATIENCE));
    }
  }

  private static double submits(int each) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return Samples.perSecond(CALLERS, each, () -> executor.submit(() -> null).get());
    }
  }
}
