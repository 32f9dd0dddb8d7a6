package io.flowengine.execution;

/**
 * Why an execution is paused, why it was cancelled, or that its end is not the end of the matter.
 * An execution without anything to explain has no reason.
 */
public enum StatusReason {
  /** Paused: it was created without being started. */
  NOT_STARTED,
  /** Paused or cancelled: somebody asked for it. */
  REQUESTED,
  /**
   * Paused: on replay the flow made another call than its journal holds, or the journal cannot be
   * read. It can be resumed when the cause is removed.
   */
  REPLAY_MISMATCH,
  /** Paused: five workers in a row took it and none lived to write an entry. */
  CRASH_LOOP,
  /** Paused: it is in development mode and stands before a line of its script. */
  BREAKPOINT,
  /** Paused: it is in development mode, and no development session is open. */
  NO_DEVELOPER,
  /** Cancelled: its timeout or its longest run time expired. */
  TIMEOUT,
  /** Ended successfully: it goes on as another execution, see {@link Execution#successor}. */
  CONTINUED;

  /**
   * {@return true if somebody has to remove a cause before the execution can go on: {@link
   * #REPLAY_MISMATCH}, {@link #CRASH_LOOP}}
   */
  public boolean needsMending() {
    return this == REPLAY_MISMATCH || this == CRASH_LOOP;
  }
}
