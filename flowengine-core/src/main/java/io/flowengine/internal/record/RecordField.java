package io.flowengine.internal.record;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record type.
 *
 * @param name its name
 * @param kind what it holds
 * @param isWritable true if scripts may write it
 */
record RecordField(String name, Kind kind, boolean isWritable) {
  /** What a field holds. Null is a value of each. */
  enum Kind {
    /** Text. */
    TEXT("must be text or None"),
    /** A whole number. */
    INTEGER("must be an int or None"),
    /** True or false. */
    FLAG("must be True, False or None"),
    /** A point in time, given as a datetime or an ISO text with offset. */
    TIME("must be a datetime, an ISO 8601 text with offset, or None"),
    /** A list of text. */
    NAMES("must be a list of text or None"),
    /** A list of whole numbers. */
    NUMBERS("must be a list of ints or None"),
    /** A dict with plain values. */
    DICT("must be a dict or None"),
    /** Kept elsewhere by the hook of the type; null in the table. */
    CONTENT(""),
    /** Any plain value: what JSON has no type for becomes text. */
    JSON("");

    private final String rule;

    Kind(String rule) {
      this.rule = rule;
    }
  }

  /** The value in stored form; refuses one of another kind. */
  Value checked(RecordType type, @Nullable Object given) {
    Value value = Value.of(name, given);
    if (given == null) {
      return value;
    }
    return switch (kind) {
      case TEXT -> require(type, given instanceof String, given, value);
      case INTEGER -> require(type, given instanceof Long, given, value);
      case FLAG -> require(type, given instanceof Boolean, given, value);
      case NAMES -> require(type, isListOf(String.class, given), given, value);
      case NUMBERS -> require(type, isListOf(Long.class, given), given, value);
      case DICT -> require(type, given instanceof Map<?, ?>, given, value).untagged();
      case CONTENT -> Value.NULL;
      case JSON -> value.untagged();
      case TIME -> Value.of(name, time(type, given));
    };
  }

  private Value require(RecordType type, boolean fits, Object given, Value value) {
    if (!fits) {
      throw refused(type, given);
    }
    return value;
  }

  private InvalidInputException refused(RecordType type, Object given) {
    return new InvalidInputException(
        "field '" + name + "' of a " + type.scriptName(), kind.rule, given);
  }

  private static boolean isListOf(Class<?> element, Object given) {
    return given instanceof List<?> list && list.stream().allMatch(element::isInstance);
  }

  private Instant time(RecordType type, Object given) {
    Instant time = Times.instant(given);
    if (time == null) {
      throw refused(type, given);
    }
    return time;
  }
}
