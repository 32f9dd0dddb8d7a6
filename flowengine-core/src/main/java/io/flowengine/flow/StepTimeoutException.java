package io.flowengine.flow;

/**
 * A step took longer than its timeout. Its body was interrupted; what it does nevertheless counts
 * no more. Python: {@code StepTimeoutError}.
 */
public final class StepTimeoutException extends TimeoutExceededException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message which step, and how long
   */
  public StepTimeoutException(String message) {
    super(message);
  }
}
