package io.flowengine.connectors.sql;

import static io.flowengine.connectors.sql.MariaServer.PASSWORD;
import static io.flowengine.connectors.sql.MariaServer.USER;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.flowengine.FlowEngine;
import io.flowengine.connector.Connector;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import io.flowengine.testkit.connector.ConnectorKit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** MYSQL passes the contract of connectors, against a real MariaDB. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "the binary of MariaDB in Maven Central is for Linux on x86-64")
class MariaKitTest extends ConnectorKit {
  private static final int POOL = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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

  /** A server that has as many connections as it takes. */
  @Nested
  class Crowded {
    private final SqlConnector one = SqlConnector.mysql().poolSize(1);
    private final List<Connection> crowd = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void open() {
      log.start();
      root.addAppender(log);
    }

    @AfterEach
    void close() {
      root.detachAppender(log);
      one.close();
    }

    private FlowEngine engine() {
      return FlowEngine.builder()
          .connector(one)
          .outbound(OutboundPolicy.standard().openLoopback())
          .flow(
              "main",
              (system, self, given) ->
                  self.connectTo("MYSQL").inputs(given).run(ReturnWhen.ALL_ENDED).outputs())
          .build();
    }

    private void fill() throws SQLException {
      crowd.add(DriverManager.getConnection(server.url(), USER, PASSWORD));
      try (Statement statement = crowd.getFirst().createStatement()) {
        statement.execute("SET GLOBAL max_connections = 10");
      }
      try {
        while (crowd.size() < 20) {
          crowd.add(DriverManager.getConnection(server.url(), USER, PASSWORD));
        }
        throw new AssertionError("the server took more connections than it may");
      } catch (SQLException full) {
        assertThat(full.getMessage()).contains("Too many connections");
      }
    }

    private void leave() throws SQLException {
      try (Statement statement = crowd.getFirst().createStatement()) {
        statement.execute("SET GLOBAL max_connections = 300");
      }
      for (Connection each : crowd) {
        each.close();
      }
    }

    @Test
    void a_cancel_cuts_the_connection_and_the_next_call_has_another_one() throws SQLException {
      try (FlowEngine engine = engine()) {
        Execution main = engine.flow("main").inputs(hanging()).start();
        while (underWay() == 0) {
          Thread.onSpinWait();
        }
        fill();
        main.children().getFirst().cancel();
        var unused = main.await(PATIENCE);
        leave();

        assertThat(main.children().getFirst().status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
        Execution next = engine.flow("main").inputs(succeeding()).start().await(PATIENCE);
        assertThat(next.outputs()).containsEntry("result", 2L);
      }
      assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }
  }
}
