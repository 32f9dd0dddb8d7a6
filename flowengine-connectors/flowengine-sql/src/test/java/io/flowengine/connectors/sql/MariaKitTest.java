package io.flowengine.connectors.sql;

import static io.flowengine.connectors.sql.MariaServer.PASSWORD;
import static io.flowengine.connectors.sql.MariaServer.USER;

import io.flowengine.connector.Connector;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import io.flowengine.testkit.connector.ConnectorKit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** MYSQL passes the contract of connectors, against a real MariaDB. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "the binary of MariaDB in Maven Central is for Linux on x86-64")
class MariaKitTest extends ConnectorKit {
  private static final int POOL = 50;

  private static final SqlConnector CONNECTOR = SqlConnector.mysql().poolSize(POOL);

  @TempDir static Path directory;
  private static MariaServer server;

  @BeforeAll
  static void open() throws SQLException {
    server = MariaServer.start(directory);
    try (Connection connection = DriverManager.getConnection(server.url(), USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SEQUENCE shop.calls NOCACHE");
    }
  }

  @AfterAll
  static void close() {
    CONNECTOR.close();
    server.close();
  }

  private static Map<String, Object> inputs(String way, String statement) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("host", "127.0.0.1");
    inputs.put("port", server.port());
    inputs.put("username", USER);
    inputs.put("password", PASSWORD);
    inputs.put(way, statement);
    return inputs;
  }

  @Override
  protected Connector connector() {
    return CONNECTOR;
  }

  @Override
  protected Map<String, ?> succeeding() {
    return inputs("fetchval", "SELECT 1+1");
  }

  /** The server puts the secret together, which the statement does not have. */
  @Override
  protected Map<String, ?> refused(String secret) {
    Map<String, Object> inputs =
        inputs(
            "fetchval",
            "SELECT updatexml('<a/>', concat('$', '"
                + secret.substring(0, 5)
                + "', '"
                + secret.substring(5)
                + "'), '')");
    inputs.put("password", secret);
    return inputs;
  }

  @Override
  protected Map<String, ?> hanging() {
    return inputs("fetchval", "SELECT sleep(3600)");
  }

  @Override
  protected int underWay() {
    return number(
        "SELECT count(*) FROM information_schema.processlist"
            + " WHERE info LIKE '%sleep(3600)%' AND info NOT LIKE '%processlist%'");
  }

  private static int number(String query) {
    try (Connection connection = DriverManager.getConnection(server.url(), USER, PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
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
    return Optional.of(inputs(way, "SELECT NEXTVAL(shop.calls)"));
  }

  @Override
  protected int count() {
    return number("SELECT next_not_cached_value - 1 FROM shop.calls");
  }

  @Override
  protected List<Map<String, ?>> large() {
    Map<String, Object> inputs =
        inputs("fetch", "SELECT repeat('x', 1000) AS x FROM seq_1_to_100000");
    inputs.put("dst", "large");
    return List.of(inputs);
  }

  @Override
  protected Store store(Path folder) {
    return JdbcStore.embedded(folder.resolve("flows.db"));
  }

  @Override
  protected Optional<Path> page() {
    return Optional.of(Path.of("../../docs/connectors/mysql.md"));
  }
}
