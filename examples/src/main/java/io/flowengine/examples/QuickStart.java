package io.flowengine.examples;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;

import io.flowengine.FlowEngine;
import io.flowengine.OpenMessage;
import io.flowengine.execution.Execution;
import io.flowengine.execution.Outcome;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.spi.Store;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs a folder of Python flows, answers the message that one of them shows, prints the trees. All
 * that happens is kept in a file.
 */
public final class QuickStart {
  static final Path FLOWS = Path.of("flows/quickstart");
  private static final Path FILE = Path.of("target/quickstart.db");

  private QuickStart() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println("Starting Python; a cold JVM takes some seconds ...");
    try (PythonRuntime python = PythonRuntime.create();
        Store store = JdbcStore.embedded(FILE)) {
      python.warmUp();
      run(python, store, FLOWS);
    }
  }

  static void run(PythonRuntime python, Store store, Path folder) {
    try (FlowEngine engine =
        FlowEngine.builder().language(PythonFlows.on(python)).store(store).flows(folder).build()) {
      System.out.println("Flows in " + folder + ": " + String.join(", ", engine.flows()) + "\n");

      Execution main = engine.flow("Main Process").start();
      while (main.outcome(ofMillis(10)) instanceof Outcome.NotEnded) {
        engine.openMessages().forEach(message -> acknowledge(engine, message));
      }
      System.out.println(main.await().tree().toText());

      Execution fanOut = engine.flow("Fan Out").input("width", 5).start();
      System.out.print(fanOut.await(ofMinutes(1)).tree().toText());
    }
  }

  private static void acknowledge(FlowEngine engine, OpenMessage message) {
    System.out.println("Acknowledged '" + message.subject() + "':" + message.text() + "\n");
    engine.answer(message.id(), Map.of());
  }
}
