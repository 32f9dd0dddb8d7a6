package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** An execution that somebody awaited was cancelled, or its time ran out. */
public final class ExecutionCancelledException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final transient ExecutionId executionId;
  private final StatusReason reason;

  /**
   * Makes an exception.
   *
   * @param executionId the execution that was cancelled
   * @param reason what ended it
   * @param message why; null if nobody said
   */
  public ExecutionCancelledException(
      ExecutionId executionId, StatusReason reason, @Nullable String message) {
    super(
        "execution "
            + requireNonNull(executionId, "executionId")
            + " was cancelled"
            + (message == null ? "" : ": " + message));
    this.executionId = executionId;
    this.reason = requireNonNull(reason, "reason");
  }

  /** {@return the execution that was cancelled} */
  public ExecutionId executionId() {
    return executionId;
  }

  /** {@return what ended it} */
  public StatusReason reason() {
    return reason;
  }
}
