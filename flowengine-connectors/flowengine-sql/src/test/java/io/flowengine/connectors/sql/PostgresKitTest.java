package io.flowengine.connectors.sql;

import io.flowengine.connector.Connector;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import io.flowengine.testkit.connector.ConnectorKit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** SQLPG passes the contract of connectors, against a real server. */
class PostgresKitTest extends ConnectorKit {
  private static final int POOL = 50;

  private static final SqlConnector CONNECTOR = SqlConnector.postgres().poolSize(POOL);

  @BeforeAll
  static void open() {
    PostgresServer.SERVER.execute("CREATE SEQUENCE calls START 1");
  }

  @AfterAll
  static void close() {
    CONNECTOR.close();
    PostgresServer.SERVER.execute("DROP SEQUENCE calls");
  }

  private static Map<String, ?> inputs(String way, String statement, String more, String value) {
    return Map.of(
        "host", "127.0.0.1", "port", PostgresServer.SERVER.port(), way, statement, more, value);
  }

  @Override
  protected Connector connector() {
    return CONNECTOR;
  }

  @Override
  protected Map<String, ?> succeeding() {
    return inputs("fetchval", "SELECT 1+1", "username", "postgres");
  }

  /** The server puts the secret together, which the statement does not have. */
  @Override
  protected Map<String, ?> refused(String secret) {
    String statement =
        "SELECT CAST('" + secret.substring(0, 5) + "' || '" + secret.substring(5) + "' AS int)";
    return inputs("fetchval", statement, "password", secret);
  }

  @Override
  protected Map<String, ?> hanging() {
    return inputs("fetchval", "SELECT pg_sleep(3600)", "username", "postgres");
  }

  @Override
  protected int underWay() {
    return PostgresServer.SERVER.number(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(3600)'");
  }

  @Override
  protected int atOnce() {
    return POOL;
  }

  @Override
  protected boolean isRepeatable() {
    return true;
  }

  @Override
  protected Optional<Map<String, ?>> counted(boolean isRepeatable) {
    String way = isRepeatable ? "fetchval" : "execute";
    return Optional.of(inputs(way, "SELECT nextval('calls')", "username", "postgres"));
  }

  @Override
  protected int count() {
    return PostgresServer.SERVER.number(
        "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM calls");
  }

  @Override
  protected List<Map<String, ?>> large() {
    return List.of(
        inputs(
            "fetch",
            "SELECT repeat('x', 1000) AS x FROM generate_series(1, 100000)",
            "dst",
            "large"));
  }

  @Override
  protected Store store(Path directory) {
    return JdbcStore.embedded(directory.resolve("flows.db"));
  }

  @Override
  protected Optional<Path> page() {
    return Optional.of(Path.of("../../docs/connectors/sqlpg.md"));
  }
}
