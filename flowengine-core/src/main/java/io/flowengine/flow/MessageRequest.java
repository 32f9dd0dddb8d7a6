package io.flowengine.flow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person.
 *
 * @param subject the subject, at most 128 characters
 * @param kind whether a text is shown or asked for
 * @param text Markdown that is shown, or the label of the text field
 * @param waits true to wait for the answer
 * @param timeout how long to wait at most, by the engine's clock; null for no limit
 */
public record MessageRequest(
    String subject, Kind kind, String text, boolean waits, @Nullable Duration timeout) {
  /** What the person sees. */
  public enum Kind {
    /** Markdown with a button; the answer is empty. */
    MESSAGE,
    /** A text field; the answer has the key {@code string}. */
    REQUEST
  }

  /** Checks presence. */
  public MessageRequest {
    requireNonNull(subject, "subject");
    requireNonNull(kind, "kind");
    requireNonNull(text, "text");
  }

  /**
   * Shows a text and waits for the acknowledgement.
   *
   * @param subject the subject
   * @param markdown the text
   * @return the request
   */
  public static MessageRequest text(String subject, String markdown) {
    return new MessageRequest(subject, Kind.MESSAGE, markdown, true, null);
  }

  /**
   * Asks for a text and waits for it.
   *
   * @param subject the subject
   * @param label the label of the field
   * @return the request
   */
  public static MessageRequest question(String subject, String label) {
    return new MessageRequest(subject, Kind.REQUEST, label, true, null);
  }

  /**
   * Gives a copy that does not wait.
   *
   * @return the copy
   */
  public MessageRequest withoutWaiting() {
    return new MessageRequest(subject, kind, text, false, timeout);
  }

  /**
   * Gives a copy that waits only so long.
   *
   * @param timeout how long
   * @return the copy
   */
  public MessageRequest withTimeout(Duration timeout) {
    return new MessageRequest(subject, kind, text, waits, timeout);
  }
}
