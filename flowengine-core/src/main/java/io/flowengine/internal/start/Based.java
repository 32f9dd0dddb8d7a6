package io.flowengine.internal.start;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * The resource that an execution is based on.
 *
 * @param type what wrappers call it: flow, connection or script
 * @param ref the resource; null for a script and for a connection without a stored connector
 * @param connectorType the type of its connector; null unless it is a connection
 * @param script its text; null unless it is a script
 * @param wrapper the wrapper that is attached to it; null for none
 */
public record Based(
    String type,
    @Nullable RecordRef ref,
    @Nullable String connectorType,
    @Nullable String script,
    @Nullable String wrapper) {

  /**
   * A flow, wherever it comes from.
   *
   * @param flow the flow
   * @param wrapper the wrapper that is attached to it; null for none
   * @return the resource
   */
  public static Based flow(FlowDefinition flow, @Nullable String wrapper) {
    StoredRecord record = flow.record();
    RecordRef ref =
        record == null
            ? RecordRef.of(RecordType.FLOW, flow.name())
            : new RecordRef(RecordType.FLOW, "id", record.id());
    return new Based("flow", ref, null, null, wrapper);
  }

  public static Based connector(String type, @Nullable StoredRecord record) {
    return new Based(
        "connection",
        record == null ? null : new RecordRef(RecordType.CONNECTOR, "id", record.id()),
        type,
        null,
        record != null && record.fields().toMap().get("wrapper_id") instanceof String wrapper
            ? wrapper
            : null);
  }

  public static Based script(String text) {
    return new Based("script", null, null, text, null);
  }
}
