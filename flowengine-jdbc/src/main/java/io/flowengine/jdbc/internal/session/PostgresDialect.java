package io.flowengine.jdbc.internal.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Set;

/** PostgreSQL: several processes write, so rows are locked, always in the order of their keys. */
public final class PostgresDialect implements Dialect {
  private static final Set<String> REPEATABLE =
      Set.of(
          "40001", // serialization failure
          "40P01", // deadlock
          "55P03", // lock not available
          "23505"); // somebody else inserted the same key meanwhile

  private final String schema;

  /**
   * Makes the dialect.
   *
   * @param schema the schema with the tables, a plain name
   */
  public PostgresDialect(String schema) {
    this.schema = schema;
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public boolean pipelines() {
    return true;
  }

  @Override
  public String translate(String sql) {
    return sql.replace("{", '"' + schema + "\".")
        .replace("}", "")
        .replace("IN [list]", "= ANY(?)")
        .replace("[lock]", "FOR NO KEY UPDATE")
        .replace("[lock nowait]", "FOR NO KEY UPDATE NOWAIT")
        .replace("[lock skip]", "FOR NO KEY UPDATE SKIP LOCKED")
        .replace("[clock]", "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)");
  }

  @Override
  public void setList(PreparedStatement statement, int index, Collection<String> values)
      throws SQLException {
    String[] encoded = values.stream().map(NulEscapes::encode).toArray(String[]::new);
    statement.setArray(index, statement.getConnection().createArrayOf("text", encoded));
  }

  /**
   * A host may have switched durability off for its own transactions; it is on for these. The
   * writer finds everything by keys, and its statements stay prepared for as long as the connection
   * lives: a plan that was made while a table was small must not read all of it later.
   */
  @Override
  public void openWriter(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = on");
      statement.execute("SET enable_seqscan = off");
      statement.execute("SET application_name = 'flowengine writer'");
    }
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
  }

  /** Different topics with the same hash wait for each other, which does no harm. */
  @Override
  public void lockTopics(Connection connection, Collection<String> topics) throws SQLException {
    Object[] keys =
        topics.stream()
            .map(topic -> ((long) schema.hashCode() << 32) | (topic.hashCode() & 0xffffffffL))
            .distinct()
            .sorted()
            .toArray();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_advisory_xact_lock(key) FROM unnest(?) WITH ORDINALITY AS k (key, n)")) {
      statement.setArray(1, connection.createArrayOf("bigint", keys));
      statement.execute();
    }
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Remedy remedy(SQLException error) {
    String state = error.getSQLState();
    if (state == null) {
      return Remedy.RECONNECT;
    }
    if (REPEATABLE.contains(state)) {
      return Remedy.REPEAT;
    }
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54")
        ? Remedy.SEPARATE
        : Remedy.RECONNECT;
  }

  @Override
  public boolean hasExactLike() {
    return true;
  }
}
