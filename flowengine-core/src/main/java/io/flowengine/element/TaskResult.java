package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of a task on one element. Immutable.
 *
 * @param outcome how it went
 * @param changed whether it has changed the element
 * @param value what it gives to later steps, in stored form
 * @param message why it failed or was skipped; null if there is nothing to say
 */
public record TaskResult(
    TaskOutcome outcome, boolean changed, Value value, @Nullable String message) {
  private static final TaskResult OK = new TaskResult(TaskOutcome.OK, false, Value.NULL, null);

  /** Checks presence. */
  public TaskResult {
    requireNonNull(outcome, "outcome");
    requireNonNull(value, "value");
  }

  /** {@return all is well, nothing was changed} */
  public static TaskResult ok() {
    return OK;
  }

  /**
   * Tells that all is well.
   *
   * @param value what later steps may want to know
   * @return the result; nothing was changed
   * @throws InvalidInputException if the value cannot be stored
   */
  public static TaskResult ok(@Nullable Object value) {
    return new TaskResult(TaskOutcome.OK, false, Value.of("value", value), null);
  }

  /**
   * Tells that all is well and the element is not as it was.
   *
   * @param value what later steps may want to know
   * @return the result
   * @throws InvalidInputException if the value cannot be stored
   */
  public static TaskResult changed(@Nullable Object value) {
    return new TaskResult(TaskOutcome.OK, true, Value.of("value", value), null);
  }

  /**
   * Tells that there was nothing to do.
   *
   * @param reason why
   * @return the result
   */
  public static TaskResult skipped(String reason) {
    return new TaskResult(TaskOutcome.SKIPPED, false, Value.NULL, requireNonNull(reason, "reason"));
  }

  /**
   * Tells that the task failed. Tasks throw instead, which keeps the class of the error.
   *
   * @param message why
   * @return the result
   */
  public static TaskResult failed(String message) {
    return new TaskResult(
        TaskOutcome.FAILED, false, Value.NULL, requireNonNull(message, "message"));
  }

  /**
   * Tells that an attempt took too long.
   *
   * @param timeout how long it could have taken
   * @return the result
   */
  public static TaskResult timedOut(Duration timeout) {
    return new TaskResult(
        TaskOutcome.TIMED_OUT, false, Value.NULL, "did not end within " + timeout);
  }

  /** {@return true if it went well or there was nothing to do} */
  public boolean isOk() {
    return outcome == TaskOutcome.OK || outcome == TaskOutcome.SKIPPED;
  }
}
