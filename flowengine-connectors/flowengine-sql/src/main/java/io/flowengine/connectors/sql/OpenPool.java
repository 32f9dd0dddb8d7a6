package io.flowengine.connectors.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.flowengine.connector.ConnectorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pool of one configuration.
 *
 * @param source gives its connections
 * @param authorities the file in which drivers read whom to trust, as long as the pool is open;
 *     null if they trust the usual authorities
 */
record OpenPool(HikariDataSource source, @Nullable Path authorities) implements AutoCloseable {
  private static final long IDLE_MINUTES = 5;
  private static final long SHORTEST_MILLIS = 250;

  /**
   * Opens a pool, with one connection.
   *
   * @param size how many connections at most
   * @throws ConnectorException if there is no connection
   */
  static OpenPool of(Target target, int size) {
    Path authorities = written(target.cacert());
    try {
      return new OpenPool(new Patient(config(target, size, authorities)), authorities);
    } catch (PoolInitializationException e) {
      delete(authorities);
      throw Failures.connecting(
          target.place(), e.getCause() instanceof SQLException cause ? cause : null, e);
    } catch (RuntimeException e) {
      delete(authorities);
      throw e;
    }
  }

  /**
   * Gives connections on which statements may take as long as they like. Drivers that know no time
   * for a login but for each read are told that one, or a mute server would keep the socket and a
   * thread of the driver for good.
   */
  private static final class Patient extends HikariDataSource {
    Patient(HikariConfig config) {
      super(config);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      try {
        Connection behind = connection.unwrap(Connection.class); // the pool has nothing to undo
        behind.setNetworkTimeout(Runnable::run, 0);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
  }

  private static HikariConfig config(Target target, int size, @Nullable Path authorities) {
    Dialect dialect = target.dialect();
    HikariConfig config = new HikariConfig();
    setDriver(config, dialect);
    config.setPoolName("flowengine " + dialect.type() + " " + target.place());
    config.setJdbcUrl(dialect.url(target));
    config.setUsername(target.username());
    config.setPassword(target.password());
    Properties properties = dialect.properties(target, authorities);
    properties.forEach((name, value) -> config.addDataSourceProperty((String) name, value));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setIdleTimeout(TimeUnit.MINUTES.toMillis(IDLE_MINUTES));
    config.setConnectionTimeout(Math.max(SHORTEST_MILLIS, target.connectTimeout().toMillis()));
    config.setInitializationFailTimeout(1);
    config.setExceptionOverride(new QuietFailures());
    config.setThreadFactory(Thread.ofVirtual().name("flowengine-sql-", 0).factory());
    return config;
  }

  private static void setDriver(HikariConfig config, Dialect dialect) {
    try {
      config.setDriverClassName(dialect.driver());
    } catch (RuntimeException e) {
      throw new ConnectorException(
          "DriverMissing",
          dialect.type()
              + " needs the driver "
              + dialect.driver()
              + "; add "
              + dialect.artifact()
              + " to the host application",
          e);
    }
  }

  private static @Nullable Path written(@Nullable String authorities) {
    if (authorities == null) {
      return null;
    }
    try {
      return Files.writeString(Files.createTempFile("flowengine-authorities", ".pem"), authorities);
    } catch (IOException e) {
      throw new UncheckedIOException("the input 'cacert' cannot be handed to the driver", e);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    source.close();
    delete(authorities);
  }
}
