package io.flowengine.spi;

import io.flowengine.execution.FlowEngineException;
import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached or cannot do its work at the moment. Whether the last commit was
 * applied is unknown.
 */
public final class StoreException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what is wrong and what to do
   * @param cause what led to it; null if nothing did
   */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
