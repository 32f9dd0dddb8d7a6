package io.flowengine.yaml;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * What is wrong in a file.
 *
 * @param file the file
 * @param line the line, from 1
 * @param message what is wrong
 */
public record Violation(Path file, int line, String message) {
  /** Checks presence. */
  public Violation {
    requireNonNull(file, "file");
    requireNonNull(message, "message");
  }

  /** {@return file, line and message} */
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
