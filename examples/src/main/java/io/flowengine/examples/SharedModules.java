package io.flowengine.examples;

import static java.time.Duration.ofMinutes;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flows that import modules of the host: a folder beside the flows, or wheels of others. */
public final class SharedModules {
  private SharedModules() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(run());
  }

  static Map<String, @Nullable Object> run() {
    PythonFlows python = PythonFlows.builder().modulePath(Path.of("modules")).build();
    try (FlowEngine engine =
        FlowEngine.builder().language(python).flows(Path.of("flows/invoices")).build()) {
      return engine.flow("invoice").input("net", 9.99).start().await(ofMinutes(1)).outputs();
    }
  }
}
