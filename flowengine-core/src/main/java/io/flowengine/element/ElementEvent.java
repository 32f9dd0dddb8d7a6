package io.flowengine.element;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run over elements. Immutable.
 *
 * @param sequence its number in the run, from 1, without gaps; the same if it is told again after a
 *     crash
 * @param at when
 * @param kind what
 * @param run in which run: empty for the run itself, else the path of the child run
 * @param flow the name of the flow of that run
 * @param element the id of the element; null if it is not about one
 * @param step the id of the step; null if it is not about one
 * @param detail what more there is to say, for example an outcome or a number; null if nothing
 */
public record ElementEvent(
    long sequence,
    Instant at,
    Kind kind,
    String run,
    String flow,
    @Nullable String element,
    @Nullable String step,
    @Nullable String detail) {
  /** What can happen. */
  public enum Kind {
    /** The run begins. */
    RUN_STARTED,
    /** Elements are chosen; the detail is how many. */
    SELECTED,
    /** Elements are ordered and narrowed; the detail is how many are left. */
    ORDERED,
    /** A batch begins; the detail is its number, from 0. */
    BATCH_STARTED,
    /** A batch has ended; the detail is its number. */
    BATCH_ENDED,
    /** A step begins on elements that do it together; the detail is how many. */
    STEP_STARTED,
    /** A step has ended on all of them. */
    STEP_ENDED,
    /** An element begins. */
    ELEMENT_STARTED,
    /** An element is final; the detail is its {@link ElementStatus}. */
    ELEMENT_ENDED,
    /** An attempt at a task begins; the detail is which one. */
    TASK_STARTED,
    /** A task has failed and will be tried again; the detail is why. */
    TASK_RETRY,
    /** A task has ended; the detail is its {@link TaskOutcome}, and why it is bad. */
    TASK_ENDED,
    /** The run of a child flow begins; the detail is its path. */
    CHILD_STARTED,
    /** The run of a child flow has ended; the detail is its path and {@link RunStatus}. */
    CHILD_ENDED,
    /** More has failed than may, or a time is over; the detail tells. */
    THRESHOLD_TRIPPED,
    /** A gate is asked; the detail is its name. */
    GATE_WAITING,
    /** A gate has answered; the detail is its name and how. */
    GATE_PASSED,
    /** Nothing more starts until the run is resumed. */
    PAUSED,
    /** It goes on. */
    RESUMED,
    /** It is cancelled. */
    CANCELLED,
    /** Something people should look at; the detail has a code and a text. */
    WARNING,
    /** A script has printed a line, while it was about the element if there is one; the detail. */
    PRINTED,
    /** A listener has thrown; the detail tells what. */
    LISTENER_ERROR,
    /** The run has ended; the detail is its {@link RunStatus}. Always the last. */
    RUN_ENDED
  }
}
