package io.flowengine.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * When something happens again and again: the nominal instants of a schedule. An implementation is
 * a pure function, immutable, and gives the same on every node.
 */
@FunctionalInterface
public interface Recurrence {
  /**
   * Finds the next instant.
   *
   * @param after where to look from, exclusive
   * @return the first instant after that; empty if there is none, in the next years at least
   */
  Optional<Instant> next(Instant after);
}
