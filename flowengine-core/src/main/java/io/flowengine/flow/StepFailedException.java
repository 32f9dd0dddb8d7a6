package io.flowengine.flow;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.FlowEngineException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a step threw. The same exception comes in the first run and on replay. Python: {@code
 * StepFailedError}.
 */
public final class StepFailedException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final String error;

  /**
   * Makes an exception.
   *
   * @param error the class of what the body threw
   * @param message what that says
   * @param cause what the body threw; null on replay
   */
  public StepFailedException(String error, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.error = requireNonNull(error, "error");
  }

  /** {@return the class of what the body threw, by its simple name} */
  public String error() {
    return error;
  }
}
