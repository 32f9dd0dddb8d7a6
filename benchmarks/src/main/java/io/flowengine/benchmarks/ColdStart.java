package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    return figures;
  }

  static double seconds(Class<?> main, String... options) throws Exception {
    long start = System.nanoTime();
    String unused = ChildJvm.run(List.of(options), main);
    return (System.nanoTime() - start) / 1e9;
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
}
