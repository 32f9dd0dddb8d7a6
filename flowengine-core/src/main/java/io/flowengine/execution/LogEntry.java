package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * One line of an execution's log.
 *
 * @param at when it was written, by the engine's clock
 * @param level how much it matters
 * @param subject where it comes from: {@code user log}, {@code stdout}, {@code stderr}, {@code
 *     engine}
 * @param text the line as people read it
 * @param data the logged values as plain JSON, without tags; {@link Value#NULL} if there are none
 * @param references the records that were logged, each once, in their order
 */
public record LogEntry(
    Instant at,
    LogLevel level,
    String subject,
    String text,
    Value data,
    List<RecordRef> references) {
  /** Checks presence. */
  public LogEntry {
    requireNonNull(at, "at");
    requireNonNull(level, "level");
    requireNonNull(subject, "subject");
    requireNonNull(text, "text");
    requireNonNull(data, "data");
    references = List.copyOf(references);
  }

  /**
   * A line that refers to no records.
   *
   * @param at when it was written
   * @param level how much it matters
   * @param subject where it comes from
   * @param text the line
   * @param data the logged values; {@link Value#NULL} if there are none
   */
  public LogEntry(Instant at, LogLevel level, String subject, String text, Value data) {
    this(at, level, subject, text, data, List.of());
  }
}
