package io.flowengine.spi;

import io.flowengine.execution.FlowEngineException;
import org.jspecify.annotations.Nullable;

/** A stored payload cannot be decoded; trying again changes nothing. */
public final class PayloadException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  private final String place;
  private final String problem;

  /**
   * Makes an exception.
   *
   * @param place the payload, as table, column and row
   * @param problem what is wrong and what to do, beginning in lower case
   * @param cause what led to it; null if nothing did
   */
  public PayloadException(String place, String problem, @Nullable Throwable cause) {
    super("the payload at " + place + " cannot be read: " + problem, cause);
    this.place = place;
    this.problem = problem;
  }

  /** {@return the payload, as table, column and row} */
  public String place() {
    return place;
  }

  /** {@return what is wrong and what to do, beginning in lower case} */
  public String problem() {
    return problem;
  }
}
