package io.flowengine.execution;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param items the records, at most as many as asked for
 * @param cursor where the next page starts; null if this is the last one
 * @param <T> the type of the records
 */
public record Page<T>(List<T> items, @Nullable String cursor) {
  /** Copies the list. */
  public Page {
    items = List.copyOf(items);
  }

  /**
   * {@return where the next page starts, for {@link Query#after}; empty if this is the last one}
   */
  public Optional<String> next() {
    return Optional.ofNullable(cursor);
  }
}
