package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.time.Duration;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

/**
 * One Python flow after another, start to end, warm; beside executing the compiled script in a
 * fresh namespace and calling its handler, with nothing around it.
 */
final class PythonFlow implements Benchmark {
  static final Duration PATIENCE = Duration.ofMinutes(1);
  static final String SCRIPT =
      """
      def handler(system, this, inputs):
          return {'n': inputs['n'] + 1}
      """;
  private static final String BARE =
      """
      code = compile(script, 'bare', 'exec')
      def bare():
          namespace = {}
          exec(code, namespace)
          return namespace['handler'](None, None, {'n': 1})
      """;

  @Override
  public String name() {
    return "python-flow";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int count = quick ? 2_000 : 5_000;
    int rounds = quick ? 6 : 12;
    double[] flows = new double[rounds];
    double[] bare = new double[rounds];
    try (FlowEngine engine = engine();
        Context context =
            Context.newBuilder("python")
                .allowExperimentalOptions(true)
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
      context.getBindings("python").putMember("script", SCRIPT);
      context.eval("python", BARE);
      Value function = context.getBindings("python").getMember("bare");
      for (int i = 0; i < rounds; i++) {
        flows[i] = Samples.micros(count, () -> start(engine));
        bare[i] = Samples.micros(count, function::executeVoid);
      }
    }
    return List.of(
        new Figure(
            name(),
            "one after another, vs bare exec + call",
            Samples.medianOfLaterHalf(flows),
            "us",
            Samples.medianOfLaterHalf(bare)));
  }

  static FlowEngine engine() {
    return FlowEngine.builder()
        .language(PythonFlows.create())
        .flows(Scripts.of("flow", SCRIPT))
        .build();
  }

  static void start(FlowEngine engine) {
    var unused = engine.flow("flow").input("n", 1).start().await(PATIENCE);
  }
}
