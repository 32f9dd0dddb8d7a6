package io.flowengine.internal.source;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wrappers, and which of them are attached to flows.
 *
 * @param flows what is stored about flows
 * @param wrappers the wrappers
 */
public record Attachments(RecordCache flows, Wrappers wrappers) {
  /** Checks presence. */
  public Attachments {
    requireNonNull(flows, "flows");
    requireNonNull(wrappers, "wrappers");
  }

  /** What can be saved about a flow that is no record, for its executions. */
  public static final Set<String> SAID =
      Set.of("location_inheritance", "max_runtime_minutes", "priority", "roles");

  /**
   * Tells what was saved about a flow that is no record.
   *
   * @param flow the flow
   * @return the fields of {@link #SAID} that were, with their values; empty if none was
   */
  public Map<String, @Nullable Object> saidOf(FlowDefinition flow) {
    return flows
        .find(flow.name())
        .map(
            found -> {
              Map<String, @Nullable Object> said = found.fields().toMap();
              said.keySet().retainAll(SAID);
              return said;
            })
        .orElse(Map.of());
  }

  /**
   * Tells which wrapper is attached to a flow.
   *
   * @param flow the flow
   * @return the id of the wrapper; null if there is none
   */
  public @Nullable String wrapperOf(FlowDefinition flow) {
    Object attached =
        flow.record() == null
            ? flows
                .find(flow.name())
                .map(found -> found.fields().toMap().get("wrapper_id"))
                .orElse(null)
            : flow.fields().get("wrapper_id");
    return attached instanceof String wrapper ? wrapper : null;
  }
}
