package io.flowengine.connector;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.SecretRef;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a connector takes under one name. {@code Input.text("password").secret()}, {@code
 * Input.port("port").or(6379).about("where the server listens")}.
 *
 * @param name its name in calls
 * @param kind what values it takes
 * @param isRequired true if it must be given
 * @param secrecy what of it nobody but the connector may read
 * @param otherwise what it is if it is not given; null for nothing
 * @param choices the only values it takes, in the order of the declaration; empty for any of its
 *     kind
 * @param about what it is for, a half sentence for the page of the connector; may be empty
 */
public record Input(
    String name,
    ValueKind kind,
    boolean isRequired,
    Secrecy secrecy,
    @Nullable Object otherwise,
    Set<Object> choices,
    String about) {
  /** Checks that the parts fit each other. */
  public Input {
    requireNonNull(kind, "kind");
    requireNonNull(secrecy, "secrecy");
    requireNonNull(about, "about");
    choices = Collections.unmodifiableSet(new LinkedHashSet<>(choices));
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of an input must not be empty");
    }
    if (isRequired && otherwise != null) {
      throw new IllegalArgumentException("input '" + name + "' is required and has a default");
    }
    if (otherwise != null && kind.coerced(otherwise) == null) {
      throw new IllegalArgumentException(
          "the default of input '" + name + "' must be " + kind.said() + ", was " + otherwise);
    }
  }

  private static Input of(String name, ValueKind kind) {
    return new Input(name, kind, false, Secrecy.NONE, null, Set.of(), "");
  }

  /**
   * An input that is text.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input text(String name) {
    return of(name, ValueKind.TEXT);
  }

  /**
   * An input that is a URL, without a password in it.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input url(String name) {
    return of(name, ValueKind.URL);
  }

  /**
   * An input that is certificates in PEM, of authorities for {@link TlsTrust} for example.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input certificates(String name) {
    return of(name, ValueKind.CERTIFICATES);
  }

  /**
   * An input that is a whole number.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input integer(String name) {
    return of(name, ValueKind.INTEGER);
  }

  /**
   * An input that is a whole number and not negative.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input count(String name) {
    return of(name, ValueKind.COUNT);
  }

  /**
   * An input that is a port.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input port(String name) {
    return of(name, ValueKind.PORT);
  }

  /**
   * An input that is a whole number or a list of them.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input integers(String name) {
    return of(name, ValueKind.INTEGERS);
  }

  /**
   * An input that is a number.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input number(String name) {
    return of(name, ValueKind.NUMBER);
  }

  /**
   * An input that is true or false.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input flag(String name) {
    return of(name, ValueKind.FLAG);
  }

  /**
   * An input that is a span of time.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input time(String name) {
    return of(name, ValueKind.TIME);
  }

  /**
   * An input that is a list.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input list(String name) {
    return of(name, ValueKind.LIST);
  }

  /**
   * An input that is a text or a list of texts.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input texts(String name) {
    return of(name, ValueKind.TEXTS);
  }

  /**
   * An input that is a dict.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input dict(String name) {
    return of(name, ValueKind.DICT);
  }

  /**
   * An input that is bytes.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input bytes(String name) {
    return of(name, ValueKind.BYTES);
  }

  /**
   * An input that is anything.
   *
   * @param name its name
   * @return the declaration
   */
  public static Input any(String name) {
    return of(name, ValueKind.ANY);
  }

  /** {@return a copy that must be given} */
  public Input required() {
    return new Input(name, kind, true, secrecy, otherwise, choices, about);
  }

  /** {@return a copy that nobody but the connector may read} */
  public Input secret() {
    return new Input(name, kind, isRequired, Secrecy.WHOLE, otherwise, choices, about);
  }

  /**
   * Gives a copy, of a dict, with values that nobody but the connector may read.
   *
   * @param keys the keys of these values, in lower case
   * @return the copy
   */
  public Input secretUnder(String... keys) {
    Secrecy some = new Secrecy(false, Set.of(keys));
    return new Input(name, kind, isRequired, some, otherwise, choices, about);
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
    return new Input(name, kind, isRequired, secrecy, stored, choices, about);
  }

  /**
   * Gives a copy that takes some values only. Texts that differ from one of them in upper and lower
   * case become that one.
   *
   * @param values the values, of the type that its kind names
   * @return the copy
   */
  public Input oneOf(Object... values) {
    Set<Object> ordered = new LinkedHashSet<>(List.of(values));
    return new Input(name, kind, isRequired, secrecy, otherwise, ordered, about);
  }

  /**
   * Gives a copy that says what it is for.
   *
   * @param text a half sentence for the page of the connector
   * @return the copy
   */
  public Input about(String text) {
    return new Input(name, kind, isRequired, secrecy, otherwise, choices, text);
  }

  /** {@return true if nobody but the connector may read it} */
  public boolean isSecret() {
    return secrecy.isWhole();
  }

  /** What a value that was given becomes. */
  Object accepted(Object given) {
    if (given instanceof SecretRef) {
      return given; // the secret itself is checked when it takes the place of its name
    }
    Object value = kind.coerced(given);
    if (value == null) {
      throw refused("must be " + kind.said(), given);
    }
    if (choices.isEmpty()) {
      return value;
    }
    return choices.stream()
        .filter(choice -> isSame(choice, value))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "must be one of " + choices.stream().map(String::valueOf).sorted().toList(),
                    given));
  }

  private static boolean isSame(Object choice, Object value) {
    return choice.equals(value)
        || (choice instanceof String text
            && value instanceof String other
            && text.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT)));
  }

  private InvalidInputException refused(String rule, Object given) {
    boolean isSecret =
        isSecret()
            || (kind == ValueKind.URL && given instanceof String)
            || (given instanceof Map<?, ?> && !secrecy.equals(Secrecy.NONE));
    return new InvalidInputException("input '" + name + "'", rule, isSecret ? "a secret" : given);
  }
}
