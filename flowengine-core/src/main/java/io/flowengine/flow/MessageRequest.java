package io.flowengine.flow;

import static java.util.Objects.requireNonNull;

import io.flowengine.resource.Form;
import io.flowengine.resource.MessageType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person.
 *
 * @param subject the subject, at most 128 characters
 * @param kind what the person sees
 * @param text Markdown that is shown, or the label of the text field; empty for a form
 * @param form the form; null unless it is one
 * @param type how it is to be shown
 * @param waits true to wait for the answer
 * @param timeout how long to wait at most, by the engine's clock; null for no limit
 */
public record MessageRequest(
    String subject,
    Kind kind,
    String text,
    @Nullable Form form,
    MessageType type,
    boolean waits,
    @Nullable Duration timeout) {
  /** What the person sees. */
  public enum Kind {
    /** Markdown with a button; the answer is empty. */
    MESSAGE,
    /** A text field; the answer has the key {@code string}. */
    REQUEST,
    /** A form; the answer has its keys. */
    FORM
  }

  /** Checks presence. */
  public MessageRequest {
    requireNonNull(subject, "subject");
    requireNonNull(kind, "kind");
    requireNonNull(text, "text");
    requireNonNull(type, "type");
  }

  /**
   * Shows a text and waits for the acknowledgement.
   *
   * @param subject the subject
   * @param markdown the text
   * @return the request
   */
  public static MessageRequest text(String subject, String markdown) {
    return new MessageRequest(subject, Kind.MESSAGE, markdown, null, MessageType.INFO, true, null);
  }

  /**
   * Asks for a text and waits for it.
   *
   * @param subject the subject
   * @param label the label of the field
   * @return the request
   */
  public static MessageRequest question(String subject, String label) {
    return new MessageRequest(subject, Kind.REQUEST, label, null, MessageType.INFO, true, null);
  }

  /**
   * Shows a form and waits for the answer.
   *
   * @param subject the subject
   * @param form the form, for example {@link Form#of}
   * @return the request
   */
  public static MessageRequest form(String subject, Form form) {
    return new MessageRequest(
        subject, Kind.FORM, "", requireNonNull(form, "form"), MessageType.INFO, true, null);
  }

  /**
   * Gives a copy that is to be shown in another way.
   *
   * @param type how
   * @return the copy
   */
  public MessageRequest withType(MessageType type) {
    return new MessageRequest(subject, kind, text, form, type, waits, timeout);
  }

  /**
   * Gives a copy that does not wait.
   *
   * @return the copy
   */
  public MessageRequest withoutWaiting() {
    return new MessageRequest(subject, kind, text, form, type, false, timeout);
  }

  /**
   * Gives a copy that waits only so long.
   *
   * @param timeout how long
   * @return the copy
   */
  public MessageRequest withTimeout(Duration timeout) {
    return new MessageRequest(subject, kind, text, form, type, waits, timeout);
  }
}
