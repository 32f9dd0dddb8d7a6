package io.flowengine.connector;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.SecretRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a connector takes under one name. {@code Input.text("password").secret()}, {@code
 * Input.integer("port").or(6379)}.
 *
 * @param name its name in calls
 * @param kind what values it takes
 * @param isRequired true if it must be given
 * @param isSecret true if nobody but the connector may read it
 * @param otherwise what it is if it is not given; null for nothing
 * @param choices the only values it takes; empty for any of its kind
 */
public record Input(
    String name,
    Kind kind,
    boolean isRequired,
    boolean isSecret,
    @Nullable Object otherwise,
    Set<Object> choices) {
  private static final double NANOS = 1e9;
  private static final double MOST_SECONDS = 1e9;

  /** What values an input takes, and what they become. */
  public enum Kind {
    /** Text. */
    TEXT("text", String.class),
    /** A whole number; a {@code Long}. */
    INTEGER("an int", Long.class),
    /** A number; a {@code Double}, also if it was given as a whole number. */
    NUMBER("a number", Double.class),
    /** True or false. */
    FLAG("True or False", Boolean.class),
    /** A span of time: seconds or a timedelta; a {@code Duration}. */
    TIME("a number of seconds >= 0 or a timedelta", Duration.class),
    /** A list. */
    LIST("a list", List.class),
    /** A text or a list of texts; a list. */
    TEXTS("text or a list of texts", List.class),
    /** A dict. */
    DICT("a dict", Map.class),
    /** Bytes. */
    BYTES("bytes", byte[].class),
    /** Anything. */
    ANY("anything", Object.class);

    private final String said;
    private final Class<?> type;

    Kind(String said, Class<?> type) {
      this.said = said;
      this.type = type;
    }
  }

  /** Checks that the parts fit each other. */
  public Input {
    requireNonNull(kind, "kind");
    choices = Set.copyOf(choices);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of an input must not be empty");
    }
    if (isRequired && otherwise != null) {
      throw new IllegalArgumentException("input '" + name + "' is required and has a default");
    }
    if (otherwise != null && !kind.type.isInstance(otherwise)) {
      throw new IllegalArgumentException(
          "the default of input '" + name + "' must be " + kind.said + ", was " + otherwise);
    }
  }

  private static Input of(String name, Kind kind) {
    return new Input(name, kind, false, false, null, Set.of());
  }

  /**
   * An input that is text.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input text(String name) {
    return of(name, Kind.TEXT);
  }

  /**
   * An input that is a whole number.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input integer(String name) {
    return of(name, Kind.INTEGER);
  }

  /**
   * An input that is a number.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input number(String name) {
    return of(name, Kind.NUMBER);
  }

  /**
   * An input that is true or false.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input flag(String name) {
    return of(name, Kind.FLAG);
  }

  /**
   * An input that is a span of time.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input time(String name) {
    return of(name, Kind.TIME);
  }

  /**
   * An input that is a list.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input list(String name) {
    return of(name, Kind.LIST);
  }

  /**
   * An input that is a text or a list of texts.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input texts(String name) {
    return of(name, Kind.TEXTS);
  }

  /**
   * An input that is a dict.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input dict(String name) {
    return of(name, Kind.DICT);
  }

  /**
   * An input that is bytes.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input bytes(String name) {
    return of(name, Kind.BYTES);
  }

  /**
   * An input that is anything.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input any(String name) {
    return of(name, Kind.ANY);
  }

  /** {@return a copy that must be given} */
  public Input required() {
    return new Input(name, kind, true, isSecret, otherwise, choices);
  }

  /** {@return a copy that nobody but the connector may read} */
  public Input secret() {
    return new Input(name, kind, isRequired, true, otherwise, choices);
  }

  /**
   * Gives a copy with a default.
   *
   * @param value what the input is if it is not given, of the type that its kind names; an {@code
   *     Integer} counts as a {@code Long}
   * @return the copy
   */
  public Input or(Object value) {
    Object stored = value instanceof Integer number ? (Object) number.longValue() : value;
    return new Input(name, kind, isRequired, isSecret, stored, choices);
  }

  /**
   * Gives a copy that takes some values only.
   *
   * @param values the values, of the type that its kind names
   * @return the copy
   */
  public Input oneOf(Object... values) {
    return new Input(name, kind, isRequired, isSecret, otherwise, Set.of(values));
  }

  /** What a value that was given becomes. */
  Object accepted(Object given) {
    if (given instanceof SecretRef) {
      return given; // the secret itself is checked when it takes the place of its name
    }
    Object value = coerced(given);
    if (!kind.type.isInstance(value)) {
      throw refused("must be " + kind.said, given);
    }
    if (!choices.isEmpty() && !choices.contains(value)) {
      throw refused(
          "must be one of " + choices.stream().map(String::valueOf).sorted().toList(), given);
    }
    return value;
  }

  private @Nullable Object coerced(Object given) {
    return switch (kind) {
      case NUMBER -> given instanceof Number number ? (Object) number.doubleValue() : given;
      case TIME -> given instanceof Number number ? time(number.doubleValue()) : positive(given);
      case TEXTS -> texts(given);
      default -> given;
    };
  }

  private static @Nullable Object time(double seconds) {
    return seconds >= 0 && seconds <= MOST_SECONDS
        ? Duration.ofNanos(Math.round(seconds * NANOS))
        : null;
  }

  private static @Nullable Object positive(Object given) {
    return given instanceof Duration time && !time.isNegative() ? time : null;
  }

  private static @Nullable Object texts(Object given) {
    if (given instanceof String text) {
      return List.of(text);
    }
    boolean all = given instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    return all ? given : null;
  }

  private InvalidInputException refused(String rule, Object given) {
    return new InvalidInputException("input '" + name + "'", rule, isSecret ? "a secret" : given);
  }
}
