package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

/**
 * On replay a flow made another call than its journal holds, so that it cannot go on from where it
 * was. The execution is paused with reason {@link StatusReason#REPLAY_MISMATCH} and nothing was
 * written; it can be resumed when the cause is removed.
 */
public final class NonDeterministicFlowException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final transient ExecutionId executionId;

  /**
   * Makes an exception.
   *
   * @param executionId the execution that differs
   * @param finding position, script line, expected and found call
   */
  public NonDeterministicFlowException(ExecutionId executionId, String finding) {
    super(
        "execution "
            + requireNonNull(executionId, "executionId")
            + " cannot be replayed: "
            + finding);
    this.executionId = executionId;
  }

  /** {@return the execution that differs} */
  public ExecutionId executionId() {
    return executionId;
  }
}
