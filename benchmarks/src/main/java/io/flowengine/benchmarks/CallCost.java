package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import java.time.Duration;

/**
 * What one call of a flow costs: the time of a flow that makes many of them, without that of the
 * same flow that makes none. Flows cannot measure themselves, for their time is recorded.
 */
final class CallCost {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final FlowEngine engine;
  private final String flow;
  private final int rounds;

  /**
   * Measures with a flow that has the inputs {@code what} and {@code count}.
   *
   * @param rounds how often; the first half warms up
   */
  CallCost(FlowEngine engine, String flow, int rounds) {
    this.engine = engine;
    this.flow = flow;
    this.rounds = rounds;
  }

  /** Microseconds of one call, the median of the later rounds. */
  double micros(String what, int count) throws Exception {
    double[] costs = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      double none = Samples.micros(1, () -> run(what, 0));
      double all = Samples.micros(1, () -> run(what, count));
      costs[round] = (all - none) / count;
    }
    return Samples.medianOfLaterHalf(costs);
  }

  private void run(String what, int count) {
    var unused =
        engine.flow(flow).input("what", what).input("count", count).start().await(PATIENCE);
  }
}
