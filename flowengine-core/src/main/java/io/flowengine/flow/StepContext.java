package io.flowengine.flow;

import static java.util.Objects.requireNonNull;

/**
 * The step that a body runs for.
 *
 * @param idempotencyKey {@code <execution id>/<key>}, equal for all runs of the step: hand it to
 *     systems that can recognise repetitions
 * @param attempt which attempt of the step this is, from 1
 */
public record StepContext(String idempotencyKey, int attempt) {
  /** Checks presence. */
  public StepContext {
    requireNonNull(idempotencyKey, "idempotencyKey");
  }
}
