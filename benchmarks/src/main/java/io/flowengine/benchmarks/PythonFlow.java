package io.flowengine.benchmarks;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

/**
 * One Python flow after another, start to end, warm; beside executing the compiled script in a
 * fresh namespace and calling its handler, with nothing around it, then with the same submitted to
 * a virtual thread and waited for, and beside a Java flow that does as much.
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
    double[] submitted = new double[rounds];
    double[] java = new double[rounds];
    try (FlowEngine engine = engine();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
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
        java[i] = Samples.micros(count, () -> start(engine, "java"));
        bare[i] = Samples.micros(count, function::executeVoid);
        submitted[i] =
            Samples.micros(count, () -> executor.submit(() -> function.executeVoid()).get());
      }
    }
    double flow = Samples.medianOfLaterHalf(flows);
    return List.of(
        figure("one after another, vs bare exec + call", flow, bare),
        figure("the same, vs bare call submitted + waited for", flow, submitted),
        figure("the same, vs a Java flow", flow, java));
  }

  private Figure figure(String variant, double flow, double... baseline) {
    return new Figure(name(), variant, flow, "us", Samples.medianOfLaterHalf(baseline));
  }

  static FlowEngine engine() {
    return FlowEngine.builder()
        .language(PythonFlows.create())
        .flows(Scripts.of("flow", SCRIPT))
        .flow(
            "java",
            (system, self, inputs) -> Map.of("n", (Long) requireNonNull(inputs.get("n")) + 1))
        .build();
  }

  static void start(FlowEngine engine) {
    start(engine, "flow");
  }

  private static void start(FlowEngine engine, String flow) {
    var unused = engine.flow(flow).input("n", 1).start().await(PATIENCE);
  }
}
