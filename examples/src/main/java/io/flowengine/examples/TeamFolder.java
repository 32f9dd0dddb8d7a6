package io.flowengine.examples;

import static java.time.Duration.ofMinutes;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import io.flowengine.yaml.ResourceFolder;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flows, settings and schedules that a team keeps as files: the store becomes as they say. */
public final class TeamFolder {
  private TeamFolder() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(run());
  }

  static Map<String, @Nullable Object> run() {
    try (FlowEngine engine = FlowEngine.builder().language(PythonFlows.create()).build()) {
      ResourceFolder.of(Path.of("resources")).importInto(engine);
      return engine.flow("report").input("day", "today").start().await(ofMinutes(1)).outputs();
    }
  }
}
