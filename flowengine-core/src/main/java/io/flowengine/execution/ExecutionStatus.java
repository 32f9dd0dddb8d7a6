package io.flowengine.execution;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an execution stands. The names are the strings that scripts, filters and stores use.
 *
 * <p>The table below is complete: what it does not list cannot happen. An execution counts as
 * <em>never started</em> while it has no {@code startedAt}, whatever its status.
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>from</th><th>to</th></tr>
 *   <tr><td>CREATED</td><td>PAUSED, SCHEDULED, ENDED_CANCELLED</td></tr>
 *   <tr><td>SCHEDULED</td><td>RUNNING, PAUSED, ENDED_CANCELLED</td></tr>
 *   <tr><td>RUNNING</td><td>WAITING, PAUSED, ENDED_SUCCESS, ENDED_ERROR, ENDED_CANCELLED</td></tr>
 *   <tr><td>WAITING</td><td>RUNNING, PAUSED; a cancelled one runs for its clean-up code</td></tr>
 *   <tr><td>PAUSED</td><td>SCHEDULED, ENDED_CANCELLED</td></tr>
 *   <tr><td>ENDED_…</td><td>none: ended statuses are final</td></tr>
 * </table>
 */
public enum ExecutionStatus {
  /** The record is written, nothing is decided yet. */
  CREATED,
  /** Asked to run; waits for a worker or for its start time. */
  SCHEDULED,
  /** A worker runs it. It stays so while it is recovered from a crash. */
  RUNNING,
  /** Waits for an execution, an answer, a lock or a point in time. It holds no worker. */
  WAITING,
  /** Stands still until somebody resumes it. {@link StatusReason} says why. */
  PAUSED,
  /** Ended as intended. */
  ENDED_SUCCESS,
  /** Ended by an error. */
  ENDED_ERROR,
  /** Ended because somebody cancelled it or its time ran out. */
  ENDED_CANCELLED;

  /**
   * Tells whether an execution in this status may go to another one directly.
   *
   * @param next the other status
   * @return true if the table above has the step; false for the same status
   */
  public boolean canBecome(ExecutionStatus next) {
    return successors().contains(next);
  }

  /** {@return true for the three {@code ENDED_…} statuses, which are final} */
  public boolean isEnded() {
    return this == ENDED_SUCCESS || isFailed();
  }

  /** {@return true if the execution ended and did not succeed} */
  public boolean isFailed() {
    return this == ENDED_ERROR || this == ENDED_CANCELLED;
  }

  /** {@return the statuses an execution may go to from this one} */
  public Set<ExecutionStatus> successors() {
    return switch (this) {
      case CREATED -> EnumSet.of(PAUSED, SCHEDULED, ENDED_CANCELLED);
      case SCHEDULED -> EnumSet.of(RUNNING, PAUSED, ENDED_CANCELLED);
      case RUNNING -> EnumSet.of(WAITING, PAUSED, ENDED_SUCCESS, ENDED_ERROR, ENDED_CANCELLED);
      case WAITING -> EnumSet.of(RUNNING, PAUSED);
      case PAUSED -> EnumSet.of(SCHEDULED, ENDED_CANCELLED);
      case ENDED_SUCCESS, ENDED_ERROR, ENDED_CANCELLED -> EnumSet.noneOf(ExecutionStatus.class);
    };
  }
}
