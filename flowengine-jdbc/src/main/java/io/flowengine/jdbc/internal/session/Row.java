package io.flowengine.jdbc.internal.session;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a row one after the other. Not thread-safe. */
public final class Row {
  /** Makes something of a row. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads the row, column by column. */
    T read(Row row) throws SQLException;
  }

  /** Looks at rows. */
  @FunctionalInterface
  public interface Visitor {
    /** Reads the row; returns false to see no more. */
    boolean visit(Row row) throws SQLException;
  }

  private final ResultSet rows;
  private final Payloads payloads;
  private int column;

  private Row(ResultSet rows, Payloads payloads) {
    this.rows = rows;
    this.payloads = payloads;
  }

  static <T> List<T> list(PreparedStatement statement, Payloads payloads, Reader<T> reader)
      throws SQLException {
    List<T> all = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      Row row = new Row(rows, payloads);
      while (rows.next()) {
        row.column = 0;
        all.add(reader.read(row));
      }
    }
    return all;
  }

  static void each(PreparedStatement statement, Payloads payloads, Visitor visitor)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      each(new Row(rows, payloads), visitor);
    }
  }

  static void each(PreparedStatement statement, Payloads payloads, Visitor first, Visitor second)
      throws SQLException {
    boolean unused = statement.execute();
    try (ResultSet rows = statement.getResultSet()) {
      each(new Row(rows, payloads), first);
    }
    unused = statement.getMoreResults();
    try (ResultSet rows = statement.getResultSet()) {
      each(new Row(rows, payloads), second);
    }
  }

  private static void each(Row row, Visitor visitor) throws SQLException {
    boolean goOn = true;
    while (goOn && row.rows.next()) {
      row.column = 0;
      goOn = visitor.visit(row);
    }
  }

  /** {@return a text that is always there} */
  public String text() throws SQLException {
    return NulEscapes.decode(
        requireNonNull(rows.getString(++column), "a column that is never null"));
  }

  /** {@return a text; null for none} */
  public @Nullable String textOrNull() throws SQLException {
    String text = rows.getString(++column);
    return text == null ? null : NulEscapes.decode(text);
  }

  /** {@return the constant of a name} */
  public <E extends Enum<E>> E name(Class<E> type) throws SQLException {
    return Enum.valueOf(type, text());
  }

  /** {@return the constant of a name; null for none} */
  public <E extends Enum<E>> @Nullable E nameOrNull(Class<E> type) throws SQLException {
    String name = rows.getString(++column);
    return name == null ? null : Enum.valueOf(type, name);
  }

  /** {@return an id} */
  public ExecutionId id() throws SQLException {
    return ExecutionId.of(requireNonNull(rows.getString(++column), "id"));
  }

  /** {@return an id; null for none} */
  public @Nullable ExecutionId idOrNull() throws SQLException {
    String id = rows.getString(++column);
    return id == null ? null : ExecutionId.of(id);
  }

  /** {@return a value that was set as a payload} */
  public Value payload(Place place, String name) throws SQLException {
    return requireNonNull(payloadOrNull(place, name), "value");
  }

  /** {@return a value that was set as a payload; null for none} */
  public @Nullable Value payloadOrNull(Place place, String name) throws SQLException {
    String stored = rows.getString(++column);
    if (stored == null) {
      return null;
    }
    String decoded = payloads.decode(place, name, stored);
    return Value.ofJson(decoded == null ? stored : decoded);
  }

  /** {@return a text that was set as a payload} */
  public String payloadText(Place place, String name) throws SQLException {
    return requireNonNull(payloadTextOrNull(place, name), "text");
  }

  /** {@return a text that was set as a payload; null for none} */
  public @Nullable String payloadTextOrNull(Place place, String name) throws SQLException {
    String stored = rows.getString(++column);
    if (stored == null) {
      return null;
    }
    String decoded = payloads.decode(place, name, stored);
    return decoded == null ? NulEscapes.decode(stored) : decoded;
  }

  /** {@return a number} */
  public long number() throws SQLException {
    return rows.getLong(++column);
  }

  /** {@return a small number} */
  public int integer() throws SQLException {
    return rows.getInt(++column);
  }

  /** {@return a flag} */
  public boolean flag() throws SQLException {
    return rows.getInt(++column) != 0;
  }

  /** {@return an instant} */
  public Instant instant() throws SQLException {
    return Micros.instant(rows.getLong(++column));
  }

  /** {@return an instant; null for none} */
  public @Nullable Instant instantOrNull() throws SQLException {
    long micros = rows.getLong(++column);
    return rows.wasNull() ? null : Micros.instant(micros);
  }
}
