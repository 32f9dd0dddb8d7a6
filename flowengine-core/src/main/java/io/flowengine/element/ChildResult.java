package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of the run of a child flow. Immutable.
 *
 * @param runId tells it from all other runs: the id of the execution, and its number in it
 * @param status how it has ended
 * @param elements what has become of each of its elements, by id, in its order
 * @param outputs what its script handed back, by element; elements without outputs are left out
 */
public record ChildResult(
    String runId,
    RunStatus status,
    Map<String, ElementStatus> elements,
    Map<String, Value> outputs) {
  /** Copies. */
  public ChildResult {
    requireNonNull(runId, "runId");
    requireNonNull(status, "status");
    elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** {@return true if it went well} */
  public boolean isOk() {
    return status.isSuccess();
  }
}
