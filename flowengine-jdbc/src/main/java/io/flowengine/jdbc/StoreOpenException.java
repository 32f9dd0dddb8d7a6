package io.flowengine.jdbc;

import io.flowengine.execution.FlowEngineException;
import org.jspecify.annotations.Nullable;

/** A store cannot be opened as it is configured; trying again changes nothing. */
public final class StoreOpenException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param store how the message names the store, for example its file
   * @param problem what is wrong and what to do, beginning in lower case
   * @param cause what led to it; null if nothing did
   */
  public StoreOpenException(String store, String problem, @Nullable Throwable cause) {
    super("the store " + store + " cannot be opened: " + problem, cause);
  }
}
