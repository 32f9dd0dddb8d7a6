package io.flowengine.flow;

/**
 * A wait for executions was not over in time; they go on. Python: {@code DependencyTimeoutError}.
 */
public final class DependencyTimeoutException extends TimeoutExceededException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what took too long
   */
  public DependencyTimeoutException(String message) {
    super(message);
  }
}
