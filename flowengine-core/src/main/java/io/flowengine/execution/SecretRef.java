package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

/**
 * Names a secret instead of holding it: what is stored, logged and drawn is the name. Connectors
 * get the secret itself when they run, from the {@code SecretResolver} of the host.
 *
 * @param name the name of the secret, 1 to 200 characters
 */
public record SecretRef(String name) {
  /** Checks the name. */
  public SecretRef {
    requireNonNull(name, "name");
    if (name.isBlank() || name.length() > 200) {
      throw new InvalidInputException("name of a secret", "must have 1 to 200 characters", name);
    }
  }

  /** {@return stars, so that texts made of it show that something is there} */
  @Override
  public String toString() {
    return "***";
  }
}
