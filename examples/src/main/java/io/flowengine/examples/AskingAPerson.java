package io.flowengine.examples;

import static java.time.Duration.ofMillis;

import io.flowengine.FlowEngine;
import io.flowengine.OpenMessage;
import io.flowengine.execution.Execution;
import io.flowengine.execution.Outcome;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import java.nio.file.Path;
import java.util.Map;

/** A flow waits for a person; the host shows what is open and hands over the answer. */
public final class AskingAPerson {
  private AskingAPerson() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (PythonRuntime python = PythonRuntime.create();
        FlowEngine engine = open(python)) {
      System.out.print(ask(engine, "yes").tree().toText());
    }
  }

  static FlowEngine open(PythonRuntime python) {
    return FlowEngine.builder()
        .language(PythonFlows.on(python))
        .flows(Path.of("flows/people"))
        .build();
  }

  static Execution ask(FlowEngine engine, String answer) {
    Execution request = engine.flow("approve").input("name", "Ada").input("days", 3).start();
    while (request.outcome(ofMillis(10)) instanceof Outcome.NotEnded) {
      for (OpenMessage message : engine.openMessages()) {
        System.out.println(message.subject() + ": " + message.text() + " - " + answer);
        engine.answer(message.id(), Map.of("string", answer));
      }
    }
    return request;
  }
}
