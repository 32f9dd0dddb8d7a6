package io.flowengine.resource;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.resource.FormField.Element;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which values fields of a form take. */
final class FieldRules {
  private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}:\\d{2}(Z|[+-]\\d{2}:\\d{2})?");

  private FieldRules() {}

  /** What is wrong with a value that is not empty; null if nothing is. */
  static @Nullable String violation(FormField field, Object value) {
    return switch (field.element()) {
      case STRING, PASSWORD -> text(field, value);
      case NUMBER -> isNumber(value) ? null : "must be a number" + was(value);
      case TOGGLE -> value instanceof Boolean ? null : "must be true or false" + was(value);
      case TIME -> isTime(value) ? null : "must be a time as HH:MM:SS" + was(value);
      case SUBMIT -> value.equals(true) ? null : "must be true if it is pressed" + was(value);
      case MARKDOWN -> "is only shown and has no value";
    };
  }

  private static @Nullable String text(FormField field, Object value) {
    if (!(value instanceof String text)) {
      return "must be a text" + (field.element() == Element.PASSWORD ? "" : was(value));
    }
    Long most = field.maxLength();
    int length = text.codePointCount(0, text.length());
    return most != null && length > most
        ? "must have at most " + most + " characters, has " + length
        : null;
  }

  private static String was(Object value) {
    return ", was " + InvalidInputException.shown(value);
  }

  static boolean isNumber(Object value) {
    return switch (value) {
      case Double number -> Double.isFinite(number);
      case Float number -> Float.isFinite(number);
      default ->
          value instanceof Byte
              || value instanceof Short
              || value instanceof Integer
              || value instanceof Long
              || value instanceof BigInteger
              || value instanceof BigDecimal;
    };
  }

  private static boolean isTime(Object value) {
    if (!(value instanceof String text) || !TIME.matcher(text).matches()) {
      return false;
    }
    try {
      boolean offset = text.length() > 8;
      Object parsed = offset ? OffsetTime.parse(text) : LocalTime.parse(text);
      return parsed != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
