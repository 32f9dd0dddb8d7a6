package io.flowengine.resource;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a nominal fire of a schedule.
 *
 * @param nominal when it was to be
 * @param outcome what has become of it
 * @param at when that was decided
 * @param execution what was started; null if nothing was
 * @param message why it could not be started; null if nothing went wrong
 */
public record ScheduleFire(
    Instant nominal,
    FireOutcome outcome,
    Instant at,
    @Nullable ExecutionId execution,
    @Nullable String message) {
  /** Checks presence. */
  public ScheduleFire {
    requireNonNull(nominal, "nominal");
    requireNonNull(outcome, "outcome");
    requireNonNull(at, "at");
  }
}
