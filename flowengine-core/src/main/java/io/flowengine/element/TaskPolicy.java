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
 */
public record TaskPolicy(
    int attempts, Duration backoff, int throttle, @Nullable OnFailure onFailure) {
  /** One attempt, without a throttle, with what the flow says on failures. */
  public static final TaskPolicy DEFAULT =
      new TaskPolicy(1, Duration.ZERO, Integer.MAX_VALUE, null);

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
   * @throws InvalidInputException if a number is smaller than 1, or the time is negative
   */
  public TaskPolicy {
    ElementFlow.requireAtLeastOne("attempts", attempts);
    ElementFlow.requireAtLeastOne("throttle", throttle);
    if (requireNonNull(backoff, "backoff").isNegative()) {
      throw new InvalidInputException("backoff", "must not be negative", backoff);
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
    return new TaskPolicy(more + 1, time, throttle, onFailure);
  }

  /**
   * Bounds how many run at the same time, over all callers of the run.
   *
   * @param most at least 1
   * @return the policy with it
   */
  public TaskPolicy throttle(int most) {
    return new TaskPolicy(attempts, backoff, most, onFailure);
  }

  /**
   * Chooses what becomes of an element on which the task fails.
   *
   * @param chosen what
   * @return the policy with it
   */
  public TaskPolicy onFailure(OnFailure chosen) {
    return new TaskPolicy(attempts, backoff, throttle, chosen);
  }
}
