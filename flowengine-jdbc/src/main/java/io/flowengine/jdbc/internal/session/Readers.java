package io.flowengine.jdbc.internal.session;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The connections that reads use, in a pool. Connections that were lost are replaced. Thread-safe.
 */
public final class Readers implements AutoCloseable {
  /** Something that is read. */
  @FunctionalInterface
  public interface Read<T> {
    /** Reads it. */
    T in(Session session) throws SQLException;
  }

  private static final long CONNECT_MILLIS = 5_000;

  private final HikariDataSource pool;
  private final Dialect dialect;
  private final Payloads payloads;
  private final Patience patience;

  /**
   * Makes a pool; it connects when it is used.
   *
   * @param source where connections come from
   * @param dialect what is special about the database
   * @param payloads how payloads are stored
   * @param patience how long to wait for an answer
   * @param size how many connections at most
   */
  public Readers(
      DataSource source, Dialect dialect, Payloads payloads, Patience patience, int size) {
    this.dialect = dialect;
    this.payloads = payloads;
    this.patience = patience;
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("flowengine-readers");
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    if (dialect.isShared()) {
      config.setReadOnly(true);
      config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
      // a plan made while a table was small would be kept when it is large
      config.setConnectionInitSql("SET plan_cache_mode = force_custom_plan");
    }
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(-1);
    pool = new HikariDataSource(config);
  }

  /** Reads with single statements, each of which sees what is committed when it begins. */
  public <T> T read(Read<T> read) {
    try (Connection connection = pool.getConnection()) {
      patience.limit(connection);
      return read.in(new Session(connection, dialect, payloads));
    } catch (SQLException e) {
      throw Failures.store(e);
    }
  }

  /** Reads row by row what may be much, in one transaction. */
  public <T> T stream(Read<T> read) {
    return read(
        session -> {
          Connection connection = session.connection();
          connection.setAutoCommit(false);
          try {
            return read.in(session);
          } finally {
            connection.rollback();
            connection.setAutoCommit(true);
          }
        });
  }

  @Override
  public void close() {
    pool.close();
  }
}
