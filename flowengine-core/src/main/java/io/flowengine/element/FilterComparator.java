package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * How two values compare. Values of different kinds are neither equal nor ordered, so that no
 * comparison depends on how something happens to be written. Null compares with nothing.
 */
enum FilterComparator {
  EQUAL("=="),
  UNEQUAL("!="),
  LESS("<"),
  AT_MOST("<="),
  GREATER(">"),
  AT_LEAST(">="),
  IN("in"),
  CONTAINS("contains"),
  MATCHES("matches");

  private final String sign;

  FilterComparator(String sign) {
    this.sign = sign;
  }

  static @Nullable FilterComparator of(FilterToken token) {
    if (token.kind() != FilterToken.Kind.SIGN && token.kind() != FilterToken.Kind.WORD) {
      return null;
    }
    for (FilterComparator each : values()) {
      if (each.sign.equals(token.text())) {
        return each;
      }
    }
    return null;
  }

  boolean holds(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return false;
    }
    return switch (this) {
      case EQUAL -> equal(left, right);
      case UNEQUAL -> !equal(left, right);
      case LESS -> isOrdered(left, right) && order(left, right) < 0;
      case AT_MOST -> isOrdered(left, right) && order(left, right) <= 0;
      case GREATER -> isOrdered(left, right) && order(left, right) > 0;
      case AT_LEAST -> isOrdered(left, right) && order(left, right) >= 0;
      case IN -> isIn(left, right);
      case CONTAINS -> isIn(right, left);
      case MATCHES ->
          left instanceof String text && right instanceof String pattern && matches(text, pattern);
    };
  }

  private static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number one && right instanceof Number other) {
      return decimal(one).compareTo(decimal(other)) == 0;
    }
    if (left instanceof Collection<?> one && right instanceof Collection<?> other) {
      return equal(one, other);
    }
    if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
      return one.keySet().equals(other.keySet())
          && one.keySet().stream().allMatch(key -> equal(one.get(key), other.get(key)));
    }
    return left == null ? right == null : left.equals(right);
  }

  private static boolean equal(Collection<?> one, Collection<?> other) {
    Iterator<?> others = other.iterator();
    return one.size() == other.size() && one.stream().allMatch(each -> equal(each, others.next()));
  }

  private static boolean isOrdered(Object left, Object right) {
    return (left instanceof Number && right instanceof Number)
        || (left instanceof String && right instanceof String);
  }

  private static int order(Object left, Object right) {
    return left instanceof Number one
        ? decimal(one).compareTo(decimal((Number) right))
        : byCodePoint((String) left, (String) right);
  }

  /** {@code String.compareTo} goes by UTF-16 units, which puts emoji before some letters. */
  private static int byCodePoint(String left, String right) {
    int at = 0;
    while (at < left.length() && at < right.length()) {
      int one = left.codePointAt(at);
      int other = right.codePointAt(at);
      if (one != other) {
        return Integer.compare(one, other);
      }
      at += Character.charCount(one);
    }
    return Integer.compare(left.length(), right.length());
  }

  private static boolean isIn(Object member, Object whole) {
    if (whole instanceof Collection<?> list) {
      return list.stream().anyMatch(each -> each != null && equal(each, member));
    }
    return whole instanceof String text && member instanceof String part && text.contains(part);
  }

  private static boolean matches(String text, String pattern) {
    try {
      return Pattern.matches(pattern, text);
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(
          "filter: 'matches' was given the pattern '" + pattern + "': " + e.getDescription());
    }
  }

  private static BigDecimal decimal(Number number) {
    return switch (number) {
      case BigDecimal decimal -> decimal;
      case BigInteger integer -> new BigDecimal(integer);
      case Double floating -> BigDecimal.valueOf(floating);
      case Float floating -> new BigDecimal(floating.toString());
      default -> BigDecimal.valueOf(number.longValue());
    };
  }
}
