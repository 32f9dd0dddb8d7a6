package io.flowengine.connector;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What values an input or an output has, and the Java type they have for a connector. */
public enum ValueKind {
  /** Text; a {@code String}. */
  TEXT("text", String.class),
  /** A URL that has no password in it, which everybody could read; a {@code String}. */
  URL("a URL without a password in it", String.class),
  /** Certificates in PEM; a {@code String} with nothing but these. */
  CERTIFICATES("certificates in PEM", String.class),
  /** A whole number; a {@code Long}. */
  INTEGER("an int", Long.class),
  /** A whole number that is not negative; a {@code Long}. */
  COUNT("an int >= 0", Long.class),
  /** A port; a {@code Long} from 1 to 65535. */
  PORT("a port, an int from 1 to 65535", Long.class),
  /** A whole number or a list of them; a {@code List}. */
  INTEGERS("an int or a list of ints", List.class),
  /** A number; a {@code Double}, also if it was given as a whole number. */
  NUMBER("a number", Double.class),
  /** True or false; a {@code Boolean}. */
  FLAG("True or False", Boolean.class),
  /** A span of time, seconds or a timedelta; a {@code Duration}. */
  TIME("a number of seconds >= 0 or a timedelta", Duration.class),
  /** A list; a {@code List}. */
  LIST("a list", List.class),
  /** A text or a list of texts; a {@code List}. */
  TEXTS("text or a list of texts", List.class),
  /** A dict; a {@code Map}. */
  DICT("a dict", Map.class),
  /** Bytes; a {@code byte[]}. */
  BYTES("bytes", byte[].class),
  /** Anything. */
  ANY("anything", Object.class);

  private static final Pattern PASSWORD = Pattern.compile("^[^/]*//[^/@]*:[^/]*@");
  private static final double NANOS = 1e9;
  private static final double MOST_SECONDS = 1e9;
  private static final long LAST_PORT = 65_535;

  private final String said;
  private final Class<?> type;

  ValueKind(String said, Class<?> type) {
    this.said = said;
    this.type = type;
  }

  /** {@return how messages and pages call values of this kind, for example {@code an int >= 0}} */
  public String said() {
    return said;
  }

  /** {@return the Java type of such values} */
  public Class<?> type() {
    return type;
  }

  /**
   * Turns a value into one of this kind.
   *
   * @param given the value
   * @return it as {@link #type}; null if it is none of this kind
   */
  @Nullable Object coerced(Object given) {
    Object value =
        switch (this) {
          case URL -> given instanceof String url && !PASSWORD.matcher(url).find() ? url : null;
          case CERTIFICATES -> given instanceof String pem ? TlsTrust.plain(pem) : null;
          case COUNT -> given instanceof Long count && count >= 0 ? count : null;
          case PORT -> given instanceof Long port && port >= 1 && port <= LAST_PORT ? port : null;
          case NUMBER -> given instanceof Number number ? (Object) number.doubleValue() : null;
          case TIME ->
              given instanceof Number number ? time(number.doubleValue()) : positive(given);
          case TEXTS -> all(given, String.class);
          case INTEGERS -> all(given, Long.class);
          default -> given;
        };
    return type.isInstance(value) ? value : null;
  }

  private static @Nullable Object time(double seconds) {
    return seconds >= 0 && seconds <= MOST_SECONDS
        ? Duration.ofNanos(Math.round(seconds * NANOS))
        : null;
  }

  private static @Nullable Object positive(Object given) {
    return given instanceof Duration time && !time.isNegative() ? time : null;
  }

  private static @Nullable Object all(Object given, Class<?> element) {
    if (element.isInstance(given)) {
      return List.of(given);
    }
    return given instanceof List<?> list && list.stream().allMatch(element::isInstance)
        ? list
        : null;
  }
}
