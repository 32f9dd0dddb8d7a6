package io.flowengine.flow;

import io.flowengine.execution.FlowEngineException;

/** An input was given that the connector does not know. Python: {@code ExtraInputError}. */
public final class ExtraInputException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message which input of which connector
   */
  public ExtraInputException(String message) {
    super(message);
  }
}
