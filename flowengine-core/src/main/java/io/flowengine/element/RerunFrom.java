package io.flowengine.element;

/** Where elements begin in a rerun. */
public enum RerunFrom {
  /** At their first step. */
  START,
  /**
   * At the step at which they failed or were cut short; what had ended before is not done again.
   */
  FAILED_STEP
}
