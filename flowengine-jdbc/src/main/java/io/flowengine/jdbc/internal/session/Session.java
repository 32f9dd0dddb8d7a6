package io.flowengine.jdbc.internal.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    String begin = dialect.begin();
    if (begin != null) {
      run(begin);
    }
    pipelines = dialect.pipelines();
  }

  /** Makes the transaction durable. */
  public void commit() throws SQLException {
    if (!pipeline.commit()) {
      flush();
      if (dialect.begin() == null) {
        connection.commit();
      } else {
        run("COMMIT");
      }
    }
  }

  /** Takes the transaction back. */
  public void rollback() throws SQLException {
    pipeline.clear();
    if (dialect.begin() == null) {
      connection.rollback();
    } else {
      run("ROLLBACK");
    }
  }

  private void run(String command) throws SQLException {
    boolean unused = statement(command).execute();
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
    for (int from = 0; from < changes.size(); ) {
      String sql = changes.get(from).sql();
      int to = from + 1;
      while (to < changes.size() && changes.get(to).sql().equals(sql)) {
        to++;
      }
      run(statement(sql), changes.subList(from, to));
      from = to;
    }
  }

  /** A function that is called for its effect has a result, which a batch must not have. */
  private static void run(PreparedStatement statement, List<Pipeline.Change> changes)
      throws SQLException {
    boolean hasResult = changes.getFirst().sql().startsWith("SELECT");
    for (Pipeline.Change change : changes) {
      int unused = change.set(statement, 0);
      if (hasResult) {
        boolean ignored = statement.execute();
      } else {
        statement.addBatch();
      }
    }
    if (!hasResult) {
      int[] unused = statement.executeBatch();
    }
  }

  /** Gives a statement in shared SQL, to be used before the next one of the same text. */
  public Binding prepare(String sql) throws SQLException {
    flush();
    return Binding.now(statement(sql), dialect, payloads);
  }

  /** Runs a query. */
  public void each(Query query) throws SQLException {
    query.parameters().set(prepare(query.sql())).each(query.rows());
  }

  /**
   * Runs two queries, of which the second one sees what is committed when the first one is done.
   * They are sent together where that is possible.
   */
  public void inTurn(Query first, Query second) throws SQLException {
    if (!dialect.pipelines()) {
      each(first);
      each(second);
      return;
    }
    flush();
    PreparedStatement both = statement(first.sql() + ";" + second.sql());
    both.setFetchSize(0); // the first one is to be done, not only begun, before the second one runs
    Binding query = Binding.now(both, dialect, payloads);
    second.parameters().set(first.parameters().set(query)).each(first.rows(), second.rows());
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
