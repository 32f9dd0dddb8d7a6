package io.flowengine.execution;

import org.jspecify.annotations.Nullable;

/**
 * Root of what FlowEngine throws at its users. Unchecked; each subclass carries what it is about
 * and words its own message.
 */
public abstract class FlowEngineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what was wrong, where, and what to do
   */
  protected FlowEngineException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what was wrong, where, and what to do
   * @param cause what led to it; null if nothing did
   */
  protected FlowEngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** {@return the message; never null} */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
