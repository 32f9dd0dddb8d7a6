package io.flowengine.element;

/** How a run over elements has ended: the first that applies, from the top. */
public enum RunStatus {
  /** It was cancelled, or its time was over. */
  CANCELLED,
  /** More elements failed than its thresholds allow. */
  ABORTED,
  /** Some element failed or was cut short. */
  FAILED,
  /** There was no element. */
  EMPTY,
  /** All elements are fine, but a failure was ignored. */
  SUCCEEDED_WITH_IGNORED,
  /** All elements are fine. */
  SUCCEEDED
}
