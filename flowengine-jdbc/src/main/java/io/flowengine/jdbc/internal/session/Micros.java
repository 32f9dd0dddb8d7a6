package io.flowengine.jdbc.internal.session;

import java.time.Instant;

/**
 * Instants as microseconds since 1970, which is how they are stored. What is farther away than a
 * long reaches (292,000 years) counts as that far.
 */
public final class Micros {
  private static final Instant LAST = instant(Long.MAX_VALUE);
  private static final Instant FIRST = instant(Long.MIN_VALUE);

  private Micros() {}

  /** {@return the microseconds; what is finer is cut off} */
  public static long of(Instant instant) {
    if (instant.isAfter(LAST)) {
      return Long.MAX_VALUE;
    }
    if (instant.isBefore(FIRST)) {
      return Long.MIN_VALUE;
    }
    if (instant.getEpochSecond() < 0) {
      long above = Math.multiplyExact(instant.getEpochSecond() + 1, 1_000_000L);
      return above + (instant.getNano() / 1000 - 1_000_000L);
    }
    return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1000;
  }

  /** {@return the instant} */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }
}
