package io.flowengine.flow;

import io.flowengine.execution.FlowEngineException;

/** The engine or one of its parts is at fault. Python: {@code InternalError}. */
public final class InternalException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what was wrong
   */
  public InternalException(String message) {
    super(message);
  }
}
