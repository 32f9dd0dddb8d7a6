package io.flowengine.internal.node;

import io.flowengine.spi.Commit;

/** A part of a commit, and what is to be done when it is durable. */
@FunctionalInterface
public interface Part {
  /** Adds nothing. */
  Part NONE = commit -> {};

  /** Adds to a commit. Called again, for another commit, after a conflict. */
  void addTo(Commit commit);

  /** Hears that the commit is durable. */
  default void durable() {}

  /** Hears that the commit was not made. */
  default void refused() {}
}
