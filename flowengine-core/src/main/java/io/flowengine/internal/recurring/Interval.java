package io.flowengine.internal.recurring;

import io.flowengine.spi.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Every so often, counted from an anchor.
 *
 * @param every how often; positive
 * @param anchor one of the instants
 */
record Interval(Duration every, Instant anchor) implements Recurrence {
  @Override
  public Optional<Instant> next(Instant after) {
    if (after.isBefore(anchor)) {
      return Optional.of(anchor);
    }
    long rounds = Duration.between(anchor, after).dividedBy(every);
    return Optional.of(anchor.plus(every.multipliedBy(rounds + 1)));
  }
}
