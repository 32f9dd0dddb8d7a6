package io.flowengine.flow;

import io.flowengine.execution.FlowEngineException;

/** A required input of a connector was not given. Python: {@code MissingInputError}. */
public final class MissingInputException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message which input of which connector
   */
  public MissingInputException(String message) {
    super(message);
  }
}
