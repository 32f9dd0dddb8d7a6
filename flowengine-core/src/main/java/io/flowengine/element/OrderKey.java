package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;
import java.math.BigDecimal;
import java.util.List;

/**
 * A key of an element in an order, with its shape: keys of other shapes cannot be compared with it.
 *
 * @param shape what it is made of, for people
 * @param value a number, a text, a natural key, or a list of keys
 */
record OrderKey(String shape, Object value) implements Comparable<OrderKey> {
  static OrderKey of(Object key, String element) {
    return switch (key) {
      case Boolean truth -> new OrderKey("a number", truth ? BigDecimal.ONE : BigDecimal.ZERO);
      case Number number -> new OrderKey("a number", number(number, element));
      case String text -> new OrderKey("a text", text);
      case NaturalKey natural -> new OrderKey("a natural key", natural);
      case List<?> list -> {
        List<OrderKey> all = list.stream().map(each -> of(each, element)).toList();
        yield new OrderKey("a list of " + all.stream().map(OrderKey::shape).toList(), all);
      }
      default ->
          throw new InvalidInputException(
              "key of element " + element, "must be a number, a text or a list of these", key);
    };
  }

  private static BigDecimal number(Number number, String element) {
    if (Double.isNaN(number.doubleValue()) || Double.isInfinite(number.doubleValue())) {
      throw new InvalidInputException("key of element " + element, "must be finite", number);
    }
    return new BigDecimal(number.toString());
  }

  void requireShapeOf(OrderKey first, String element) {
    if (!shape.equals(first.shape)) {
      throw new InvalidInputException(
          "key of element " + element, "must be " + first.shape + " as those before it", shape);
    }
  }

  /** Only keys of one shape are compared. */
  @Override
  public int compareTo(OrderKey other) {
    if (value instanceof List<?> mine && other.value instanceof List<?> theirs) {
      for (int i = 0; i < mine.size(); i++) {
        int order = ((OrderKey) mine.get(i)).compareTo((OrderKey) theirs.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
    return switch (value) {
      case BigDecimal number -> number.compareTo((BigDecimal) other.value);
      case String text -> compare(text, (String) other.value);
      case NaturalKey natural -> natural.compareTo((NaturalKey) other.value);
      default -> throw new IllegalStateException(shape);
    };
  }

  /** By code points, as filters and Python order texts. */
  private static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i += Character.charCount(one.codePointAt(i))) {
      int order = Integer.compare(one.codePointAt(i), other.codePointAt(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
