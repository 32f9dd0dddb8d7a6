package io.flowengine.flow;

import io.flowengine.execution.FlowEngineException;

/** A call took longer than it was given. Python: {@code TimeoutExceededError}. */
public sealed class TimeoutExceededException extends FlowEngineException
    permits DependencyTimeoutException,
        LockTimeoutException,
        MessageResponseTimeoutException,
        StepTimeoutException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what took too long
   */
  public TimeoutExceededException(String message) {
    super(message);
  }
}
