package io.flowengine.flow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a step may be asked for besides its body.
 *
 * @param retry how often the body is tried; null for once
 * @param timeout how long one attempt may take; null for no limit. Then the thread of the body is
 *     interrupted and the attempt has failed, whatever the body does
 * @param totalTimeout how long the whole step may take, with all attempts and the waits between
 *     them; null for no limit
 */
public record StepOptions(
    @Nullable RetryPolicy retry, @Nullable Duration timeout, @Nullable Duration totalTimeout) {
  /** A step that is tried once and may take any time. */
  public static final StepOptions NONE = new StepOptions(null, null, null);

  /** Checks the ranges. */
  public StepOptions {
    requirePositive("timeout", timeout);
    requirePositive("totalTimeout", totalTimeout);
  }

  private static void requirePositive(String parameter, @Nullable Duration given) {
    if (given != null && !given.isPositive()) {
      throw new IllegalArgumentException(parameter + " must be > 0, was " + given);
    }
  }

  /**
   * A step that is tried several times.
   *
   * @param policy how often
   * @return the options
   */
  public static StepOptions retried(RetryPolicy policy) {
    return NONE.withRetry(policy);
  }

  /**
   * A step whose attempts may not take for ever.
   *
   * @param timeout how long; &gt; 0
   * @return the options
   */
  public static StepOptions within(Duration timeout) {
    return NONE.withTimeout(timeout);
  }

  /**
   * Gives a copy that is tried several times.
   *
   * @param policy how often
   * @return the copy
   */
  public StepOptions withRetry(RetryPolicy policy) {
    return new StepOptions(policy, timeout, totalTimeout);
  }

  /**
   * Gives a copy with a limit for each attempt.
   *
   * @param longest how long; &gt; 0
   * @return the copy
   */
  public StepOptions withTimeout(Duration longest) {
    return new StepOptions(retry, longest, totalTimeout);
  }

  /**
   * Gives a copy with a limit for the whole step.
   *
   * @param longest how long; &gt; 0
   * @return the copy
   */
  public StepOptions withTotalTimeout(Duration longest) {
    return new StepOptions(retry, timeout, longest);
  }
}
