package io.flowengine.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Where connections come from, and which products a store is open to. */
final class Databases {
  private static final int PATIENCE_MILLIS = 10_000;

  private Databases() {}

  static DataSource sqlite(Path path, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(PATIENCE_MILLIS);
    config.setTransactionMode(
        readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + path.toAbsolutePath());
    return source;
  }

  static void requirePostgres(DataSource database, String name) {
    try (Connection connection = database.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      if (product.equals("H2")) {
        throw new StoreOpenException(
            name,
            "it is H2, which in file mode loses commits it has acknowledged when the process is"
                + " killed; use JdbcStore.embedded(file) or PostgreSQL",
            null);
      }
      if (!product.equals("PostgreSQL")) {
        throw new StoreOpenException(
            name,
            "it is "
                + product
                + ", for which durability and locking were never tested; use"
                + " JdbcStore.embedded(file) or PostgreSQL",
            null);
      }
    } catch (SQLException e) {
      throw new StoreOpenException(
          name,
          "it cannot be reached (" + e.getMessage() + "); check address, user and password",
          e);
    }
  }
}
