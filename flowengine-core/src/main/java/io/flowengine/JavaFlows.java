package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.FlowProgram;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Flows that are no scripts, by name and version. */
final class JavaFlows {
  private final Map<String, NavigableMap<Integer, FlowProgram>> programs = new LinkedHashMap<>();

  JavaFlows() {}

  /** Copies. */
  JavaFlows(JavaFlows other) {
    other.programs.forEach((name, versions) -> programs.put(name, new TreeMap<>(versions)));
  }

  void add(String name, int version, FlowProgram program) {
    if (version < 1) {
      throw new IllegalArgumentException(
          "version of flow '" + name + "' must be >= 1, was " + version);
    }
    if (programs
            .computeIfAbsent(requireNonNull(name, "name"), key -> new TreeMap<>())
            .putIfAbsent(version, program)
        != null) {
      throw new IllegalArgumentException(
          "version " + version + " of flow '" + name + "' is defined twice");
    }
  }

  /** {@return all of them by name and version} */
  Map<String, NavigableMap<Integer, FlowProgram>> programs() {
    return programs;
  }
}
