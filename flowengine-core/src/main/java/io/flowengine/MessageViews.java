package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.internal.runtime.MessageOperations;
import io.flowengine.resource.Form;
import io.flowengine.resource.MessageType;
import io.flowengine.spi.StoredRecord;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stored messages as hosts see them. */
final class MessageViews {
  private MessageViews() {}

  static OpenMessage open(StoredRecord record) {
    Map<String, @Nullable Object> fields = record.fields().toMap();
    boolean request = fields.get("request") != null;
    return new OpenMessage(
        record.id(),
        execution(fields),
        (String) fields.get("subject"),
        (String) fields.get(request ? "request" : "message"),
        request,
        type(fields),
        MessageOperations.form(fields));
  }

  static MessageRecord record(StoredRecord record) {
    Map<String, @Nullable Object> fields = record.fields().toMap();
    Form form = MessageOperations.form(fields);
    return new MessageRecord(
        record.id(),
        execution(fields),
        (String) fields.get("subject"),
        type(fields),
        form,
        Boolean.TRUE.equals(fields.get("is_submitted")),
        fields.get("response") instanceof Map<?, ?> response
            ? masked(response, form.passwords())
            : null,
        ((OffsetDateTime) requireNonNull(fields.get("created_at"))).toInstant());
  }

  private static ExecutionId execution(Map<String, @Nullable Object> fields) {
    return ExecutionId.of(String.valueOf(fields.get("execution_id")));
  }

  private static MessageType type(Map<String, @Nullable Object> fields) {
    return MessageType.valueOf(String.valueOf(fields.get("message_type")));
  }

  private static Map<String, Object> masked(Map<?, ?> response, Set<String> passwords) {
    Map<String, Object> masked = new LinkedHashMap<>();
    response.forEach(
        (key, value) ->
            masked.put((String) key, passwords.contains(key) ? "***" : requireNonNull(value)));
    return masked;
  }
}
