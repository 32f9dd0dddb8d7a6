package io.flowengine.testkit.engine;

import io.flowengine.spi.Recurrence;
import io.flowengine.spi.RecurrenceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** High tide, about twice a day, so many minutes later than at the place it is known for. */
final class Tides implements RecurrenceKind {
  private static final Instant KNOWN = Instant.parse("2020-01-01T00:00:00Z");
  private static final Duration BETWEEN = Duration.ofMinutes(745);

  @Override
  public Recurrence recurrence(@Nullable Object rule, ZoneId zone) {
    if (!(rule instanceof Long minutes)) {
      throw new IllegalArgumentException("it must be a number of minutes");
    }
    Instant first = KNOWN.plus(Duration.ofMinutes(minutes));
    return after -> {
      long rounds = Math.floorDiv(Duration.between(first, after).toMillis(), BETWEEN.toMillis());
      return Optional.of(first.plus(BETWEEN.multipliedBy(rounds + 1)));
    };
  }
}
