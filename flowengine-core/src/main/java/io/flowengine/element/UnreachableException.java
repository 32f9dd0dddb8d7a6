package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Thrown by a task when its element cannot be reached, so that nothing was done to it. */
public final class UnreachableException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what was tried
   */
  public UnreachableException(String message) {
    this(message, null);
  }

  /**
   * Makes an exception.
   *
   * @param message what was tried
   * @param cause why it did not succeed; null if there is nothing to say
   */
  public UnreachableException(String message, @Nullable Throwable cause) {
    super(requireNonNull(message, "message"), cause);
  }
}
