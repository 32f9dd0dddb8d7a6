package io.flowengine.flow;

import io.flowengine.execution.FlowEngineException;

/**
 * A value does not have the form that its schema or template asks for. Python: {@code
 * SchemaValidationError}.
 */
public final class SchemaValidationException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message where the value differs, and from what
   */
  public SchemaValidationException(String message) {
    super(message);
  }
}
