package io.flowengine.examples;

import static java.time.Duration.ofMinutes;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.flowchart.Flowchart;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws the flows of the quick start, and the path that one of them took. */
public final class Pictures {
  private Pictures() {}

  /**
   * Writes the pictures as SVG.
   *
   * @param args the folder; default {@code target/pictures}
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length == 0 ? "target/pictures" : args[0]);
    try (PythonRuntime python = PythonRuntime.create();
        FlowEngine engine = open(python)) {
      write(engine, folder);
      System.out.println("Pictures are in " + folder);
    }
  }

  static FlowEngine open(PythonRuntime python) {
    return FlowEngine.builder()
        .language(PythonFlows.on(python))
        .flows(Path.of("flows/quickstart"))
        .build();
  }

  static void write(FlowEngine engine, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String flow : engine.flows()) {
      write(folder.resolve(flow + ".svg"), engine.flowchart(flow));
    }
    Execution run = engine.flow("Fan Out").input("width", 5).start().await(ofMinutes(1));
    write(folder.resolve("path of Fan Out.svg"), engine.flowchart(run.id()));
  }

  private static void write(Path file, Flowchart chart) throws IOException {
    Files.writeString(file, chart.toSvg());
  }
}
