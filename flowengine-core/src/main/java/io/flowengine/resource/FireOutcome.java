package io.flowengine.resource;

/** What has become of a nominal fire of a schedule. */
public enum FireOutcome {
  /** An execution was started, at once or when those before it had ended. */
  FIRED,
  /** The former run had not ended. */
  SKIPPED_OVERLAP,
  /** {@code should_run} of the schedule said no. */
  SKIPPED_SHOULD_RUN,
  /** It was too late. */
  MISSED,
  /** The schedule was paused. */
  PAUSED,
  /**
   * The flow could not be started, or {@code should_run} failed; it is tried again until the next
   * nominal fire.
   */
  START_FAILED
}
