package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

/** The thread that awaited an execution was interrupted; it still is. The execution goes on. */
public final class AwaitInterruptedException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final transient ExecutionId executionId;

  /**
   * Makes an exception.
   *
   * @param executionId the execution that was awaited
   */
  public AwaitInterruptedException(ExecutionId executionId) {
    super("interrupted while awaiting execution " + requireNonNull(executionId, "executionId"));
    this.executionId = executionId;
  }

  /** {@return the execution that was awaited} */
  public ExecutionId executionId() {
    return executionId;
  }
}
