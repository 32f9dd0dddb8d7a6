package io.flowengine.jdbc.internal.session;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets the parameters of a statement one after the other, and runs it: at once, or, for changes in
 * a {@link Pipeline}, later. Not thread-safe.
 */
public final class Binding {
  private final @Nullable PreparedStatement statement;
  private final @Nullable Pipeline pipeline;
  private final String sql;
  private final Dialect dialect;
  private final Payloads payloads;
  private List<@Nullable Object> values = new ArrayList<>(0);
  private final List<Pipeline.Change> changes = new ArrayList<>(0);
  private int index;
  private int rows;

  private Binding(
      @Nullable PreparedStatement statement,
      @Nullable Pipeline pipeline,
      String sql,
      Dialect dialect,
      Payloads payloads) {
    this.statement = statement;
    this.pipeline = pipeline;
    this.sql = sql;
    this.dialect = dialect;
    this.payloads = payloads;
  }

  static Binding now(PreparedStatement statement, Dialect dialect, Payloads payloads) {
    return new Binding(statement, null, "", dialect, payloads);
  }

  static Binding later(Pipeline pipeline, String sql, Dialect dialect, Payloads payloads) {
    return new Binding(null, pipeline, sql, dialect, payloads);
  }

  private PreparedStatement statement() {
    return requireNonNull(statement, "only batches of plain values can be run later");
  }

  private Binding put(@Nullable Object value) throws SQLException {
    if (pipeline == null) {
      Pipeline.set(statement(), ++index, value);
    } else {
      values.add(value);
    }
    return this;
  }

  /** Sets a text; null for none. */
  public Binding text(@Nullable String value) throws SQLException {
    return put(value == null ? null : NulEscapes.encode(value));
  }

  /** Sets the name of a constant; null for none. */
  public Binding name(@Nullable Enum<?> value) throws SQLException {
    return put(value == null ? null : value.name());
  }

  /** Sets an id; null for none. */
  public Binding id(@Nullable ExecutionId value) throws SQLException {
    return put(value == null ? null : value.toString());
  }

  /** Sets a value. JSON escapes what texts must not hold. */
  public Binding payload(Place place, String column, Value value) throws SQLException {
    String encoded = payloads.encodeValue(place, column, value.json());
    return put(encoded == null ? value.json() : encoded);
  }

  /** Sets a text that may say what nobody else should read; null for none. */
  public Binding payload(Place place, String column, @Nullable String text) throws SQLException {
    String encoded = text == null ? null : payloads.encode(place, column, text);
    return encoded == null ? text(text) : put(encoded);
  }

  /** Sets a number. */
  public Binding number(long value) throws SQLException {
    return put(value);
  }

  /** Sets a small number. */
  public Binding integer(int value) throws SQLException {
    return put(value);
  }

  /** Sets a flag, which is stored as 0 or 1. */
  public Binding flag(boolean value) throws SQLException {
    return put(value ? 1 : 0);
  }

  /** Sets an instant; null for none. */
  public Binding instant(@Nullable Instant value) throws SQLException {
    return put(value == null ? Pipeline.Missing.NUMBER : (Object) Micros.of(value));
  }

  /** Sets a list of texts. */
  public Binding list(Collection<String> texts) throws SQLException {
    dialect.setList(statement(), ++index, texts);
    return this;
  }

  /** Sets a list of ids. */
  public Binding ids(Collection<ExecutionId> ids) throws SQLException {
    return list(ids.stream().map(ExecutionId::toString).toList());
  }

  /** Ends a row of a batch. */
  public void row() throws SQLException {
    if (pipeline == null) {
      statement().addBatch();
    } else {
      changes.add(new Pipeline.Change(sql, values));
      values = new ArrayList<>(values.size());
    }
    index = 0;
    rows++;
  }

  /** Runs the batch, unless it has no rows. */
  public void run() throws SQLException {
    if (pipeline != null) {
      pipeline.add(changes);
    } else if (rows > 0) {
      int[] unused = statement().executeBatch();
    }
  }

  /** Runs a single change. */
  public int change() throws SQLException {
    return statement().executeUpdate();
  }

  /** Runs a query; a row is read by {@code reader}. */
  public <T> List<T> list(Row.Reader<T> reader) throws SQLException {
    return Row.list(statement(), payloads, reader);
  }

  /** Runs two queries that are one statement. */
  void each(Row.Visitor first, Row.Visitor second) throws SQLException {
    Row.each(statement(), payloads, first, second);
  }

  /** Runs a query, row by row. */
  public void each(Row.Visitor visitor) throws SQLException {
    Row.each(statement(), payloads, visitor);
  }
}
