package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Place;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.spi.StoredRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table {@code records}: all records that are not executions. */
public final class RecordTable {
  /** The columns that {@link #read(Row)} reads. */
  public static final String COLUMNS = "type, id, name, is_deleted, version, fields";

  private static final String LOCK =
      "SELECT "
          + COLUMNS
          + " FROM {records} WHERE id IN [list] OR (is_deleted = 0 AND name IN [list])"
          + " ORDER BY id, type [lock]";
  private static final String BY_ID =
      "SELECT " + COLUMNS + " FROM {records} WHERE id = ? AND type = ?";
  private static final String BY_NAME =
      "SELECT " + COLUMNS + " FROM {records} WHERE name = ? AND type = ? AND is_deleted = 0";
  private static final String INSERT =
      "INSERT INTO {records} (name, is_deleted, version, fields, created_at, project_id,"
          + " execution_id, id, type) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE {records} SET name = ?, is_deleted = ?, version = ?, fields = ?, created_at = ?,"
          + " project_id = ?, execution_id = ? WHERE id = ? AND type = ?";

  private RecordTable() {}

  /** Reads at least the records with some ids or names and keeps them from others. */
  public static List<StoredRecord> lock(
      Session session, Collection<String> ids, Collection<String> names) throws SQLException {
    return session.prepare(LOCK).list(ids).list(names).list(RecordTable::read);
  }

  /** Reads a record. By name only those that are not deleted are found. */
  public static Optional<StoredRecord> read(Session session, RecordRef ref) throws SQLException {
    return session
        .prepare(ref.by().equals("id") ? BY_ID : BY_NAME)
        .text(ref.select())
        .name(ref.type())
        .list(RecordTable::read)
        .stream()
        .findFirst();
  }

  /** Reads a row. */
  public static StoredRecord read(Row row) throws SQLException {
    RecordType type = row.name(RecordType.class);
    String id = row.text();
    return new StoredRecord(
        type,
        id,
        row.text(),
        row.flag(),
        row.number(),
        row.payload(new Place("records", type, id), "fields"));
  }

  /** Writes one record that is new, or was there before. */
  public static void write(Session session, StoredRecord record, boolean isNew)
      throws SQLException {
    Binding statement = session.prepare(isNew ? INSERT : UPDATE);
    Function<String, @Nullable Object> fields = record.fieldReader();
    int unused =
        statement
            .text(record.name())
            .flag(record.deleted())
            .number(record.version())
            .payload(new Place("records", record.type(), record.id()), "fields", record.fields())
            .instant(fields.apply("created_at") instanceof Instant created ? created : null)
            .text(text(fields.apply("project_id")))
            .text(text(fields.apply("execution_id")))
            .text(record.id())
            .name(record.type())
            .change();
  }

  private static @Nullable String text(@Nullable Object field) {
    return field instanceof String text ? text : null;
  }
}
