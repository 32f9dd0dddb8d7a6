package io.flowengine.benchmarks.peer;

import io.flowengine.jdbc.JdbcStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A database that is made for one benchmark and deleted with it. */
public sealed interface BenchmarkDatabase extends AutoCloseable {

  /**
   * Opens the engine's store.
   *
   * @param name stores of different names share nothing
   * @return the store
   */
  JdbcStore store(String name);

  /**
   * {@return where {@link #open} finds a store, also in another JVM}
   *
   * @param name the name of the store
   */
  String address(String name);

  /**
   * Opens a store, in any JVM.
   *
   * @param address what {@link #address} gave
   * @return the store
   */
  static JdbcStore open(String address) {
    if (!address.startsWith(Postgres.URL)) {
      return JdbcStore.embedded(Path.of(address));
    }
    int last = address.lastIndexOf('#');
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.substring(0, last));
    return JdbcStore.builder(source).schema(address.substring(last + 1)).open();
  }

  /**
   * Opens a connection that sees the tables of a store without their schema.
   *
   * @param name the name of the store
   * @return the connection
   * @throws SQLException if it cannot be opened
   */
  Connection connect(String name) throws SQLException;

  /** {@return what decides about durability and speed} */
  String settings();

  @Override
  void close();

  /** {@return a server of PostgreSQL} */
  static Postgres postgres() {
    try {
      return new Postgres(
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "200")
              .setServerConfig("shared_buffers", "512MB")
              .setServerConfig("max_wal_size", "4GB")
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a folder with files of SQLite} */
  static Sqlite sqlite() {
    try {
      return new Sqlite(Files.createTempDirectory("flowengine-benchmark"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * PostgreSQL.
   *
   * @param server the server
   */
  record Postgres(EmbeddedPostgres server) implements BenchmarkDatabase {
    private static final String URL = "jdbc:";
    private static final List<String> SETTINGS =
        List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_sync_method",
            "shared_buffers");

    /**
     * {@return where connections come from}
     *
     * @param schema their first schema
     */
    public DataSource source(String schema) {
      PGSimpleDataSource source = (PGSimpleDataSource) server.getPostgresDatabase();
      source.setCurrentSchema(schema);
      return source;
    }

    /** {@return the address of the server} */
    public String url() {
      return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public String address(String name) {
      return url() + '#' + name;
    }

    @Override
    public JdbcStore store(String name) {
      return JdbcStore.builder(source("public")).schema(name).open();
    }

    @Override
    public Connection connect(String name) throws SQLException {
      return source(name).getConnection();
    }

    @Override
    public String settings() {
      List<String> settings = new ArrayList<>();
      try (Connection connection = connect("public");
          Statement statement = connection.createStatement()) {
        for (String setting : SETTINGS) {
          try (ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            settings.add(setting + "=" + result.getString(1));
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return "PostgreSQL: " + String.join(", ", settings);
    }

    @Override
    public void close() {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * SQLite.
   *
   * @param folder where the files are
   */
  record Sqlite(Path folder) implements BenchmarkDatabase {
    private Path file(String name) {
      return folder.resolve(name + ".db");
    }

    @Override
    public String address(String name) {
      return file(name).toString();
    }

    @Override
    public JdbcStore store(String name) {
      return JdbcStore.embedded(file(name));
    }

    @Override
    public Connection connect(String name) throws SQLException {
      SQLiteConfig config = new SQLiteConfig();
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + file(name));
      return source.getConnection();
    }

    @Override
    public String settings() {
      return "SQLite: journal_mode=WAL, synchronous=FULL, in " + folder;
    }

    @Override
    public void close() {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
