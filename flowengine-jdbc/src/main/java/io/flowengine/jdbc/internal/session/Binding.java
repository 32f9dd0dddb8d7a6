package io.flowengine.jdbc.internal.session;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of a statement one after the other. Not thread-safe. */
public final class Binding {
  private final PreparedStatement statement;
  private final Dialect dialect;
  private final Payloads payloads;
  private int index;
  private int rows;

  Binding(PreparedStatement statement, Dialect dialect, Payloads payloads) {
    this.statement = statement;
    this.dialect = dialect;
    this.payloads = payloads;
  }

  /** Sets a text; null for none. */
  public Binding text(@Nullable String value) throws SQLException {
    statement.setString(++index, value == null ? null : dialect.encode(value));
    return this;
  }

  /** Sets the name of a constant; null for none. */
  public Binding name(@Nullable Enum<?> value) throws SQLException {
    statement.setString(++index, value == null ? null : value.name());
    return this;
  }

  /** Sets an id; null for none. */
  public Binding id(@Nullable ExecutionId value) throws SQLException {
    statement.setString(++index, value == null ? null : value.toString());
    return this;
  }

  /** Sets a value. JSON escapes what texts must not hold. */
  public Binding payload(Place place, String column, Value value) throws SQLException {
    String encoded = payloads.encode(place, column, value.json());
    statement.setString(++index, encoded == null ? value.json() : encoded);
    return this;
  }

  /** Sets a text that may say what nobody else should read; null for none. */
  public Binding payload(Place place, String column, @Nullable String text) throws SQLException {
    String encoded = text == null ? null : payloads.encode(place, column, text);
    if (encoded == null) {
      return text(text);
    }
    statement.setString(++index, encoded);
    return this;
  }

  /** Sets a number. */
  public Binding number(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  /** Sets a small number. */
  public Binding integer(int value) throws SQLException {
    statement.setInt(++index, value);
    return this;
  }

  /** Sets a flag, which is stored as 0 or 1. */
  public Binding flag(boolean value) throws SQLException {
    statement.setInt(++index, value ? 1 : 0);
    return this;
  }

  /** Sets an instant; null for none. */
  public Binding instant(@Nullable Instant value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.BIGINT);
    } else {
      statement.setLong(++index, Micros.of(value));
    }
    return this;
  }

  /** Sets a list of texts. */
  public Binding list(Collection<String> values) throws SQLException {
    dialect.setList(statement, ++index, values);
    return this;
  }

  /** Sets a list of ids. */
  public Binding ids(Collection<ExecutionId> ids) throws SQLException {
    List<String> texts = ids.stream().map(ExecutionId::toString).toList();
    dialect.setList(statement, ++index, texts);
    return this;
  }

  /** Ends a row of a batch. */
  public void row() throws SQLException {
    statement.addBatch();
    index = 0;
    rows++;
  }

  /** Runs the batch, unless it has no rows. */
  public void run() throws SQLException {
    if (rows > 0) {
      int[] unused = statement.executeBatch();
    }
  }

  /** Runs a single change. */
  public int change() throws SQLException {
    return statement.executeUpdate();
  }

  /** Runs a query; a row is read by {@code reader}. */
  public <T> List<T> list(Row.Reader<T> reader) throws SQLException {
    return Row.list(statement, dialect, payloads, reader);
  }

  /** Runs a query, row by row. */
  public void each(Row.Visitor visitor) throws SQLException {
    Row.each(statement, dialect, payloads, visitor);
  }
}
