package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are not what they should be, for both drivers where it is them who find out. */
@Rule("FA-181")
class SqlTroubleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = 20_000_000;
  private static final PostgresServer SERVER = PostgresServer.SERVER;
  private static final String OF_RELAY =
      "FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(3598)%'"
          + " AND pid <> pg_backend_pid()";
  private static final String UNDER_WAY = "SELECT count(*) " + OF_RELAY;

  private static final SqlConnector POSTGRES = SqlConnector.postgres();
  private static final SqlConnector MYSQL = SqlConnector.mysql();
  private static FlowEngine engine;

  @BeforeAll
  static void open() {
    engine =
        FlowEngine.builder()
            .connector(POSTGRES)
            .connector(MYSQL)
            .outbound(OutboundPolicy.standard().openLoopback())
            .flow(
                "main",
                (system, self, inputs) -> {
                  Map<String, Object> rest = new LinkedHashMap<>(inputs);
                  String type = (String) rest.remove("type");
                  return self.connectTo(type).inputs(rest).run(ReturnWhen.ALL_ENDED).outputs();
                })
            .build();
  }

  @AfterAll
  static void close() {
    engine.close();
    POSTGRES.close();
    MYSQL.close();
  }

  private static Map<String, Object> inputs(String type, int port) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("type", type);
    inputs.put("host", "127.0.0.1");
    inputs.put("port", port);
    inputs.put("fetchval", "SELECT 1");
    inputs.put("connect_timeout", 1);
    return inputs;
  }

  private static String failure(String type, int port) {
    return failure(inputs(type, port));
  }

  private static String failure(Map<String, Object> inputs) {
    Execution main = engine.flow("main").inputs(inputs).start().await(PATIENCE);
    Execution connection = main.children().getFirst();
    assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    return connection.message().orElse("");
  }

  // ---------------------------------------------------------------- before there is a connection

  @ParameterizedTest
  @ValueSource(strings = {"SQLPG", "MYSQL"})
  void a_server_that_is_not_there(String type) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(failure(type, port)).contains("ConnectError", "connect to 127.0.0.1:" + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQLPG", "MYSQL"})
  void a_server_that_resets_the_connection(String type) {
    try (RawServer raw = RawServer.start(RawServer::reset)) {
      assertThat(failure(type, raw.port()))
          .contains("ConnectError", "connect to 127.0.0.1:" + raw.port());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQLPG", "MYSQL"})
  void a_server_that_says_nothing(String type) {
    try (RawServer raw = RawServer.start(RawServer::hang)) {
      assertThat(failure(type, raw.port()))
          .contains("ConnectError", "connect to 127.0.0.1:" + raw.port());
      while (raw.open() > 0) { // nothing is left of it
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQLPG", "MYSQL"})
  void a_server_that_is_no_database(String type) {
    try (RawServer raw =
        RawServer.start(socket -> RawServer.write(socket, "220 mail.example.org ready\r\n"))) {
      assertThat(failure(type, raw.port()))
          .contains("ConnectError", "connect to 127.0.0.1:" + raw.port());
    }
  }

  // ---------------------------------------------------------------- later

  @Test
  void a_server_that_answers_neither_a_statement_nor_a_cancel_any_more() throws IOException {
    try (Relay relay = Relay.open(0, PostgresServer.SERVER.port())) {
      Map<String, Object> inputs = inputs("SQLPG", relay.port());
      inputs.put("fetchval", "SELECT pg_sleep(3598)::text");
      Execution main = engine.flow("main").inputs(inputs).start();
      while (SERVER.number(UNDER_WAY) == 0) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      relay.hush();
      main.children().getFirst().cancel();
      main.outcome(PATIENCE);

      assertThat(main.children().getFirst().status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    }
    while (SERVER.number(UNDER_WAY) > 0) { // the connection was closed
      SERVER.execute("SELECT pg_cancel_backend(pid) " + OF_RELAY);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Test
  void a_statement_may_take_longer_than_a_login() {
    Map<String, Object> inputs = inputs("SQLPG", SERVER.port());
    inputs.put("fetchval", "SELECT pg_sleep(1.5)::text || 'x'");

    assertThat(engine.flow("main").inputs(inputs).start().await(PATIENCE).outputs())
        .containsEntry("result", "x");
  }

  @Test
  void a_text_that_the_encoding_of_the_server_does_not_have() {
    Map<String, Object> inputs = inputs("SQLPG", SERVER.port());
    inputs.put("fetchval", "SELECT $1::text");
    inputs.put("args", List.of("a\0b"));

    assertThat(failure(inputs)).contains("SqlError", "invalid byte sequence", "[22021]");
  }
}
