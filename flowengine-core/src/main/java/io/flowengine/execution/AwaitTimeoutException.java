package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** An execution did not end within the time its caller was ready to wait. The execution goes on. */
public final class AwaitTimeoutException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final transient ExecutionId executionId;
  private final ExecutionStatus status;

  /**
   * Makes an exception.
   *
   * @param executionId the execution that was awaited
   * @param status where it stands
   * @param timeout how long the caller waited
   */
  public AwaitTimeoutException(ExecutionId executionId, ExecutionStatus status, Duration timeout) {
    super(
        "execution "
            + requireNonNull(executionId, "executionId")
            + " did not end within "
            + requireNonNull(timeout, "timeout")
            + "; it is "
            + status
            + " and goes on");
    this.executionId = executionId;
    this.status = requireNonNull(status, "status");
  }

  /** {@return the execution that was awaited} */
  public ExecutionId executionId() {
    return executionId;
  }

  /** {@return where it stood when the time was over} */
  public ExecutionStatus status() {
    return status;
  }
}
