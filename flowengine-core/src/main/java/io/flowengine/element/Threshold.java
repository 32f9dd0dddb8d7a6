package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many elements may fail before a flow trips. An element counts once. Immutable.
 *
 * @param limits how many may fail, one for each batch; the last holds for all that follow
 * @param scope among which elements failures are counted
 * @param minSample 0 if percentages are of all elements of the scope as planned; else they are of
 *     those that have begun, and hold from this many on
 */
public record Threshold(List<Limit> limits, Scope scope, int minSample) {
  /** Among which elements failures are counted. */
  public enum Scope {
    /** Those of a batch. */
    BATCH,
    /** Those of a tier. */
    TIER,
    /** All of the flow. */
    FLOW
  }

  /**
   * How many may fail.
   *
   * @param number how many, or how many of a hundred
   * @param isPercent whether it is of a hundred
   */
  public record Limit(int number, boolean isPercent) {
    private static Limit of(String text) {
      boolean percentage = text.endsWith("%");
      int number = number(percentage ? text.substring(0, text.length() - 1) : text);
      if (number < 0 || (percentage && (number < 1 || number > 100))) {
        throw new InvalidInputException(
            "maxFailures", "must be a number >= 0 or a percentage from 1% to 100%", text);
      }
      return new Limit(number, percentage);
    }

    private static int number(String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        return -1;
      }
    }

    /**
     * Tells whether it is exceeded.
     *
     * @param failed how many have failed
     * @param size how many there are
     * @return true if more have failed than may
     */
    public boolean isExceeded(int failed, int size) {
      return isPercent ? 100L * failed > (long) number * size : failed > number;
    }
  }

  /** Copies. */
  public Threshold {
    limits = List.copyOf(limits);
  }

  /**
   * Reads a threshold.
   *
   * @param scope among which elements
   * @param minSample see {@link #minSample}
   * @param limits numbers, or percentages like {@code 10%}, one for each batch
   * @return the threshold
   * @throws InvalidInputException if there is no limit, or one is negative, or a percentage outside
   *     1 to 100
   */
  static Threshold of(Scope scope, int minSample, String... limits) {
    if (limits.length == 0) {
      throw new InvalidInputException("maxFailures", "must have at least one limit", "none");
    }
    List<Limit> all = new ArrayList<>();
    for (String limit : limits) {
      all.add(Limit.of(limit));
    }
    return new Threshold(all, scope, minSample);
  }

  /**
   * Gives the limit that holds in a batch.
   *
   * @param batch its number, from 0
   * @return the limit
   */
  public Limit in(int batch) {
    return limits.get(Math.min(batch, limits.size() - 1));
  }

  /**
   * Tells whether it is exceeded.
   *
   * @param failed how many have failed in the scope
   * @param planned how many elements the scope has
   * @param begun how many of them have begun
   * @param batch the number of the batch, from 0
   * @return true if it is exceeded
   */
  public boolean isExceeded(int failed, int planned, int begun, int batch) {
    return minSample == 0
        ? in(batch).isExceeded(failed, planned)
        : begun >= minSample && in(batch).isExceeded(failed, begun);
  }
}
