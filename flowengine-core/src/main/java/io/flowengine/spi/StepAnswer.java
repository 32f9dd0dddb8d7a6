package io.flowengine.spi;

import io.flowengine.element.ChildResult;
import io.flowengine.element.StepResult;

/** What an instance of an {@link ExecutionScript} is told when it goes on. */
public sealed interface StepAnswer {
  /** It begins. */
  enum Begin implements StepAnswer {
    /** The only value. */
    BEGIN
  }

  /**
   * A task has ended.
   *
   * @param result what came of it
   * @param raises true if {@code TaskFailed} is to be raised, false if the call returns the result
   */
  record TaskEnded(StepResult result, boolean raises) implements StepAnswer {}

  /**
   * A flow has ended.
   *
   * @param result what came of it
   * @param raises what the call raises
   */
  record FlowEnded(ChildResult result, Raises raises) implements StepAnswer {}

  /** What the call of a flow raises. */
  enum Raises {
    /** Nothing: it returns the result. */
    NOTHING,
    /** {@code ChildFailed}. */
    CHILD_FAILED,
    /** {@code ChildAborted}. */
    CHILD_ABORTED
  }

  /** The time is over, or the gate is passed: the call returns nothing. */
  enum Passed implements StepAnswer {
    /** The only value. */
    PASSED
  }

  /**
   * A gate is not passed: {@code GateRefused} is to be raised.
   *
   * @param gate the name of the gate
   * @param reason why
   */
  record Refused(String gate, String reason) implements StepAnswer {}

  /**
   * What was asked for cannot be done: an error is to be raised at the call.
   *
   * @param error its class, for example {@code InvalidInputError}
   * @param message what is wrong, and what to do
   */
  record Wrong(String error, String message) implements StepAnswer {}
}
