package io.flowengine;

import io.flowengine.internal.connector.Connectors;
import io.flowengine.internal.dispatch.WorkerPool;
import io.flowengine.internal.element.ElementProgram;
import io.flowengine.internal.recurring.Recurrences;
import io.flowengine.internal.recurring.ScheduleProgram;
import io.flowengine.internal.source.Catalog;
import io.flowengine.internal.source.Wrappers;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * How many executions run at the same time on a node.
 *
 * @param maxRunning of Java flows, and of flows over elements
 * @param maxConnections of connections
 */
record Workers(int maxRunning, int maxConnections) {
  private static final int MAX_PARKED = 10_000;

  /** The pools by name: one for each language, one for Java, elements and connections each. */
  Map<String, WorkerPool> pools(
      Map<String, NavigableMap<Integer, FlowProgram>> programs,
      Set<String> connectorTypes,
      Set<String> wrappers,
      Recurrences recurrences,
      List<FlowLanguage> languages) {
    Map<String, WorkerPool> pools = new HashMap<>();
    Set<String> java = new HashSet<>();
    Set<String> elements = new HashSet<>();
    programs.forEach(
        (name, versions) ->
            versions.forEach(
                (version, program) ->
                    (program instanceof ElementProgram ? elements : java)
                        .add(Catalog.capability(name, version, program))));
    wrappers.forEach(name -> java.add(Wrappers.capability(name)));
    pools.put(Catalog.JAVA, new WorkerPool(java, maxRunning, MAX_PARKED, false, false));
    boolean platform =
        languages.stream()
            .anyMatch(each -> each.needsPlatformThreads() && each.elements().isPresent());
    pools.put(Catalog.ELEMENTS, new WorkerPool(elements, maxRunning, MAX_PARKED, true, platform));
    pools.put(ScheduleProgram.POOL, schedules(recurrences.capabilities()));
    Set<String> connections = new HashSet<>();
    connectorTypes.forEach(type -> connections.add(Connectors.capability(type)));
    pools.put(
        Connectors.POOL, new WorkerPool(connections, maxConnections, MAX_PARKED, false, false));
    for (FlowLanguage language : languages) {
      pools.put(
          language.name(),
          new WorkerPool(
              Set.of(language.name()),
              language.maxRunning(),
              language.maxParked(),
              language.unwindsDroppedStacks(),
              language.needsPlatformThreads()));
    }
    return pools;
  }

  private static WorkerPool schedules(Set<String> capabilities) {
    return new WorkerPool(capabilities, FlowEngine.DEFAULT_MAX_RUNNING, MAX_PARKED, true, false);
  }
}
