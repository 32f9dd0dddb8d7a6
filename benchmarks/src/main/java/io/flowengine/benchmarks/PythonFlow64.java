package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import java.util.List;

/** Python flows, start to end, from 64 callers. */
final class PythonFlow64 implements Benchmark {
  private static final int CALLERS = 64;

  @Override
  public String name() {
    return "python-flow-64";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int each = quick ? 100 : 200;
    double[] rates = new double[quick ? 6 : 12];
    try (FlowEngine engine = PythonFlow.engine()) {
      for (int i = 0; i < rates.length; i++) {
        rates[i] = Samples.perSecond(CALLERS, each, () -> PythonFlow.start(engine));
      }
    }
    return List.of(
        new Figure(name(), "64 callers", Samples.medianOfLaterHalf(rates), "executions/s", null));
  }
}
