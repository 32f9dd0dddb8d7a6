package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for a person's answer.
 *
 * @param id its id, for {@link FlowEngine#answer}
 * @param executionId the execution that asks
 * @param subject its subject; null if it has none
 * @param text Markdown to be shown, or the label of the text field
 * @param isRequest true if a text is asked for; false if the text is to be acknowledged
 */
public record OpenMessage(
    String id,
    ExecutionId executionId,
    @Nullable String subject,
    @Nullable String text,
    boolean isRequest) {
  /** Checks presence. */
  public OpenMessage {
    requireNonNull(id, "id");
    requireNonNull(executionId, "executionId");
  }
}
