package io.flowengine.element;

/** How a run over elements has ended: the first that applies, from the top. */
public enum RunStatus {
  /** Its elements could not be chosen, or its processing script failed; no task ran. */
  ERROR,
  /** It was cancelled. */
  CANCELLED,
  /** The time of the flow or of a batch was over. */
  TIMED_OUT,
  /**
   * More elements failed than its thresholds allow, or it was refused at a gate between batches.
   */
  ABORTED,
  /** Some element failed or was cut short. */
  FAILED,
  /** There was no element. */
  EMPTY,
  /** All elements are fine, but a failure was ignored. */
  SUCCEEDED_WITH_IGNORED,
  /** All elements are fine. */
  SUCCEEDED;

  /** {@return true if an execution with it ends well} */
  public boolean isSuccess() {
    return this == EMPTY || this == SUCCEEDED_WITH_IGNORED || this == SUCCEEDED;
  }
}
