package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.util.List;
import java.util.Map;

/** What a child costs whose flow has a static wrapper; beside the same child without one. */
final class WrapperCost implements Benchmark {
  private static final int CHILDREN = 50;
  private static final String WRAPPER =
      """
      def handler(system, this, inputs):
          this.run_wrapped()
      """;
  private static final String SETUP =
      """
      def handler(system, this, inputs):
          system.wrapper('around').save(script=inputs['wrapper'])
          system.flow('bare').save(script=inputs['flow'])
          system.flow('wrapped').save(script=inputs['flow'], wrapper_name='around')
      """;
  private static final String PARENT =
      """
      def handler(system, this, inputs):
          for i in range(inputs['children']):
              this.flow(inputs['child'], n=i)
      """;

  @Override
  public String name() {
    return "wrapper";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int rounds = quick ? 8 : 16;
    int count = quick ? 10 : 20;
    double[] wrapped = new double[rounds];
    double[] bare = new double[rounds];
    try (FlowEngine engine =
        FlowEngine.builder()
            .language(PythonFlows.create())
            .flows(Scripts.of("setup", SETUP, "parent", PARENT))
            .build()) {
      run(engine, "setup", Map.of("wrapper", WRAPPER, "flow", PythonFlow.SCRIPT));
      for (int i = 0; i < rounds; i++) {
        wrapped[i] = Samples.micros(count, () -> children(engine, "wrapped")) / CHILDREN;
        bare[i] = Samples.micros(count, () -> children(engine, "bare")) / CHILDREN;
      }
    }
    return List.of(
        new Figure(
            name(),
            "child in a static wrapper, vs without",
            Samples.medianOfLaterHalf(wrapped),
            "us",
            Samples.medianOfLaterHalf(bare)));
  }

  private static void children(FlowEngine engine, String child) {
    run(engine, "parent", Map.of("children", CHILDREN, "child", child));
  }

  private static void run(FlowEngine engine, String flow, Map<String, Object> inputs) {
    var unused = engine.flow(flow).inputs(inputs).start().await(PythonFlow.PATIENCE);
  }
}
