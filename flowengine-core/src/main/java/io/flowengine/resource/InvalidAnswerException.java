package io.flowengine.resource;

import io.flowengine.execution.FlowEngineException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer does not fit the form of a message; the message stays open. */
public final class InvalidAnswerException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  private final transient Map<String, String> errors;

  /**
   * Makes an exception.
   *
   * @param errors what is wrong, by the key of the field: every violation, at least one
   */
  public InvalidAnswerException(Map<String, String> errors) {
    super("the answer does not fit the form: " + text(errors));
    this.errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
  }

  private static String text(Map<String, String> errors) {
    return String.join(
        "; ", errors.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  /**
   * {@return what is wrong, by the key of the field, in the order of the form; each text completes
   * the name of the field: {@code is required}}
   */
  public Map<String, String> errors() {
    return errors;
  }
}
