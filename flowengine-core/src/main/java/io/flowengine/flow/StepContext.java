package io.flowengine.flow;

import static java.util.Objects.requireNonNull;

/**
 * The step that a body runs for.
 *
 * @param idempotencyKey {@code <execution id>/<key>}, equal for all runs of the step: hand it to
 *     systems that can recognise repetitions
 */
public record StepContext(String idempotencyKey) {
  /** Checks presence. */
  public StepContext {
    requireNonNull(idempotencyKey, "idempotencyKey");
  }
}
