package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ConnectorTask;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementListener;
import io.flowengine.element.ElementScript;
import io.flowengine.element.ElementTask;
import io.flowengine.element.GateCheck;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Inventory;
import io.flowengine.element.TaskFunction;
import io.flowengine.element.TaskParts;
import io.flowengine.element.TaskPipeline;
import io.flowengine.internal.connector.Connectors;
import io.flowengine.internal.element.ElementProgram;
import io.flowengine.internal.element.Repertoire;
import io.flowengine.internal.element.Workshop;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Collects what an engine has for flows over elements; see {@link FlowEngineBuilder#elements}. Not
 * thread-safe.
 */
public final class ElementSetup {
  private record Version(ElementFlow flow, int number) {}

  /** Resolves the parts of one task. */
  private record Parts(
      Repertoire repertoire, Connectors connectors, Inventory inventory, Set<String> languages)
      implements TaskParts {
    @Override
    public TaskFunction script(ElementScript script) {
      languages.add(script.language());
      return repertoire.language(script.language()).task(script);
    }

    @Override
    public ElementTask connector(ConnectorTask call) {
      return connectors.task(call, inventory);
    }
  }

  private final List<Version> flows = new ArrayList<>();
  private final Map<String, Function<TaskParts, ElementTask>> tasks = new LinkedHashMap<>();
  private final Map<String, GateCheck> gates = new LinkedHashMap<>();
  private final List<ElementListener> listeners = new ArrayList<>();
  private Inventory inventory = new InMemoryInventory();
  private int permits = Integer.MAX_VALUE;

  ElementSetup() {}

  /**
   * Sets where the elements are that flows work on.
   *
   * @param source the inventory; an empty one if not set
   * @return this
   */
  public ElementSetup inventory(Inventory source) {
    inventory = requireNonNull(source, "inventory");
    return this;
  }

  /**
   * Adds a task that flows can run.
   *
   * @param name its name
   * @param task what it does
   * @return this
   * @throws IllegalArgumentException if a task of this name was added before
   */
  public ElementSetup task(String name, ElementTask task) {
    requireNonNull(task, "task");
    return add(name, parts -> task);
  }

  /**
   * Adds a task that is made of parts, which may be scripts.
   *
   * @param name its name
   * @param pipeline its parts
   * @return this
   * @throws IllegalArgumentException if a task of this name was added before
   */
  public ElementSetup task(String name, TaskPipeline pipeline) {
    return add(name, requireNonNull(pipeline, "pipeline")::task);
  }

  /**
   * Adds a task that calls a connector, which the engine must have.
   *
   * @param name its name
   * @param call the call
   * @return this
   * @throws IllegalArgumentException if a task of this name was added before
   */
  public ElementSetup task(String name, ConnectorTask call) {
    requireNonNull(call, "call");
    return add(name, parts -> parts.connector(call));
  }

  private ElementSetup add(String name, Function<TaskParts, ElementTask> task) {
    if (tasks.putIfAbsent(requireNonNull(name, "name"), task) != null) {
      throw new IllegalArgumentException("task '" + name + "' is defined twice");
    }
    return this;
  }

  /**
   * Adds a gate that decides by itself. Gates that are not added ask people, by messages.
   *
   * @param name its name
   * @param check decides; replaces one of the same name
   * @return this
   */
  public ElementSetup gate(String name, GateCheck check) {
    gates.put(requireNonNull(name, "name"), requireNonNull(check, "check"));
    return this;
  }

  /**
   * Adds a listener.
   *
   * @param listener hears of what happens in runs
   * @return this
   */
  public ElementSetup listener(ElementListener listener) {
    listeners.add(requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Bounds how many tasks of all runs are under way at once in this engine.
   *
   * @param most at least 1; not bounded if not set
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public ElementSetup maxTasks(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("maxTasks must be >= 1, was " + most);
    }
    permits = most;
    return this;
  }

  /**
   * Adds a version of a flow; see {@link FlowEngineBuilder#flow(ElementFlow, int)}.
   *
   * @param flow the flow
   * @param version its number; ≥ 1
   * @return this
   */
  public ElementSetup flow(ElementFlow flow, int version) {
    flows.add(new Version(requireNonNull(flow, "flow"), version));
    return this;
  }

  void requireKnownTasks() {
    Set<String> unknown = new TreeSet<>();
    flows.forEach(each -> unknown.addAll(each.flow.tasks()));
    unknown.removeAll(tasks.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "flows over elements run tasks that are not defined: "
              + unknown
              + "; add them with task(name, …)");
    }
  }

  /** What all runs of one engine share. */
  Workshop workshop(
      Environment environment, Collection<FlowLanguage> languages, Connectors connectors) {
    NavigableMap<Integer, Map<String, ElementFlow>> byVersion = new TreeMap<>();
    flows.forEach(
        each ->
            byVersion
                .computeIfAbsent(each.number, key -> new HashMap<>())
                .put(each.flow.name(), each.flow));
    Map<String, ElementFlow> newest = new HashMap<>();
    byVersion.values().forEach(newest::putAll);
    Repertoire repertoire = new Repertoire(newest, languages);
    tasks.forEach(
        (name, task) -> {
          Set<String> used = new HashSet<>();
          ElementTask made = task.apply(new Parts(repertoire, connectors, inventory, used));
          repertoire.add(name, made, used);
        });
    return new Workshop(environment, inventory, repertoire, gates, listeners, permits);
  }

  /** Adds the flows to others. */
  void addTo(JavaFlows programs, Workshop workshop) {
    flows.forEach(
        each ->
            programs.add(each.flow.name(), each.number, new ElementProgram(each.flow, workshop)));
  }
}
