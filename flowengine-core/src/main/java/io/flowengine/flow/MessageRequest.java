package io.flowengine.flow;

import static java.util.Objects.requireNonNull;

import io.flowengine.resource.Form;
import io.flowengine.resource.MessageType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person.
 *
 * @param subject the subject, at most 128 characters
 * @param content what the person sees
 * @param type how it is to be shown
 * @param waits true to wait for the answer
 * @param timeout how long to wait at most, by the engine's clock; null for no limit
 * @param init stored fields of the message
 */
public record MessageRequest(
    String subject,
    Content content,
    MessageType type,
    boolean waits,
    @Nullable Duration timeout,
    Map<String, Object> init) {
  /**
   * What the person sees.
   *
   * @param kind of which kind it is
   * @param text Markdown that is shown, or the label of the text field; empty for a form
   * @param form the form; null unless it is one
   */
  public record Content(Kind kind, String text, @Nullable Form form) {
    /** Checks presence. */
    public Content {
      requireNonNull(kind, "kind");
      requireNonNull(text, "text");
    }
  }

  /** Of which kind it is. */
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
    requireNonNull(content, "content");
    requireNonNull(type, "type");
    init = Map.copyOf(init);
  }

  private static MessageRequest of(String subject, Content content) {
    return new MessageRequest(subject, content, MessageType.INFO, true, null, Map.of());
  }

  /**
   * Shows a text and waits for the acknowledgement.
   *
   * @param subject the subject
   * @param markdown the text
   * @return the request
   */
  public static MessageRequest text(String subject, String markdown) {
    return of(subject, new Content(Kind.MESSAGE, markdown, null));
  }

  /**
   * Asks for a text and waits for it.
   *
   * @param subject the subject
   * @param label the label of the field
   * @return the request
   */
  public static MessageRequest question(String subject, String label) {
    return of(subject, new Content(Kind.REQUEST, label, null));
  }

  /**
   * Shows a form and waits for the answer.
   *
   * @param subject the subject
   * @param form the form, for example {@link Form#of}
   * @return the request
   */
  public static MessageRequest form(String subject, Form form) {
    return of(subject, new Content(Kind.FORM, "", requireNonNull(form, "form")));
  }

  /**
   * Gives a copy that is to be shown in another way.
   *
   * @param type how
   * @return the copy
   */
  public MessageRequest withType(MessageType type) {
    return new MessageRequest(subject, content, type, waits, timeout, init);
  }

  /**
   * Gives a copy that does not wait.
   *
   * @return the copy
   */
  public MessageRequest withoutWaiting() {
    return new MessageRequest(subject, content, type, false, timeout, init);
  }

  /**
   * Gives a copy that waits only so long.
   *
   * @param timeout how long
   * @return the copy
   */
  public MessageRequest withTimeout(Duration timeout) {
    return new MessageRequest(subject, content, type, waits, timeout, init);
  }

  /**
   * Gives a copy with a name of its own, by which it is listed; it has its subject otherwise.
   *
   * @param name the name, 1 to 128 characters
   * @return the copy
   */
  public MessageRequest withName(String name) {
    return withInit(Map.of("name", name));
  }

  /**
   * Gives a copy with stored fields: {@code name, description, project_id, project_name}.
   *
   * @param fields the fields; those given before stay
   * @return the copy
   */
  public MessageRequest withInit(Map<String, ?> fields) {
    Map<String, Object> all = new HashMap<>(init);
    all.putAll(fields);
    return new MessageRequest(subject, content, type, waits, timeout, all);
  }
}
