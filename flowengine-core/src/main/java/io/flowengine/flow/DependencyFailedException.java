package io.flowengine.flow;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionFailedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Failure;
import io.flowengine.execution.FlowEngineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An execution that a flow waited for failed. Python: {@code DependencyFailedError}. */
public final class DependencyFailedException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final transient ExecutionId executionId;
  private final transient List<ExecutionId> executionIds;

  /**
   * Makes an exception.
   *
   * @param message name, id, status and message of the first failed execution
   * @param executionId the first failed execution
   * @param executionIds all that have failed so far
   * @param failure how it failed; null if it was cancelled
   */
  public DependencyFailedException(
      String message,
      ExecutionId executionId,
      List<ExecutionId> executionIds,
      @Nullable Failure failure) {
    super(message, failure == null ? null : new ExecutionFailedException(executionId, failure));
    this.executionId = requireNonNull(executionId, "executionId");
    this.executionIds = List.copyOf(executionIds);
  }

  /** {@return the first failed execution} */
  public ExecutionId executionId() {
    return executionId;
  }

  /** {@return all that had failed when the wait ended, in the order of the arguments} */
  public List<ExecutionId> executionIds() {
    return executionIds;
  }
}
