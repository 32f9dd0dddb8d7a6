package io.flowengine.jdbc.internal.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection with the statements that were prepared on it. Used by one thread at a time. */
public final class Session implements AutoCloseable {
  private static final int FETCH_SIZE = 256;

  private final Connection connection;
  private final Dialect dialect;
  private final Payloads payloads;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

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
  }

  /** Makes the transaction durable. */
  public void commit() throws SQLException {
    dialect.commit(connection);
  }

  /** Takes the transaction back. */
  public void rollback() throws SQLException {
    dialect.rollback(connection);
  }

  /** Gives a statement in shared SQL, to be used before the next one of the same text. */
  public Binding prepare(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(dialect.translate(sql));
      statement.setFetchSize(FETCH_SIZE);
      statements.put(sql, statement);
    }
    return new Binding(statement, dialect, payloads);
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
