package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One line of an execution's log.
 *
 * @param at when it was written, by the engine's clock
 * @param level how much it matters
 * @param subject where it comes from: {@code user log}, {@code stdout}, {@code stderr}, {@code
 *     engine}
 * @param text the line as people read it
 * @param data the logged values in stored form; {@link Value#NULL} if there are none
 */
public record LogEntry(Instant at, LogLevel level, String subject, String text, Value data) {
  /** Checks presence. */
  public LogEntry {
    requireNonNull(at, "at");
    requireNonNull(level, "level");
    requireNonNull(subject, "subject");
    requireNonNull(text, "text");
    requireNonNull(data, "data");
  }
}
