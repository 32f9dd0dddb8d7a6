package io.flowengine.jdbc.internal.table;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Place;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Interrupted;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.JournalEntry.Pending;
import io.flowengine.spi.JournalEntry.Raised;
import io.flowengine.spi.JournalEntry.Result;
import io.flowengine.spi.JournalEntry.Returned;
import io.flowengine.spi.Position;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code journal}. */
public final class JournalTable {
  /** An entry and whose it is. */
  public record Line(ExecutionId execution, JournalEntry entry) {}

  private static final String WRITE =
      "INSERT INTO {journal} (execution_id, position, format, kind, call, call_key, digest,"
          + " preview, outcome, result, error, message, created_at, ended_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (execution_id, position) DO UPDATE SET format = excluded.format,"
          + " kind = excluded.kind, call = excluded.call, call_key = excluded.call_key,"
          + " digest = excluded.digest, preview = excluded.preview, outcome = excluded.outcome,"
          + " result = excluded.result, error = excluded.error, message = excluded.message,"
          + " created_at = excluded.created_at, ended_at = excluded.ended_at";
  private static final String SELECT =
      "SELECT execution_id, position, format, kind, call, call_key, digest, preview, outcome,"
          + " result, error, message, created_at, ended_at FROM {journal}";
  private static final String READ = SELECT + " WHERE execution_id IN [list]";
  private static final String READ_ONE = SELECT + " WHERE execution_id = ? AND position = ?";
  private static final String COUNT =
      "SELECT execution_id, count(*) FROM {journal} WHERE execution_id IN [list]"
          + " GROUP BY execution_id";

  private enum Outcome {
    PENDING,
    RETURNED,
    RAISED,
    INTERRUPTED
  }

  private JournalTable() {}

  /** Writes entries; each replaces the one at its position. */
  public static void write(Session session, Collection<Line> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    Binding batch = session.change(WRITE);
    for (Line line : lines) {
      JournalEntry entry = line.entry();
      Call call = entry.call();
      Place place = new Place("journal", line.execution(), entry.position());
      batch
          .id(line.execution())
          .text(entry.position().toString())
          .integer(entry.format())
          .name(call.kind())
          .text(call.name())
          .text(call.key())
          .number(call.digest())
          .payload(place, "preview", call.preview());
      set(batch, place, entry.result());
      batch.instant(entry.createdAt()).instant(entry.endedAt()).row();
    }
    batch.run();
  }

  private static void set(Binding row, Place place, Result result) throws SQLException {
    switch (result) {
      case Pending any -> row.name(Outcome.PENDING).text(null).text(null).text(null);
      case Returned returned ->
          row.name(Outcome.RETURNED)
              .payload(place, "result", returned.value())
              .text(null)
              .text(null);
      case Raised raised ->
          row.name(Outcome.RAISED)
              .payload(place, "result", raised.data())
              .text(raised.error())
              .payload(place, "message", raised.message());
      case Interrupted interrupted ->
          row.name(Outcome.INTERRUPTED)
              .text(null)
              .name(interrupted.reason())
              .payload(place, "message", interrupted.message());
    }
  }

  /** Reads the entries of executions by position; executions without any are left out. */
  public static Map<ExecutionId, List<JournalEntry>> read(
      Session session, Collection<ExecutionId> ids) throws SQLException {
    Map<ExecutionId, List<JournalEntry>> journals = new HashMap<>();
    session
        .prepare(READ)
        .ids(ids)
        .each(
            row -> {
              ExecutionId id = row.id();
              journals.computeIfAbsent(id, any -> new ArrayList<>()).add(entry(row, id));
              return true;
            });
    journals.values().forEach(all -> all.sort(Comparator.comparing(JournalEntry::position)));
    return journals;
  }

  /** Reads one entry. */
  public static Optional<JournalEntry> read(Session session, ExecutionId id, Position position)
      throws SQLException {
    return session
        .prepare(READ_ONE)
        .id(id)
        .text(position.toString())
        .list(row -> entry(row, row.id()))
        .stream()
        .findFirst();
  }

  private static JournalEntry entry(Row row, ExecutionId id) throws SQLException {
    Position position = Position.of(row.text());
    int format = row.integer();
    Place place = new Place("journal", id, position);
    Call call =
        new Call(
            row.name(Kind.class),
            row.text(),
            row.text(),
            row.number(),
            row.payloadText(place, "preview"));
    Result result = result(row, place);
    Instant createdAt = row.instant();
    return new JournalEntry(format, position, call, result, createdAt, row.instantOrNull());
  }

  private static Result result(Row row, Place place) throws SQLException {
    Outcome outcome = row.name(Outcome.class);
    Value value = row.payloadOrNull(place, "result");
    String error = row.textOrNull();
    String message = row.payloadTextOrNull(place, "message");
    return switch (outcome) {
      case PENDING -> Pending.PENDING;
      case RETURNED -> new Returned(requireNonNull(value));
      case RAISED ->
          new Raised(requireNonNull(error), requireNonNull(message), requireNonNull(value));
      case INTERRUPTED -> new Interrupted(StatusReason.valueOf(requireNonNull(error)), message);
    };
  }

  /** Counts the entries of executions; those without any are left out. */
  public static Map<ExecutionId, Integer> lengths(Session session, Collection<ExecutionId> ids)
      throws SQLException {
    Map<ExecutionId, Integer> lengths = new HashMap<>();
    session
        .prepare(COUNT)
        .ids(ids)
        .each(
            row -> {
              lengths.put(row.id(), row.integer());
              return true;
            });
    return lengths;
  }
}
