package io.flowengine.resource;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a record that somebody wants to save.
 *
 * @param field the field; null if it is about the record as a whole
 * @param line the line of the script that is wrong, from 1; 0 if it is not about a line
 * @param message what is wrong
 */
public record RecordProblem(@Nullable String field, int line, String message) {
  /** Checks presence. */
  public RecordProblem {
    requireNonNull(message, "message");
  }
}
