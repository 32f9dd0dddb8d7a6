package io.flowengine.examples;

import static java.time.Duration.ofMinutes;

import io.flowengine.DevelopmentSession;
import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.StepMode;
import io.flowengine.execution.StoppedLine;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through a flow line by line and looks at its variables. */
public final class StepThrough {
  private static final int FIRST_LINE_OF_HANDLER = 5;

  private StepThrough() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (PythonRuntime python = PythonRuntime.create();
        FlowEngine engine = open(python)) {
      run(engine).forEach(System.out::println);
    }
  }

  static FlowEngine open(PythonRuntime python) {
    return FlowEngine.builder()
        .language(PythonFlows.on(python))
        .flows(Path.of("flows/readme"))
        .flow("book", (system, self, inputs) -> "booked for " + inputs.get("price"))
        .build();
  }

  static List<String> run(FlowEngine engine) {
    List<String> lines = new ArrayList<>();
    try (DevelopmentSession session = engine.develop()) {
      Execution order =
          engine
              .flow("order")
              .input("pieces", 3)
              .development()
              .breakpoints(FIRST_LINE_OF_HANDLER)
              .start();
      Optional<StoppedLine> stop = session.awaitStop(order.id(), ofMinutes(1));
      while (stop.isPresent()) {
        lines.add(stop.get().line() + " price=" + stop.get().variables().get("price"));
        session.step(order.id(), StepMode.OVER);
        stop = session.awaitStop(order.id(), ofMinutes(1));
      }
      lines.add(order.status().name());
    }
    return lines;
  }
}
