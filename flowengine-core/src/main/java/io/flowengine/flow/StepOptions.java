package io.flowengine.flow;

import org.jspecify.annotations.Nullable;

/**
 * What a step may be asked for besides its body.
 *
 * @param retry how often the body is tried; null for once
 */
public record StepOptions(@Nullable RetryPolicy retry) {
  /** A step that is tried once. */
  public static final StepOptions NONE = new StepOptions(null);

  /**
   * A step that is tried several times.
   *
   * @param policy how often
   * @return the options
   */
  public static StepOptions retried(RetryPolicy policy) {
    return new StepOptions(policy);
  }
}
