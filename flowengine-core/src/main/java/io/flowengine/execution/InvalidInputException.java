package io.flowengine.execution;

import org.jspecify.annotations.Nullable;

/**
 * An argument breaks a rule, or the API is used in a way it does not allow. Python: {@code
 * InvalidInputError}.
 */
public final class InvalidInputException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 100;

  /**
   * Makes an exception with a message of its own.
   *
   * @param message parameter, rule and value
   */
  public InvalidInputException(String message) {
    super(message);
  }

  /**
   * Makes an exception about one parameter.
   *
   * @param parameter the parameter as the caller names it
   * @param rule the rule, starting with a verb: {@code must be >= 0}
   * @param value the value that breaks it, as it was given; null for none
   */
  public InvalidInputException(String parameter, String rule, @Nullable Object value) {
    super(parameter + " " + rule + ", was " + shown(value));
  }

  /**
   * Makes the exception for a feature that the specification has and this version does not.
   *
   * @param feature the parameter or call
   * @return the exception
   */
  public static InvalidInputException notAvailableYet(String feature) {
    return new InvalidInputException(
        feature + " is not available yet in this version of FlowEngine");
  }

  /**
   * Shows a value in a message: text in quotation marks, {@code nothing} for null, and of what is
   * long the first 100 characters.
   *
   * @param value the value
   * @return how it is shown
   */
  public static String shown(@Nullable Object value) {
    String text =
        value instanceof CharSequence
            ? "'" + value + "'"
            : value == null ? "nothing" : value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
