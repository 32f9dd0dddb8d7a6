package io.flowengine.element;

import io.flowengine.element.TaskPolicy.OnFailure;
import java.time.Duration;
import java.util.List;

/**
 * What failures of elements do to a flow. Immutable.
 *
 * @param thresholds when it trips
 * @param onTrip what happens then
 * @param grace how long interrupted tasks are waited for, with {@link OnTrip#CANCEL}
 * @param onFailure what becomes of an element on which a task fails, unless its step says else
 * @param onChildAbort what becomes of an element whose child flow was cut short before it was
 *     through
 * @param secondPasses how often elements that have failed run again from their failed step, before
 *     the run ends
 */
public record FailurePolicy(
    List<Threshold> thresholds,
    OnTrip onTrip,
    Duration grace,
    OnFailure onFailure,
    OnFailure onChildAbort,
    int secondPasses) {
  static final FailurePolicy DEFAULT =
      new FailurePolicy(
          List.of(), OnTrip.DRAIN, Duration.ofSeconds(10), OnFailure.EXCLUDE, OnFailure.EXCLUDE, 0);

  /** What happens when more elements have failed than may. */
  public enum OnTrip {
    /** Nothing more starts; what runs ends. */
    DRAIN,
    /** The step that runs ends on all elements of the batch. */
    FINISH_STEP,
    /** Elements that have begun go to their end; no others begin. */
    FINISH_ELEMENTS,
    /** What runs is interrupted, and given up if it does not end in time. */
    CANCEL
  }

  /** Copies. */
  public FailurePolicy {
    thresholds = List.copyOf(thresholds);
  }
}
