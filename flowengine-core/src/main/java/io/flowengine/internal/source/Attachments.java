package io.flowengine.internal.source;

import static java.util.Objects.requireNonNull;

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
            : flow.record().fields().toMap().get("wrapper_id");
    return attached instanceof String wrapper ? wrapper : null;
  }
}
