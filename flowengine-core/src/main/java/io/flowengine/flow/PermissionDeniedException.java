package io.flowengine.flow;

import io.flowengine.execution.FlowEngineException;

/**
 * The call is not allowed: the record is read-only, or an access policy refused it. Python: {@code
 * PermissionDenied}.
 */
public final class PermissionDeniedException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what was wrong
   */
  public PermissionDeniedException(String message) {
    super(message);
  }
}
