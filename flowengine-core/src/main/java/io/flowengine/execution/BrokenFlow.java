package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

/**
 * A flow that is found and cannot be run.
 *
 * @param flow its name
 * @param file the file of its script; {@code <flow NAME>} if it is a record
 * @param line the line, from 1; 0 if it is not about a line
 * @param message what is wrong
 */
public record BrokenFlow(String flow, String file, int line, String message) {
  /** Checks presence. */
  public BrokenFlow {
    requireNonNull(flow, "flow");
    requireNonNull(file, "file");
    requireNonNull(message, "message");
  }
}
