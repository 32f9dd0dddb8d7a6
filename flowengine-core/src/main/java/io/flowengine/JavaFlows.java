package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementTask;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Inventory;
import io.flowengine.internal.element.ElementProgram;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowProgram;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The flows of a builder that are written in Java, with what flows over elements need. */
final class JavaFlows {
  private final Map<String, NavigableMap<Integer, FlowProgram>> handlers = new LinkedHashMap<>();
  private final Map<ElementFlow, Integer> elementFlows = new LinkedHashMap<>();
  private final Map<String, ElementTask> tasks = new LinkedHashMap<>();
  private Inventory inventory = new InMemoryInventory();

  void inventory(Inventory source) {
    inventory = source;
  }

  void add(String name, ElementTask task) {
    if (tasks.putIfAbsent(name, task) != null) {
      throw new IllegalArgumentException("task '" + name + "' is defined twice");
    }
  }

  void add(ElementFlow flow, int version) {
    elementFlows.put(flow, version);
  }

  void add(String name, int version, FlowProgram program) {
    add(handlers, name, version, program);
  }

  private static void add(
      Map<String, NavigableMap<Integer, FlowProgram>> to,
      String name,
      int version,
      FlowProgram program) {
    if (version < 1) {
      throw new IllegalArgumentException(
          "version of flow '" + name + "' must be >= 1, was " + version);
    }
    if (to.computeIfAbsent(requireNonNull(name, "name"), key -> new TreeMap<>())
            .putIfAbsent(version, program)
        != null) {
      throw new IllegalArgumentException(
          "version " + version + " of flow '" + name + "' is defined twice");
    }
  }

  /** {@return all of them by name and version} */
  Map<String, NavigableMap<Integer, FlowProgram>> programs(Environment environment) {
    requireTasks();
    Map<String, NavigableMap<Integer, FlowProgram>> programs = new LinkedHashMap<>();
    handlers.forEach((name, versions) -> programs.put(name, new TreeMap<>(versions)));
    elementFlows.forEach(
        (flow, version) ->
            add(
                programs,
                flow.name(),
                version,
                new ElementProgram(flow, inventory, tasks, environment)));
    return programs;
  }

  private void requireTasks() {
    Set<String> unknown = new TreeSet<>();
    elementFlows.keySet().forEach(flow -> unknown.addAll(flow.tasks()));
    unknown.removeAll(tasks.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "flows over elements run tasks that are not defined: "
              + unknown
              + "; add them with task(name, …)");
    }
  }
}
