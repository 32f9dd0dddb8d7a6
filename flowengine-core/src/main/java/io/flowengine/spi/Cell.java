package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Value;

/**
 * A small versioned value that executions compete for by compare-and-set: an idempotency key, a
 * lock, a permit.
 *
 * @param namespace what it is used for
 * @param key which one
 * @param version how often it was written; 0 if it does not exist
 * @param value its content; {@link Value#NULL} if it does not exist
 */
public record Cell(String namespace, String key, long version, Value value) {
  /** Checks presence. */
  public Cell {
    requireNonNull(namespace, "namespace");
    requireNonNull(key, "key");
    requireNonNull(value, "value");
  }
}
