package io.flowengine.internal.element;

import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;

/**
 * How an attempt ended.
 *
 * @param result what came of it
 * @param writes what it wrote; nothing unless it ended well
 * @param isGone true if it was not made because the element was disabled or removed before its turn
 */
record Ending(TaskResult result, Writes writes, boolean isGone) {
  private static final Ending OK = new Ending(TaskResult.ok(), Writes.NONE, false);
  private static final Ending GONE = new Ending(TaskResult.skipped("removed"), Writes.NONE, true);

  /** It ended well and has nothing to tell. */
  static Ending ok() {
    return OK;
  }

  /** The element is not to be worked on any more. */
  static Ending gone() {
    return GONE;
  }

  /** It ended without writes. */
  static Ending of(TaskResult result) {
    return result.equals(TaskResult.ok()) ? OK : new Ending(result, Writes.NONE, false);
  }

  static Ending cancelled(String why) {
    return of(new TaskResult(TaskOutcome.CANCELLED, false, Value.NULL, why));
  }
}
