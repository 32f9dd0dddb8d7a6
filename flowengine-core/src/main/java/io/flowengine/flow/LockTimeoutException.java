package io.flowengine.flow;

/** The lock of a setting was not free in time. Python: {@code LockTimeoutError}. */
public final class LockTimeoutException extends TimeoutExceededException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what took too long
   */
  public LockTimeoutException(String message) {
    super(message);
  }
}
