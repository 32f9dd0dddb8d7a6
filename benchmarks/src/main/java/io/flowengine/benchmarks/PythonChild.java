package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.util.List;

/** What a child that is waited for adds to its parent; beside a flow of its own. */
final class PythonChild implements Benchmark {
  private static final int CHILDREN = 100;
  private static final String PARENT =
      """
      def handler(system, this, inputs):
          for i in range(inputs['children']):
              this.flow('flow', n=i)
      """;

  @Override
  public String name() {
    return "python-child";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int rounds = quick ? 6 : 14;
    double[] children = new double[rounds];
    double[] flows = new double[rounds];
    try (FlowEngine engine =
        FlowEngine.builder()
            .language(PythonFlows.create())
            .flows(Scripts.of("flow", PythonFlow.SCRIPT, "parent", PARENT))
            .build()) {
      int count = quick ? 20 : 40;
      for (int i = 0; i < rounds; i++) {
        double with = Samples.micros(count, () -> start(engine, CHILDREN));
        double without = Samples.micros(count, () -> start(engine, 0));
        children[i] = (with - without) / CHILDREN;
        flows[i] = Samples.micros(count * CHILDREN / 2, () -> PythonFlow.start(engine));
      }
    }
    return List.of(
        new Figure(
            name(),
            "per child waited for, vs python-flow",
            Samples.medianOfLaterHalf(children),
            "us",
            Samples.medianOfLaterHalf(flows)));
  }

  private static void start(FlowEngine engine, int children) {
    var unused =
        engine.flow("parent").input("children", children).start().await(PythonFlow.PATIENCE);
  }
}
