package io.flowengine.element;

/** How a task went on an element. */
public enum TaskOutcome {
  /** Well. */
  OK,
  /** It failed. */
  FAILED,
  /** The element could not be reached. */
  UNREACHABLE,
  /** It took longer than it may. */
  TIMED_OUT,
  /** It was interrupted because the run was cancelled. */
  CANCELLED,
  /** There was nothing to do. Counts as well. */
  SKIPPED;

  /** {@return true if the element has failed by it} */
  public boolean isBad() {
    return this == FAILED || this == UNREACHABLE || this == TIMED_OUT;
  }
}
