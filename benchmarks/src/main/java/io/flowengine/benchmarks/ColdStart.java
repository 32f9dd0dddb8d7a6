package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Context;

/** From the start of a JVM to the end of its first flow. */
final class ColdStart implements Benchmark {

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int runs = quick ? 3 : 7;
    double empty = Samples.median(runs, () -> seconds(Nothing.class));
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            name(),
            "first Java flow, vs a JVM that does nothing",
            Samples.median(runs, () -> seconds(FirstJavaFlow.class)),
            "s",
            empty));
    double python = Samples.median(runs, () -> seconds(FirstPythonFlow.class));
    figures.add(
        new Figure(name(), "first Python flow, vs a JVM that does nothing", python, "s", empty));
    double cached = withCache(runs, FirstPythonFlow.class);
    figures.add(
        new Figure(name(), "first Python flow with an AOT cache, vs without", cached, "s", python));
    figures.add(
        new Figure(
            name(),
            "the same, vs a bare interpreter with an AOT cache",
            cached,
            "s",
            withCache(runs, BareInterpreter.class)));
    return figures;
  }

  static double seconds(Class<?> main, String... options) throws Exception {
    long start = System.nanoTime();
    String unused = ChildJvm.run(List.of(options), main);
    return (System.nanoTime() - start) / 1e9;
  }

  /** The cache is written by one run and used by the others. */
  private static double withCache(int runs, Class<?> main) throws Exception {
    Path cache = Files.createTempFile("flowengine", ".aot");
    try {
      double unused = seconds(main, "-XX:AOTCacheOutput=" + cache);
      return Samples.median(runs, () -> seconds(main, "-XX:AOTCache=" + cache));
    } finally {
      Files.deleteIfExists(cache);
    }
  }

  /** A JVM that does nothing. */
  static final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {
      System.out.println("done");
    }
  }

  /** A JVM that runs one Java flow. */
  static final class FirstJavaFlow {
    private FirstJavaFlow() {}

    public static void main(String[] args) {
      try (FlowEngine engine =
          FlowEngine.builder().flow("first", (system, self, inputs) -> "done").build()) {
        System.out.println(engine.flow("first").start().await(Duration.ofMinutes(1)).outputs());
      }
    }
  }

  /** A JVM that runs one Python flow. */
  static final class FirstPythonFlow {
    private FirstPythonFlow() {}

    public static void main(String[] args) {
      try (PythonRuntime runtime = PythonRuntime.builder().interpreters(1).build();
          FlowEngine engine =
              FlowEngine.builder()
                  .language(PythonFlows.on(runtime))
                  .flows(Scripts.of("flow", PythonFlow.SCRIPT))
                  .build()) {
        PythonFlow.start(engine);
        System.out.println("done");
        Runtime.getRuntime().halt(0);
      }
    }
  }

  /** A JVM that evaluates one expression in GraalPy, without this library. */
  static final class BareInterpreter {
    private BareInterpreter() {}

    public static void main(String[] args) {
      try (Context context =
          Context.newBuilder("python")
              .allowExperimentalOptions(true)
              .option("engine.WarnInterpreterOnly", "false")
              .build()) {
        System.out.println(context.eval("python", "import re; re.compile('d').match('done')[0]"));
        Runtime.getRuntime().halt(0);
      }
    }
  }
}
