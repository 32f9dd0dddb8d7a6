package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a step runs its task. Immutable.
 *
 * @param attempts how often it is tried on an element, at least 1
 * @param backoff the time between two attempts; the element is kept meanwhile, permits are not
 * @param throttle how many run at the same time over all callers of the run, at least 1
 * @param onFailure what becomes of an element on which it fails; null for what the flow says
 * @param timeout how long one attempt may take; null for no limit
 */
public record TaskPolicy(
    int attempts,
    Duration backoff,
    int throttle,
    @Nullable OnFailure onFailure,
    @Nullable Duration timeout) {
  /** One attempt, without a throttle, with what the flow says on failures. */
  public static final TaskPolicy DEFAULT =
      new TaskPolicy(1, Duration.ZERO, Integer.MAX_VALUE, null, null);

  /** What becomes of an element on which a task has failed. */
  public enum OnFailure {
    /** It is out, and FAILED; the others go on. */
    EXCLUDE,
    /** It goes on as if nothing had happened; the flow tells that something was ignored. */
    CONTINUE,
    /** The flow trips at once. */
    ABORT
  }

  /**
   * Checks.
   *
   * @throws InvalidInputException if a number is smaller than 1, the backoff is negative, or the
   *     timeout is not positive
   */
  public TaskPolicy {
    ElementFlow.requireAtLeastOne("attempts", attempts);
    ElementFlow.requireAtLeastOne("throttle", throttle);
    if (requireNonNull(backoff, "backoff").isNegative()) {
      throw new InvalidInputException("backoff", "must not be negative", backoff);
    }
    if (timeout != null && !timeout.isPositive()) {
      throw new InvalidInputException("timeout", "must be positive", timeout);
    }
  }

  /**
   * Tries again after a failure.
   *
   * @param more how often at most, after the first attempt
   * @param time the time between two attempts
   * @return the policy with it
   */
  public TaskPolicy retry(int more, Duration time) {
    return new TaskPolicy(more + 1, time, throttle, onFailure, timeout);
  }

  /**
   * Bounds how many run at the same time, over all callers of the run.
   *
   * @param most at least 1
   * @return the policy with it
   */
  public TaskPolicy throttle(int most) {
    return new TaskPolicy(attempts, backoff, most, onFailure, timeout);
  }

  /**
   * Chooses what becomes of an element on which the task fails.
   *
   * @param chosen what
   * @return the policy with it
   */
  public TaskPolicy onFailure(OnFailure chosen) {
    return new TaskPolicy(attempts, backoff, throttle, chosen, timeout);
  }

  /**
   * Bounds the time of an attempt. One that takes longer is interrupted and counts as TIMED_OUT;
   * what it gives later is ignored.
   *
   * @param longest how long it may take, positive
   * @return the policy with it
   * @throws InvalidInputException if it is not positive
   */
  public TaskPolicy timeout(Duration longest) {
    return new TaskPolicy(attempts, backoff, throttle, onFailure, longest);
  }
}
