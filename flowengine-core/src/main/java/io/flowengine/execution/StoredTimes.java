package io.flowengine.execution;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads points in time in UTC as they are stored, {@code 2030-01-01T02:00:00+00:00} with or without
 * a fraction. Almost all are of this form, and each record has some, while the formatter of the JDK
 * takes longer for one than all else of a small record does.
 */
final class StoredTimes {
  private static final String SHAPE = "____-__-__T__:__:__";
  private static final String UTC = "+00:00";
  private static final int NANO_DIGITS = 9;

  private StoredTimes() {}

  /** Reads a time; null if it has another form, and may be wrong. */
  static @Nullable OffsetDateTime utc(String text) {
    int end = text.length() - UTC.length();
    if (end < SHAPE.length() || !text.endsWith(UTC) || !hasShape(text)) {
      return null;
    }
    int nanos = end == SHAPE.length() ? 0 : nanos(text, end);
    if (nanos < 0) {
      return null;
    }
    try {
      return OffsetDateTime.of(
          number(text, 0, 4),
          number(text, 5, 7),
          number(text, 8, 10),
          number(text, 11, 13),
          number(text, 14, 16),
          number(text, 17, 19),
          nanos,
          ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null; // who reads it in the general way says what is wrong
    }
  }

  private static boolean hasShape(String text) {
    for (int i = 0; i < SHAPE.length(); i++) {
      char wanted = SHAPE.charAt(i);
      char found = text.charAt(i);
      if (wanted == '_' ? !isDigit(found) : wanted != found) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  /** The fraction behind the seconds; -1 if it is none. */
  private static int nanos(String text, int end) {
    int from = SHAPE.length() + 1;
    int digits = end - from;
    if (text.charAt(from - 1) != '.' || digits < 1 || digits > NANO_DIGITS) {
      return -1;
    }
    int nanos = 0;
    for (int i = 0; i < NANO_DIGITS; i++) {
      char letter = i < digits ? text.charAt(from + i) : '0';
      if (!isDigit(letter)) {
        return -1;
      }
      nanos = nanos * 10 + letter - '0';
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
