package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What came of a step on one element, after all attempts. Immutable.
 *
 * @param result what the last attempt gave
 * @param attempts how many there were, at least 1
 * @param started when the first attempt started
 * @param ended when the last one ended
 */
public record StepResult(TaskResult result, int attempts, Instant started, Instant ended) {
  /** Checks presence. */
  public StepResult {
    requireNonNull(result, "result");
    requireNonNull(started, "started");
    requireNonNull(ended, "ended");
  }
}
