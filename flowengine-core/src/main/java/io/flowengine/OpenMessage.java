package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.resource.Form;
import io.flowengine.resource.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for a person's answer.
 *
 * @param id its id, for {@link FlowEngine#answer}
 * @param executionId the execution that asks
 * @param subject its subject; null if it has none
 * @param text Markdown to be shown, or the label of the text field; null if it has a form of its
 *     own
 * @param isRequest true if a text is asked for
 * @param type how it is to be shown
 * @param form what it asks for, whatever kind of message it is
 */
public record OpenMessage(
    String id,
    ExecutionId executionId,
    @Nullable String subject,
    @Nullable String text,
    boolean isRequest,
    MessageType type,
    Form form) {
  /** Checks presence. */
  public OpenMessage {
    requireNonNull(id, "id");
    requireNonNull(executionId, "executionId");
    requireNonNull(type, "type");
    requireNonNull(form, "form");
  }
}
