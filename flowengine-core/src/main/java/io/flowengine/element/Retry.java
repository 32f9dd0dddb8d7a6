package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How often a step tries its task, and how long it waits in between. Immutable.
 *
 * @param attempts how often it is tried on an element, the first time included; at least 1
 * @param first the time between the first two attempts; not negative
 * @param factor what each such time is multiplied by to give the next; at least 1
 * @param longest no such time is longer; not negative
 * @param jitter each such time is multiplied by a number between 1 - jitter and 1 + jitter; 0 to 1
 * @param when tells by the result of a failed attempt whether there is to be another
 */
public record Retry(
    int attempts,
    Duration first,
    double factor,
    Duration longest,
    double jitter,
    Predicate<TaskResult> when) {
  /** The longest time between two attempts, unless something else is said. */
  public static final Duration DEFAULT_LONGEST = Duration.ofHours(6);

  static final Retry NEVER = constant(0, Duration.ZERO);

  /**
   * Checks.
   *
   * @throws InvalidInputException if a number is out of its range
   */
  public Retry {
    ElementFlow.requireAtLeastOne("attempts", attempts);
    requireNonNull(when, "when");
    if (requireNonNull(first, "first").isNegative()) {
      throw new InvalidInputException("backoff", "must not be negative", first);
    }
    if (requireNonNull(longest, "longest").isNegative()) {
      throw new InvalidInputException("longest", "must not be negative", longest);
    }
    if (!(factor >= 1 && Double.isFinite(factor))) {
      throw new InvalidInputException("factor", "must be >= 1", factor);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new InvalidInputException("jitter", "must be 0 to 1", jitter);
    }
  }

  /**
   * Tries again, with the same time in between.
   *
   * @param more how often at most, after the first attempt; not negative
   * @param time the time between two attempts; not negative
   * @return how to retry
   */
  public static Retry constant(int more, Duration time) {
    return exponential(more, time, 1);
  }

  /**
   * Tries again, with times in between that grow.
   *
   * @param more how often at most, after the first attempt; not negative
   * @param first the time between the first two attempts; not negative
   * @param factor what each time is multiplied by to give the next; at least 1
   * @return how to retry
   */
  public static Retry exponential(int more, Duration first, double factor) {
    return new Retry(more + 1, first, factor, DEFAULT_LONGEST, 0, result -> true);
  }

  /**
   * Bounds the times.
   *
   * @param most no time is longer; not negative
   * @return the same with it
   */
  public Retry atMost(Duration most) {
    return new Retry(attempts, first, factor, most, jitter, when);
  }

  /**
   * Lets the times vary, so that elements that failed together do not come back together.
   *
   * @param share by which share; 0 to 1
   * @return the same with it
   */
  public Retry withJitter(double share) {
    return new Retry(attempts, first, factor, longest, share, when);
  }

  /**
   * Retries some failures only.
   *
   * @param condition tells by the result whether there is to be another attempt. It is asked again
   *     when a run goes on after a crash, so it goes by the result alone
   * @return the same with it
   */
  public Retry when(Predicate<TaskResult> condition) {
    return new Retry(attempts, first, factor, longest, jitter, condition);
  }

  /**
   * Gives the time before an attempt.
   *
   * @param attempt which, from 2
   * @param draw a number between 0 and 1 that the jitter goes by
   * @return how long to wait
   */
  public Duration before(int attempt, double draw) {
    double nanos = first.toNanos() * Math.pow(factor, attempt - 2);
    double bounded = Math.min(nanos, (double) longest.toNanos());
    return Duration.ofNanos((long) (bounded * (1 + jitter * (2 * draw - 1))));
  }
}
