package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.resource.Form;
import io.flowengine.resource.MessageType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as listings show it, answered or not.
 *
 * @param id its id
 * @param executionId the execution that asks or asked
 * @param subject its subject; null if it has none
 * @param type how it is to be shown
 * @param form what it asks for
 * @param isSubmitted true if it is answered
 * @param response the answer, in which passwords are {@code ***}; null if there is none
 * @param createdAt when it was created
 */
public record MessageRecord(
    String id,
    ExecutionId executionId,
    @Nullable String subject,
    MessageType type,
    Form form,
    boolean isSubmitted,
    @Nullable Map<String, Object> response,
    Instant createdAt) {
  /** Checks presence and copies the answer. */
  public MessageRecord {
    requireNonNull(id, "id");
    requireNonNull(executionId, "executionId");
    requireNonNull(type, "type");
    requireNonNull(form, "form");
    requireNonNull(createdAt, "createdAt");
    response = response == null ? null : Map.copyOf(response);
  }
}
