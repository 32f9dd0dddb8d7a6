package io.flowengine.internal.host;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.flowchart.Flowchart;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.runtime.Rehearsal;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.JournalExport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Pictures of scripts. */
public final class Flowcharts {
  private Flowcharts() {}

  /**
   * Draws the newest version of a flow.
   *
   * @param services the engine
   * @param flow its name
   * @return the chart, without a path
   */
  public static Flowchart of(Services services, String flow) {
    return of(services, flow, services.catalog().require(flow).script());
  }

  private static Flowchart of(Services services, String name, @Nullable FlowScript script) {
    if (script == null) {
      throw new InvalidInputException(
          "'" + name + "' is no script of this engine, and only scripts can be drawn");
    }
    return services
        .catalog()
        .language(script.language())
        .flowchart(script)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "the language '" + script.language() + "' does not draw its scripts"));
  }

  /**
   * Draws the script of an execution with the path it took. The path is not recorded: a replay of
   * the journal, which does nothing, tells it.
   *
   * @param services the engine
   * @param id the execution
   * @return the chart with the path
   */
  public static Flowchart of(Services services, ExecutionId id) {
    List<ExecutionRecord> found = services.store().executions(List.of(id));
    if (found.isEmpty()) {
      throw new ResourceNotFoundException(RecordRef.of(RecordType.EXECUTION, id.toString()));
    }
    ExecutionRecord record = found.getFirst();
    if (record.status() == ExecutionStatus.RUNNING) {
      throw new InvalidInputException(
          "execution "
              + id
              + " is running; its path can be drawn when it waits, is paused or ends");
    }
    JournalExport export = Exports.of(services, record);
    FlowScript script = export.script();
    Flowchart chart = of(services, record.origin().flowName(), script);
    Set<Integer> lines = ConcurrentHashMap.newKeySet();
    if (script != null) {
      ExecutionRecord unused =
          Rehearsal.replay(
              services,
              new JournalExport(record, script, export.journal(), export.others()),
              services.catalog().define(script),
              lines::add);
    }
    return chart.withPath(lines);
  }
}
