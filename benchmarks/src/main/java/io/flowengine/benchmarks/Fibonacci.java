package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.util.List;

/** 40 steps, one after the other, of the tenth Fibonacci number, in one Python flow. */
final class Fibonacci implements Benchmark {
  static final String SCRIPT =
      """
      import flow_api

      def fibo(n):
          return n if n <= 1 else fibo(n - 1) + fibo(n - 2)

      def handler(system, this, inputs):
          for i in range(40):
              flow_api.step('fibo', fibo, 10)
      """;

  @Override
  public String name() {
    return "fibonacci_40_10";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    double[] millis = new double[quick ? 10 : 20];
    try (FlowEngine engine =
        FlowEngine.builder()
            .language(PythonFlows.create())
            .flows(Scripts.of("flow", SCRIPT))
            .build()) {
      for (int i = 0; i < millis.length; i++) {
        millis[i] = Samples.micros(20, () -> PythonFlow.start(engine)) / 1000;
      }
    }
    return List.of(
        new Figure(name(), "40 steps of fibo(10)", Samples.medianOfLaterHalf(millis), "ms", null));
  }
}
