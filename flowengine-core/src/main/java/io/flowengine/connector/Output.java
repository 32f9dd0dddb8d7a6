package io.flowengine.connector;

import static java.util.Objects.requireNonNull;

/**
 * What a connector gives under one name. {@code Output.of("status_code", ValueKind.INTEGER, "what
 * the server answered")}.
 *
 * @param name its name in the {@code output_value} of the connection
 * @param kind what values it has; null is allowed for each
 * @param about what it is, a half sentence for the page of the connector; may be empty
 */
public record Output(String name, ValueKind kind, String about) {
  /** Checks the name. */
  public Output {
    requireNonNull(kind, "kind");
    requireNonNull(about, "about");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of an output must not be empty");
    }
  }

  /**
   * Declares an output.
   *
   * @param name its name
   * @param kind what values it has
   * @param about what it is; may be empty
   * @return the declaration
   */
  public static Output of(String name, ValueKind kind, String about) {
    return new Output(name, kind, about);
  }
}
