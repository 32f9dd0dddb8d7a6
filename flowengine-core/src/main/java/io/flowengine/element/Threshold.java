package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;

/**
 * How many elements may fail before a flow trips. An element counts once.
 *
 * @param count how many may fail; -1 if it goes by percent
 * @param percent how many of a hundred may fail; -1 if it goes by count
 * @param scope among which elements
 */
public record Threshold(int count, int percent, Scope scope) {
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
   * Reads a threshold.
   *
   * @param limit a number, or a percentage like {@code 10%}
   * @param scope among which elements
   * @return the threshold
   * @throws InvalidInputException if it is negative, or a percentage outside 1 to 100
   */
  static Threshold of(String limit, Scope scope) {
    boolean percentage = limit.endsWith("%");
    int number = number(limit, percentage);
    if (number < 0 || (percentage && (number < 1 || number > 100))) {
      throw new InvalidInputException(
          "maxFailures", "must be a number >= 0 or a percentage from 1% to 100%", limit);
    }
    return percentage ? new Threshold(-1, number, scope) : new Threshold(number, -1, scope);
  }

  private static int number(String limit, boolean percentage) {
    try {
      return Integer.parseInt(percentage ? limit.substring(0, limit.length() - 1) : limit);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * Tells whether it is exceeded.
   *
   * @param failed how many have failed
   * @param size how many there are in the scope
   * @return true if it is exceeded
   */
  public boolean isExceeded(int failed, int size) {
    return percent < 0 ? failed > count : 100L * failed > (long) percent * size;
  }
}
