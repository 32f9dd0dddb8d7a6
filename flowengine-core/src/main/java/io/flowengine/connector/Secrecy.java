package io.flowengine.connector;

import java.util.Set;
import java.util.TreeSet;

/**
 * What of an input nobody but the connector may read.
 *
 * @param isWhole true for all of it
 * @param keys for a dict of which some values may be read: the keys of the others, in lower case;
 *     keys of calls are compared without regard to case
 */
public record Secrecy(boolean isWhole, Set<String> keys) {
  /** Everybody may read it. */
  public static final Secrecy NONE = new Secrecy(false, Set.of());

  /** Nobody may read any of it. */
  public static final Secrecy WHOLE = new Secrecy(true, Set.of());

  /** Copies the keys. */
  public Secrecy {
    keys = Set.copyOf(keys);
  }

  /** {@return the keys, sorted} */
  Set<String> sorted() {
    return new TreeSet<>(keys);
  }
}
