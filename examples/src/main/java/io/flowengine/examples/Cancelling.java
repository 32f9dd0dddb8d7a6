package io.flowengine.examples;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Outcome;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import java.nio.file.Path;

/** A cancelled flow cleans up: its {@code finally} runs, its {@code except} does not see it. */
public final class Cancelling {
  private Cancelling() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (PythonRuntime python = PythonRuntime.create();
        FlowEngine engine = open(python)) {
      System.out.print(run(engine).tree().toText());
    }
  }

  static FlowEngine open(PythonRuntime python) {
    return FlowEngine.builder()
        .language(PythonFlows.on(python))
        .flows(Path.of("flows/cancel"))
        .build();
  }

  static Execution run(FlowEngine engine) {
    Execution rent = engine.flow("rent").start();
    while (rent.status() != ExecutionStatus.WAITING
        && rent.outcome(ofMillis(10)) instanceof Outcome.NotEnded) {
      // it rents the machine
    }
    System.out.println(rent.cancel().outcome(ofSeconds(30)));
    return rent;
  }
}
