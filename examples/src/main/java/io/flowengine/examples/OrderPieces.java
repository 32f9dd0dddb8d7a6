package io.flowengine.examples;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.python.PythonFlows;
import java.nio.file.Path;
import java.time.Duration;

/** The program of the README: a folder of Python flows, and one flow in Java that they use. */
public final class OrderPieces {
  public static void main(String[] args) {
    try (FlowEngine engine =
        FlowEngine.builder()
            .language(PythonFlows.create())
            .flows(Path.of("flows/readme"))
            .flow("book", (system, self, inputs) -> "booked for " + inputs.get("price"))
            .build()) {
      Execution order = engine.flow("order").input("pieces", 3).start();
      order.await(Duration.ofMinutes(1));
      System.out.print(order.tree().toText());
    }
  }
}
