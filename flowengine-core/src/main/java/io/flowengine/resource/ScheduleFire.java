package io.flowengine.resource;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a nominal fire of a schedule.
 *
 * @param nominal when it was to be; if several in a row have come to nothing for the same reason,
 *     the last of them stands for all
 * @param outcome what has become of it
 * @param at when that was decided
 * @param execution what was started; null if nothing was
 */
public record ScheduleFire(
    Instant nominal, FireOutcome outcome, Instant at, @Nullable ExecutionId execution) {
  /** Checks presence. */
  public ScheduleFire {
    requireNonNull(nominal, "nominal");
    requireNonNull(outcome, "outcome");
    requireNonNull(at, "at");
  }
}
