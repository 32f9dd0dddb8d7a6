package io.flowengine.flow;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How often a step or a child is tried, and how long the flow waits in between. The waits hold no
 * thread and survive restarts. Python: {@code flow_api.Retry}.
 *
 * <p>Never retried, whatever the policy says: wrong inputs ({@code InvalidInputError}, {@code
 * MissingInputError}, {@code ExtraInputError}, {@code SchemaValidationError}), {@code
 * ResultTooLargeError}, {@code PermissionDenied}, and cancellation.
 *
 * @param maxAttempts how many runs there are at most, the first one included; 1 to 100
 * @param backoff how long the waits are
 * @param jitter each wait is multiplied by a number drawn from {@code [1 - jitter, 1 + jitter]}; 0
 *     to 1
 * @param maxDelay no wait is longer; &gt; 0
 * @param names the errors that are retried, by the names that {@link Failure#name} has; all if it
 *     is empty
 * @param retryIf decides after each failed attempt but the last possible one, as part of the flow:
 *     a replay asks it again. If it throws, there is no further attempt, and the error of the last
 *     one stands. Null if {@code names} decides alone
 */
public record RetryPolicy(
    int maxAttempts,
    Backoff backoff,
    double jitter,
    Duration maxDelay,
    Set<String> names,
    @Nullable Predicate<Failure> retryIf) {
  /** The longest wait, unless {@link #withMaxDelay} says otherwise. */
  public static final Duration DEFAULT_MAX_DELAY = Duration.ofHours(6);

  private static final int DEFAULT_ATTEMPTS = 3;
  private static final int MOST_ATTEMPTS = 100;
  private static final double NANOS = 1e9;

  /** How long the waits are. */
  public sealed interface Backoff {}

  /**
   * Waits that grow: before retry k, from 1, {@code initial * multiplier^(k-1)}.
   *
   * @param initial the first one; &gt; 0
   * @param multiplier what each is multiplied by to give the next; &ge; 1
   */
  public record Exponential(Duration initial, double multiplier) implements Backoff {
    /** Checks the ranges. */
    public Exponential {
      require(initial.isPositive(), "initial", "must be > 0", initial);
      require(
          multiplier >= 1 && Double.isFinite(multiplier), "multiplier", "must be >= 1", multiplier);
    }
  }

  /**
   * Waits that are listed. The last one is repeated.
   *
   * @param delays the waits, each &ge; 0; at least one
   */
  public record Delays(List<Duration> delays) implements Backoff {
    /** Checks and copies the list. */
    public Delays {
      delays = List.copyOf(delays);
      require(!delays.isEmpty(), "delays", "must have at least one", delays);
      for (Duration delay : delays) {
        require(!delay.isNegative(), "delays", "must be >= 0", delay);
      }
    }
  }

  /** Checks the ranges and copies the names. */
  public RetryPolicy {
    requireNonNull(backoff, "backoff");
    names = Set.copyOf(names);
    require(
        maxAttempts >= 1 && maxAttempts <= MOST_ATTEMPTS,
        "maxAttempts",
        "must be 1 to " + MOST_ATTEMPTS,
        maxAttempts);
    require(jitter >= 0 && jitter <= 1, "jitter", "must be 0 to 1", jitter);
    require(maxDelay.isPositive(), "maxDelay", "must be > 0", maxDelay);
  }

  private static void require(boolean holds, String parameter, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(parameter + " " + rule + ", was " + value);
    }
  }

  private static RetryPolicy of(int attempts, Backoff backoff) {
    return new RetryPolicy(attempts, backoff, 0, DEFAULT_MAX_DELAY, Set.of(), null);
  }

  /**
   * A policy whose waits are all the same; 3 attempts.
   *
   * @param delay the wait; &ge; 0
   * @return the policy
   */
  public static RetryPolicy constant(Duration delay) {
    return of(DEFAULT_ATTEMPTS, new Delays(List.of(delay)));
  }

  /**
   * A policy with listed waits and one attempt more than there are waits. With more attempts the
   * last wait is repeated.
   *
   * @param delays the waits, each &ge; 0
   * @return the policy
   */
  public static RetryPolicy delays(Duration... delays) {
    return of(delays.length + 1, new Delays(Arrays.asList(delays)));
  }

  /**
   * A policy whose waits grow; 3 attempts.
   *
   * @param initial the first wait; &gt; 0
   * @param multiplier what each wait is multiplied by to give the next; &ge; 1
   * @return the policy
   */
  public static RetryPolicy exponential(Duration initial, double multiplier) {
    return of(DEFAULT_ATTEMPTS, new Exponential(initial, multiplier));
  }

  /**
   * Gives a copy with another number of attempts.
   *
   * @param attempts how many, the first run included; 1 to 100
   * @return the copy
   */
  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(attempts, backoff, jitter, maxDelay, names, retryIf);
  }

  /**
   * Gives a copy whose waits vary.
   *
   * @param share by which share; 0 to 1
   * @return the copy
   */
  public RetryPolicy withJitter(double share) {
    return new RetryPolicy(maxAttempts, backoff, share, maxDelay, names, retryIf);
  }

  /**
   * Gives a copy with another longest wait.
   *
   * @param longest the longest wait; &gt; 0
   * @return the copy
   */
  public RetryPolicy withMaxDelay(Duration longest) {
    return new RetryPolicy(maxAttempts, backoff, jitter, longest, names, retryIf);
  }

  /**
   * Gives a copy that retries some errors only.
   *
   * @param errors their names
   * @return the copy
   */
  public RetryPolicy withRetryOn(String... errors) {
    return new RetryPolicy(maxAttempts, backoff, jitter, maxDelay, Set.of(errors), retryIf);
  }

  /**
   * Gives a copy that asks before it retries.
   *
   * @param decides is true for what is to be tried again
   * @return the copy
   */
  public RetryPolicy withRetryIf(Predicate<Failure> decides) {
    return new RetryPolicy(maxAttempts, backoff, jitter, maxDelay, names, decides);
  }

  /**
   * {@return how long to wait before a retry}
   *
   * @param retry which one, from 1
   * @param factor what the wait is multiplied by because of the jitter; 1 if there is none
   */
  public Duration delay(int retry, double factor) {
    Duration plain =
        switch (backoff) {
          case Delays listed -> listed.delays.get(Math.min(retry, listed.delays.size()) - 1);
          case Exponential growing ->
              capped(seconds(growing.initial) * Math.pow(growing.multiplier, retry - 1d));
        };
    Duration varied = factor == 1 ? plain : capped(seconds(plain) * factor);
    return varied.compareTo(maxDelay) < 0 ? varied : maxDelay;
  }

  private Duration capped(double seconds) {
    return seconds < seconds(maxDelay)
        ? Duration.ofSeconds((long) seconds, Math.round((seconds - (long) seconds) * NANOS))
        : maxDelay;
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }
}
