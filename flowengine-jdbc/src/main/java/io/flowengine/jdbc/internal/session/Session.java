package io.flowengine.jdbc.internal.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection with the statements that were prepared on it. Used by one thread at a time. */
public final class Session implements AutoCloseable {
  private static final int FETCH_SIZE = 256;

  private final Connection connection;
  private final Dialect dialect;
  private final Payloads payloads;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Pipeline pipeline;
  private boolean pipelines;

  /**
   * Makes a session.
   *
   * @param connection the connection, which is closed together with the session
   * @param dialect what is special about its database
   * @param payloads how payloads are stored
   */
  public Session(Connection connection, Dialect dialect, Payloads payloads) {
    this.connection = connection;
    this.dialect = dialect;
    this.payloads = payloads;
    this.pipeline = new Pipeline(connection, dialect);
  }

  /** {@return the connection} */
  public Connection connection() {
    return connection;
  }

  /** {@return what is special about the database} */
  public Dialect dialect() {
    return dialect;
  }

  /** {@return how payloads are stored} */
  public Payloads payloads() {
    return payloads;
  }

  /** Begins a transaction. */
  public void begin() throws SQLException {
    dialect.begin(connection);
    pipelines = dialect.pipelines();
  }

  /** Makes the transaction durable. */
  public void commit() throws SQLException {
    if (!pipeline.commit()) {
      flush();
      dialect.commit(connection);
    }
  }

  /** Takes the transaction back. */
  public void rollback() throws SQLException {
    pipeline.clear();
    dialect.rollback(connection);
  }

  /**
   * Gives a statement in shared SQL for a batch of changes. In a transaction that was {@linkplain
   * #begin begun} here it may be run later: before the next statement of another kind, or with the
   * commit.
   */
  public Binding change(String sql) throws SQLException {
    return pipelines ? Binding.later(pipeline, sql, dialect, payloads) : prepare(sql);
  }

  private void flush() throws SQLException {
    if (pipeline.isEmpty()) {
      return;
    }
    List<Pipeline.Change> changes = pipeline.take();
    int from = 0;
    while (from < changes.size()) {
      String sql = changes.get(from).sql();
      PreparedStatement batch = statement(sql);
      int to = from;
      for (; to < changes.size() && changes.get(to).sql().equals(sql); to++) {
        int index = 0;
        for (@Nullable Object value : changes.get(to).values()) {
          Pipeline.set(batch, ++index, value);
        }
        batch.addBatch();
      }
      int[] unused = batch.executeBatch();
      from = to;
    }
  }

  /** Gives a statement in shared SQL, to be used before the next one of the same text. */
  public Binding prepare(String sql) throws SQLException {
    flush();
    return Binding.now(statement(sql), dialect, payloads);
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(dialect.translate(sql));
      statement.setFetchSize(FETCH_SIZE);
      statements.put(sql, statement);
    }
    return statement;
  }

  /** Gives back the statements; the connection stays open. */
  public void closeStatements() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
