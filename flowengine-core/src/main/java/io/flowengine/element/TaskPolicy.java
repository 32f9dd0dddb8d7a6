package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a step runs its task. Immutable.
 *
 * @param retry how often it is tried on an element
 * @param throttle how many run, and how many start in a time
 * @param onFailure what becomes of an element on which it fails; null for what the flow says
 * @param timeout how long one attempt may take; null for no limit
 * @param deadline how long the whole step may take on all its elements; null for no limit
 * @param tolerated bad outcomes that count as well
 * @param onUnknown what becomes of an attempt that was under way when the JVM died
 */
public record TaskPolicy(
    Retry retry,
    Throttle throttle,
    @Nullable OnFailure onFailure,
    @Nullable Duration timeout,
    @Nullable Duration deadline,
    Set<TaskOutcome> tolerated,
    OnUnknown onUnknown) {
  /** One attempt, without a throttle, with what the flow says on failures. */
  public static final TaskPolicy DEFAULT =
      new TaskPolicy(Retry.NEVER, Throttle.NONE, null, null, null, Set.of(), OnUnknown.RERUN);

  /** What becomes of an element on which a task has failed. */
  public enum OnFailure {
    /** It is out, and FAILED; the others go on. */
    EXCLUDE,
    /** It goes on as if nothing had happened; the flow tells that something was ignored. */
    CONTINUE,
    /** The flow trips at once. */
    ABORT
  }

  /** What becomes of an attempt of which nobody knows how far it came, because the JVM died. */
  public enum OnUnknown {
    /** It is made again. */
    RERUN,
    /** It has failed, with UNKNOWN_OUTCOME. */
    FAIL,
    /**
     * People are asked by a message whether it ended well, has failed, or is to be made again; its
     * element waits for the answer.
     */
    ASK
  }

  /**
   * What bounds a step over all its callers in the run.
   *
   * @param most how many run at the same time, at least 1
   * @param rate how many start in a time; null for no limit
   */
  public record Throttle(int most, FlowLimits.@Nullable Rate rate) {
    static final Throttle NONE = new Throttle(Integer.MAX_VALUE, null);

    /**
     * Checks.
     *
     * @throws io.flowengine.execution.InvalidInputException if the number is smaller than 1
     */
    public Throttle {
      ElementFlow.requireAtLeastOne("throttle", most);
    }
  }

  /**
   * Checks.
   *
   * @throws io.flowengine.execution.InvalidInputException if a time is not positive
   */
  public TaskPolicy {
    requireNonNull(retry, "retry");
    requireNonNull(throttle, "throttle");
    requireNonNull(onUnknown, "onUnknown");
    tolerated = Set.copyOf(tolerated);
    if (timeout != null) {
      ElementFlow.requirePositive("timeout", timeout);
    }
    if (deadline != null) {
      ElementFlow.requirePositive("deadline", deadline);
    }
  }

  /**
   * Tries again after a failure.
   *
   * @param more how often at most, after the first attempt
   * @param time the time between two attempts; the element is kept meanwhile, permits are not
   * @return the policy with it
   */
  public TaskPolicy retry(int more, Duration time) {
    return retry(Retry.constant(more, time));
  }

  /**
   * Tries again after a failure.
   *
   * @param chosen how often and when; the element is kept between two attempts, permits are not
   * @return the policy with it
   */
  public TaskPolicy retry(Retry chosen) {
    return new TaskPolicy(chosen, throttle, onFailure, timeout, deadline, tolerated, onUnknown);
  }

  /**
   * Bounds how many run at the same time, over all callers of the run.
   *
   * @param most at least 1
   * @return the policy with it
   */
  public TaskPolicy throttle(int most) {
    return throttled(new Throttle(most, throttle.rate));
  }

  /**
   * Bounds how many start in any span of time of a length, over all callers of the run.
   *
   * @param most how many, at least 1
   * @param interval the length, positive
   * @return the policy with it
   */
  public TaskPolicy rate(int most, Duration interval) {
    return throttled(new Throttle(throttle.most, new FlowLimits.Rate(most, interval, null)));
  }

  private TaskPolicy throttled(Throttle chosen) {
    return new TaskPolicy(retry, chosen, onFailure, timeout, deadline, tolerated, onUnknown);
  }

  /**
   * Chooses what becomes of an element on which the task fails.
   *
   * @param chosen what
   * @return the policy with it
   */
  public TaskPolicy onFailure(OnFailure chosen) {
    return new TaskPolicy(retry, throttle, chosen, timeout, deadline, tolerated, onUnknown);
  }

  /**
   * Bounds the time of an attempt. One that takes longer is interrupted and counts as TIMED_OUT;
   * what it gives later is ignored.
   *
   * @param longest how long it may take, positive
   * @return the policy with it
   * @throws io.flowengine.execution.InvalidInputException if it is not positive
   */
  public TaskPolicy timeout(Duration longest) {
    return new TaskPolicy(retry, throttle, onFailure, longest, deadline, tolerated, onUnknown);
  }

  /**
   * Bounds the time of the step on all its elements, with waits and further attempts. Elements on
   * which it has not ended then are TIMED_OUT; the others do not wait for them any longer.
   *
   * @param longest how long it may take, positive
   * @return the policy with it
   * @throws io.flowengine.execution.InvalidInputException if it is not positive
   */
  public TaskPolicy deadline(Duration longest) {
    return new TaskPolicy(retry, throttle, onFailure, timeout, longest, tolerated, onUnknown);
  }

  /**
   * Lets some bad outcomes count as if all were well.
   *
   * @param outcomes which
   * @return the policy with them
   */
  public TaskPolicy tolerate(TaskOutcome... outcomes) {
    Set<TaskOutcome> all = EnumSet.noneOf(TaskOutcome.class);
    all.addAll(Arrays.asList(outcomes));
    return new TaskPolicy(retry, throttle, onFailure, timeout, deadline, all, onUnknown);
  }

  /**
   * Chooses what becomes of an attempt that was under way when the JVM died.
   *
   * @param chosen what. With anything but RERUN each start is recorded before it is made, which
   *     costs a write
   * @return the policy with it
   */
  public TaskPolicy onUnknown(OnUnknown chosen) {
    return new TaskPolicy(retry, throttle, onFailure, timeout, deadline, tolerated, chosen);
  }

  /**
   * Tells whether an outcome is a failure of the step.
   *
   * @param outcome the outcome
   * @return true if it is bad and not tolerated
   */
  public boolean isBad(TaskOutcome outcome) {
    return outcome.isBad() && !tolerated.contains(outcome);
  }
}
