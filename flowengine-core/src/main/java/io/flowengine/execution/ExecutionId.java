package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Identity of one execution, made before the execution is stored and never reused. Its text form is
 * that of a UUID. Immutable and thread-safe; the order is that of the text form, and ids made later
 * on one clock compare as greater.
 */
public final class ExecutionId implements Comparable<ExecutionId> {
  private final long high;
  private final long low;

  private ExecutionId(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /**
   * Makes an id from 128 bits.
   *
   * @param high the leading 64 bits
   * @param low the trailing 64 bits
   * @return the id
   */
  public static ExecutionId of(long high, long low) {
    return new ExecutionId(high, low);
  }

  /**
   * Reads the text form.
   *
   * @param text 36 characters, as {@link #toString()} writes them
   * @return the id
   * @throws IllegalArgumentException if {@code text} is not the text form of an id
   */
  public static ExecutionId of(String text) {
    requireNonNull(text, "text");
    if (!isId(text)) {
      throw new IllegalArgumentException(
          "not an execution id: '"
              + text
              + "'; expected 36 characters like 01928c8e-7d3b-7cc1-b8f2-1c2d3e4f5a6b");
    }
    UUID uuid = UUID.fromString(text);
    return new ExecutionId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /**
   * Tells whether a text has the form of an id. It says nothing about whether such an execution
   * exists.
   *
   * @param text any text
   * @return true if {@link #of(String)} accepts it
   */
  public static boolean isId(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (dash ? c != '-' : !hex) {
        return false;
      }
    }
    return true;
  }

  /** {@return the leading 64 bits} */
  public long high() {
    return high;
  }

  /** {@return the trailing 64 bits} */
  public long low() {
    return low;
  }

  @Override
  public int compareTo(ExecutionId other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExecutionId id && id.high == high && id.low == low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 31 + low);
  }

  /** {@return the text form, 36 characters in lower case} */
  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
