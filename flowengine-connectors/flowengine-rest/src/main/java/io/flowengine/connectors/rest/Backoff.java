package io.flowengine.connectors.rest;

import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a request is made again.
 *
 * @param initial before the first repetition
 * @param maximum at most
 * @param multiplier by which each wait is longer than the one before
 * @param deadline how long after the first request no further one is made
 */
record Backoff(Duration initial, Duration maximum, double multiplier, Duration deadline) {
  private static final double MILLIS = 1000;
  private static final double MOST = 1e9;

  /** Reads the input; what is not given has its default. */
  static Backoff of(Map<String, @Nullable Object> given) {
    Set<String> known = Set.of("initial", "maximum", "multiplier", "deadline");
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        throw new InvalidInputException(
            "retry_backoff", "has initial, maximum, multiplier and deadline", key);
      }
    }
    return new Backoff(
        seconds(given, "initial", 1),
        seconds(given, "maximum", 60),
        number(given, "multiplier", 2, 1),
        seconds(given, "deadline", 600));
  }

  private static Duration seconds(
      Map<String, @Nullable Object> given, String key, double otherwise) {
    return Duration.ofMillis(Math.round(number(given, key, otherwise, 0) * MILLIS));
  }

  private static double number(
      Map<String, @Nullable Object> given, String key, double otherwise, double least) {
    Object value = given.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number
        && number.doubleValue() >= least
        && number.doubleValue() <= MOST) {
      return number.doubleValue();
    }
    throw new InvalidInputException(
        "retry_backoff." + key, "must be a number >= " + (int) least, value);
  }

  /**
   * Gives the wait before a repetition.
   *
   * @param repetition which one, from 0
   */
  Duration before(int repetition) {
    double millis = initial.toMillis() * Math.pow(multiplier, repetition);
    return millis < maximum.toMillis() ? Duration.ofMillis(Math.round(millis)) : maximum;
  }
}
