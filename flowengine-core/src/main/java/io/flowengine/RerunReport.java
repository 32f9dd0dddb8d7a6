package io.flowengine;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.FlowEngineException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of doing many executions again. Every execution that the query found is in one of the
 * two maps, in the order of the query.
 *
 * @param started the new executions, by the id of the one they do again
 * @param refused why others were not done again, by their id
 */
public record RerunReport(
    Map<ExecutionId, Execution> started, Map<ExecutionId, FlowEngineException> refused) {
  /** Copies the maps. */
  public RerunReport {
    started = Collections.unmodifiableMap(new LinkedHashMap<>(started));
    refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
  }
}
