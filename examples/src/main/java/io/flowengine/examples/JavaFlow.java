package io.flowengine.examples;

import static java.time.Duration.ofSeconds;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A flow in Java, which starts children, waits for them and puts their outputs together. */
public final class JavaFlow {
  private JavaFlow() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (FlowEngine engine = open()) {
      Execution sum = engine.flow("sum of squares").input("most", 4).start();
      System.out.print(sum.await(ofSeconds(10)).tree().toText());
    }
  }

  static FlowEngine open() {
    return FlowEngine.builder()
        .flow("square", JavaFlow::square)
        .flow("sum of squares", JavaFlow::sumOfSquares)
        .build();
  }

  private static Object square(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    int number = integer(inputs, "number");
    return Map.of("square", number * number);
  }

  private static Object sumOfSquares(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    List<Execution> children =
        IntStream.rangeClosed(1, integer(inputs, "most"))
            .mapToObj(n -> self.flow("square").name("square of " + n).input("number", n).start())
            .toList();
    self.waitFor(children.toArray(Execution[]::new));
    self.setOutput(
        "sum", children.stream().mapToInt(child -> integer(child.outputs(), "square")).sum());
    return self.success("all squares added");
  }

  private static int integer(Map<String, @Nullable Object> values, String key) {
    return values.get(key) instanceof Number number ? number.intValue() : 0;
  }
}
