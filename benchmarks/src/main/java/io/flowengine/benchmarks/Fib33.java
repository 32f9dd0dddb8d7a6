package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * fib(33) in a Python flow, with the Graal compiler in a JVM of its own, and on the fallback
 * runtime; beside the Python of the machine.
 */
final class Fib33 implements Benchmark {
  private static final String FIB =
      """
      def fib(n):
          return n if n < 2 else fib(n - 1) + fib(n - 2)

      """;
  private static final String SCRIPT =
      FIB
          + """
          def handler(system, this, inputs):
              return {'fib': fib(33)}
          """;
  private static final String CPYTHON =
      FIB
          + """
          import platform, time
          times = []
          for i in range(5):
              start = time.perf_counter()
              fib(33)
              times.append(time.perf_counter() - start)
          print(platform.python_version(), sorted(times)[2] * 1000)
          """;

  @Override
  public String name() {
    return "fib33";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    String[] peer = cpython().split(" ", 2);
    double baseline = Double.parseDouble(peer[1]);
    String runs = quick ? "24" : "40";
    double compiled = millis(ChildJvm.run(GraalCompiler.flags(), Flow.class, runs));
    double fallback = millis(ChildJvm.run(List.of(), Flow.class, quick ? "2" : "4"));
    String beside = ", vs python3 " + peer[0];
    return List.of(
        new Figure(name(), "Graal compiler" + beside, compiled, "ms", baseline),
        new Figure(name(), "fallback runtime" + beside, fallback, "ms", baseline));
  }

  private static double millis(String output) {
    return Double.parseDouble(output.lines().reduce((first, last) -> last).orElseThrow());
  }

  private static String cpython() throws Exception {
    Process process =
        new ProcessBuilder("python3", "-c", CPYTHON)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** Runs the flow again and again and prints the median of the later half, in milliseconds. */
  static final class Flow {
    private Flow() {}

    public static void main(String[] args) throws Exception {
      double[] millis = new double[Integer.parseInt(args[0])];
      try (FlowEngine engine =
          FlowEngine.builder()
              .language(PythonFlows.create())
              .flows(Scripts.of("flow", SCRIPT))
              .build()) {
        for (int i = 0; i < millis.length; i++) {
          millis[i] = Samples.micros(1, () -> PythonFlow.start(engine)) / 1000;
        }
      }
      System.out.println(Samples.medianOfLaterHalf(millis));
    }
  }
}
