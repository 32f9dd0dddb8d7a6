package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.Value;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Place;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code logs}. */
public final class LogTable {
  /** A line, whose it is, and its number in the log, from 0. */
  public record Line(ExecutionId execution, int number, LogEntry entry) {}

  private static final String INSERT =
      "INSERT INTO {logs} (execution_id, line, at, level, subject, text, data, refs)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String READ =
      "SELECT line, at, level, subject, text, data, refs FROM {logs} WHERE execution_id = ?"
          + " AND line >= ? ORDER BY line LIMIT ?";

  private LogTable() {}

  /** Appends lines. */
  public static void append(Session session, Collection<Line> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    Binding batch = session.change(INSERT);
    for (Line line : lines) {
      LogEntry entry = line.entry();
      Place place = new Place("logs", line.execution(), line.number());
      batch
          .id(line.execution())
          .integer(line.number())
          .instant(entry.at())
          .name(entry.level())
          .text(entry.subject())
          .payload(place, "text", entry.text())
          .payload(place, "data", entry.data())
          .payload(place, "refs", written(entry.references()))
          .row();
    }
    batch.run();
  }

  /** Reads a part of a log. */
  public static List<LogEntry> read(Session session, ExecutionId id, int from, int limit)
      throws SQLException {
    return session.prepare(READ).id(id).integer(from).integer(limit).list(row -> entry(row, id));
  }

  private static LogEntry entry(Row row, ExecutionId id) throws SQLException {
    Place place = new Place("logs", id, row.integer());
    return new LogEntry(
        row.instant(),
        row.name(LogLevel.class),
        row.text(),
        row.payloadText(place, "text"),
        row.payload(place, "data"),
        references(row.payloadTextOrNull(place, "refs")));
  }

  /** References in stored form; null for none. */
  private static @Nullable String written(List<RecordRef> references) {
    return references.isEmpty() ? null : Value.of(references).json();
  }

  private static List<RecordRef> references(@Nullable String text) {
    return text != null && Value.ofJson(text).toObject() instanceof List<?> list
        ? list.stream().map(RecordRef.class::cast).toList()
        : List.of();
  }
}
