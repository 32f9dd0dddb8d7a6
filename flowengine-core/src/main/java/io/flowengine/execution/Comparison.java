package io.flowengine.execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How field values compare, in filters and in orders. */
final class Comparison {
  private Comparison() {}

  static boolean holds(@Nullable Object field, Filter.Op op, @Nullable Object value) {
    return switch (op) {
      case EQ -> equal(field, value);
      case NE -> !equal(field, value);
      case LT -> compare(field, value).orElse(0) < 0;
      case LE -> compare(field, value).orElse(1) <= 0;
      case GT -> compare(field, value).orElse(0) > 0;
      case GE -> compare(field, value).orElse(-1) >= 0;
      case IN ->
          value instanceof List<?> list && list.stream().anyMatch(element -> equal(field, element));
      case LIKE ->
          field instanceof String text
              && value instanceof String pattern
              && like(text, 0, pattern, 0);
      case ILIKE ->
          field instanceof String text
              && value instanceof String pattern
              && like(text.toLowerCase(Locale.ROOT), 0, pattern.toLowerCase(Locale.ROOT), 0);
      case IS_NULL -> (field == null) == Boolean.TRUE.equals(value);
    };
  }

  private static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return compare(a, b).orElse(1) == 0;
  }

  /** The order of two values of one type; empty if they have none. */
  static OptionalInt compare(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Instant left) {
      Instant right = instant(b);
      return right == null ? OptionalInt.empty() : OptionalInt.of(left.compareTo(right));
    }
    if (a instanceof Number left && b instanceof Number right) {
      return OptionalInt.of(decimal(left).compareTo(decimal(right)));
    }
    if (a instanceof String left && b instanceof String right) {
      return OptionalInt.of(left.compareTo(right));
    }
    if (a instanceof String left && b instanceof Enum<?> right) {
      return OptionalInt.of(left.compareTo(right.name()));
    }
    if (a instanceof Boolean left && b instanceof Boolean right) {
      return OptionalInt.of(left.compareTo(right));
    }
    return a != null && a.equals(b) ? OptionalInt.of(0) : OptionalInt.empty();
  }

  private static BigDecimal decimal(Number number) {
    return switch (number) {
      case BigDecimal decimal -> decimal;
      case BigInteger integer -> new BigDecimal(integer);
      case Double real -> BigDecimal.valueOf(real);
      case Float real -> BigDecimal.valueOf(real.doubleValue());
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private static @Nullable Instant instant(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return instant;
    }
    Object time = value instanceof String text ? parsed(text) : value;
    if (time instanceof OffsetDateTime offset) {
      return offset.toInstant();
    }
    if (time instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    }
    return time instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : null;
  }

  private static @Nullable Object parsed(String text) {
    try {
      return ValueTypes.untyped("datetime", text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"));
    } catch (InvalidInputException e) {
      return null;
    }
  }

  private static boolean like(String text, int at, String pattern, int from) {
    int t = at;
    for (int p = from; p < pattern.length(); p++) {
      char c = pattern.charAt(p);
      if (c == '%') {
        for (int rest = t; rest <= text.length(); rest++) {
          if (like(text, rest, pattern, p + 1)) {
            return true;
          }
        }
        return false;
      }
      if (t == text.length()) {
        return false;
      }
      if (c == '\\' && p + 1 < pattern.length()) {
        c = pattern.charAt(++p);
      } else if (c == '_') {
        c = text.charAt(t);
      }
      if (c != text.charAt(t)) {
        return false;
      }
      t++;
    }
    return t == text.length();
  }
}
