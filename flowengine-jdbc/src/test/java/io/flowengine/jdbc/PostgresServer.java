package io.flowengine.jdbc;

import io.flowengine.testkit.process.MemoryFolders;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real server, started once for all tests of the JVM; each test has a schema of its own. */
public final class PostgresServer {
  public static final PostgresServer SERVER = new PostgresServer();

  private final EmbeddedPostgres server;
  private final AtomicInteger schemas = new AtomicInteger();

  private PostgresServer() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(MemoryFolders.create().resolve("data"))
              .setServerConfig("max_connections", "200")
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  /** Connections of the superuser. */
  public DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  PGSimpleDataSource as(String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {server.getPort()});
    source.setDatabaseName("postgres");
    source.setUser(user);
    source.setPassword(password);
    return source;
  }

  /** The name of a schema that is not used yet. */
  public String newSchema() {
    return "test_" + schemas.incrementAndGet();
  }

  /** A new, empty store whose leases go by the time of its engines. */
  JdbcStore store() {
    return store(newSchema());
  }

  JdbcStore store(String schema) {
    return JdbcStore.builder(dataSource()).schema(schema).leaseClock(LeaseClock.ENGINE).open();
  }

  /** Deletes everything from the tables of a schema. */
  void empty(String schema) throws SQLException {
    StringBuilder sql = new StringBuilder();
    for (String table : TemporaryStores.TABLES) {
      sql.append("DELETE FROM ").append(schema).append('.').append(table).append(';');
    }
    execute(sql.toString());
  }

  /** Runs SQL as the superuser. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows of all tables of a schema as the server writes them out. */
  String dump(String schema) throws SQLException {
    StringBuilder dump = new StringBuilder();
    for (String table :
        column(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                + schema
                + "'")) {
      column("SELECT t::text FROM " + schema + "." + table + " t").forEach(dump::append);
    }
    return dump.toString();
  }

  private List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
