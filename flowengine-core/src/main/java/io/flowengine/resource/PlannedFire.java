package io.flowengine.resource;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZonedDateTime;

/**
 * A fire that a schedule has before it.
 *
 * @param nominal when the schedule says
 * @param due when it takes place: later by the jitter
 * @param local the same, on the clocks of the zone of the schedule
 */
public record PlannedFire(Instant nominal, Instant due, ZonedDateTime local) {
  /** Checks presence. */
  public PlannedFire {
    requireNonNull(nominal, "nominal");
    requireNonNull(due, "due");
    requireNonNull(local, "local");
  }
}
