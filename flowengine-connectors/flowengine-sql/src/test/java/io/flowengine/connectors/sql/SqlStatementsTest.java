package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Statements on a real PostgreSQL. */
@Rule("FA-181")
class SqlStatementsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final PostgresServer SERVER = PostgresServer.SERVER;
  private static final SqlConnector POSTGRES =
      SqlConnector.postgres().dataSource("shop", SERVER.dataSource());
  private static final SqlConnector OWN =
      SqlConnector.of("SHOP", Map.of("shop", SERVER.dataSource()));

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              builder ->
                  builder
                      .connector(POSTGRES)
                      .connector(OWN)
                      .outbound(OutboundPolicy.standard().openLoopback()))
          .flow(
              "main",
              (system, self, inputs) -> {
                Map<String, Object> rest = new LinkedHashMap<>(inputs);
                Object type = rest.remove("type");
                Execution unused =
                    self.connectTo(type == null ? "SQLPG" : type.toString())
                        .inputs(rest)
                        .run(ReturnWhen.ALL_ENDED);
                return Map.of(
                    "page", system.file("rows").exists() ? system.file("rows").textContent() : "");
              })
          .build();

  @BeforeEach
  void table() {
    SERVER.execute(
        "DROP TABLE IF EXISTS orders; CREATE TABLE orders (id int PRIMARY KEY, name text)");
  }

  @AfterAll
  static void close() {
    POSTGRES.close();
    OWN.close();
  }

  private static Map<String, Object> inputs(Object... pairs) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      inputs.put((String) pairs[i], pairs[i + 1]);
    }
    if (!inputs.containsKey("data_source")) {
      inputs.putIfAbsent("host", "127.0.0.1");
      inputs.putIfAbsent("port", SERVER.port());
    }
    return inputs;
  }

  private Execution connection(Object... pairs) {
    return flows
        .engine()
        .flow("main")
        .inputs(inputs(pairs))
        .start()
        .await(PATIENCE)
        .children()
        .getFirst();
  }

  private Object result(Object... pairs) {
    Execution connection = connection(pairs);
    assertThat(connection.status())
        .as("%s", connection.message())
        .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    return connection.outputs().get("result");
  }

  private String failure(Object... pairs) {
    Execution connection = connection(pairs);
    assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    return connection.message().orElse("");
  }

  // ---------------------------------------------------------------- results

  @Test
  void fetchval_gives_a_value() {
    assertThat(result("fetchval", "SELECT 1+1")).isEqualTo(2L);
    assertThat(result("fetchval", "SELECT 1 WHERE false")).isNull();
  }

  @Test
  void fetchrow_gives_a_dict() {
    assertThat(result("fetchrow", "SELECT 1 AS a, 'x' AS b")).isEqualTo(Map.of("a", 1L, "b", "x"));
    assertThat(result("fetchrow", "SELECT 1 WHERE false")).isNull();
  }

  @Test
  void fetch_gives_a_list_of_dicts() {
    assertThat(result("fetch", "SELECT * FROM generate_series(1, 2) AS n"))
        .isEqualTo(List.of(Map.of("n", 1L), Map.of("n", 2L)));
    assertThat(result("fetch", "SELECT 1 WHERE false")).isEqualTo(List.of());
  }

  @Test
  void execute_gives_how_many_rows_were_changed() {
    assertThat(
            result("execute", "INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 3) AS n"))
        .isEqualTo(3L);
    assertThat(result("execute", "CREATE TEMP TABLE t (x int)")).isEqualTo(0L);
  }

  @Test
  void a_statement_that_changes_rows_can_give_some() {
    assertThat(result("fetchval", "INSERT INTO orders VALUES (7, 'x') RETURNING id")).isEqualTo(7L);
  }

  @Test
  void values_have_the_types_that_flows_know() {
    Map<?, ?> row =
        (Map<?, ?>)
            result(
                "fetchrow",
                "SELECT 1.50::numeric AS n, 0.5::float8 AS f, true AS b, NULL AS z, '\\x0102'::bytea AS y,"
                    + " DATE '2026-12-01' AS d, TIMESTAMP '2026-12-01 08:00' AS t,"
                    + " TIMESTAMPTZ '2026-12-01 08:00Z' AS o, ARRAY[1, 2] AS a, '{\"x\": 1}'::jsonb AS j,"
                    + " '6f1c8a52-0000-4000-8000-000000000000'::uuid AS u");

    assertThat(row.get("n")).isEqualTo(new BigDecimal("1.50"));
    assertThat(row.get("f")).isEqualTo(0.5);
    assertThat(row.get("b")).isEqualTo(true);
    assertThat(row.get("z")).isNull();
    assertThat((byte[]) row.get("y")).containsExactly(1, 2);
    assertThat(row.get("d")).isEqualTo(LocalDate.of(2026, 12, 1));
    assertThat(row.get("t")).isEqualTo(LocalDateTime.of(2026, 12, 1, 8, 0));
    assertThat(row.get("o")).isEqualTo(OffsetDateTime.parse("2026-12-01T08:00:00Z"));
    assertThat(row.get("a")).isEqualTo(List.of(1L, 2L));
    assertThat(row.get("j")).isEqualTo("{\"x\": 1}");
    assertThat(row.get("u")).isEqualTo("6f1c8a52-0000-4000-8000-000000000000");
  }

  @Test
  void rows_can_go_into_a_file_of_the_engine() {
    Execution main =
        flows
            .engine()
            .flow("main")
            .inputs(
                inputs(
                    "fetch",
                    "SELECT n FROM generate_series(1, 3) AS n",
                    "dst",
                    "cloudomation:rows"))
            .start()
            .await(PATIENCE);

    assertThat(main.children().getFirst().outputs()).containsEntry("result", 3L);
    assertThat(main.outputs()).containsEntry("page", "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n");
  }

  // ---------------------------------------------------------------- arguments

  @Test
  void arguments_are_bound_and_never_part_of_the_statement() {
    String text = "'; DROP TABLE orders; --";
    result("execute", "INSERT INTO orders VALUES (?, ?)", "args", List.of(1, text));

    assertThat(result("fetchval", "SELECT name FROM orders WHERE id = $1", "args", List.of(1)))
        .isEqualTo(text);
  }

  @Test
  void arguments_may_be_numbered() {
    assertThat(
            result(
                "fetchval",
                "SELECT $2::text || '$1' || $1::text || $2 /* $3 */ -- ?",
                "args",
                List.of("a", "b")))
        .isEqualTo("b$1ab");
  }

  @Test
  void question_marks_are_operators_where_arguments_are_numbered_or_absent() {
    assertThat(result("fetchval", "SELECT '{\"a\": 1}'::jsonb ? 'a'")).isEqualTo(true);
    assertThat(result("fetchval", "SELECT '{\"a\": 1}'::jsonb ? $1", "args", List.of("a")))
        .isEqualTo(true);
  }

  @Test
  void arguments_have_all_types() {
    List<Object> args =
        Arrays.asList(
            null,
            true,
            1.5,
            new BigDecimal("2.5"),
            OffsetDateTime.parse("2026-12-01T08:00:00Z"),
            List.of(1, 2),
            Map.of("x", 1),
            new byte[] {1});

    assertThat(
            result(
                "fetchval",
                "SELECT $1::int IS NULL AND $2 AND $3 < $4::numeric AND $5 < now() + interval '100 years'"
                    + " AND 2 = ANY($6::bigint[]) AND ($7::jsonb ->> 'x') = '1' AND length($8) = 1",
                "args",
                args))
        .isEqualTo(true);
  }

  @Test
  void a_number_without_an_argument_is_refused() {
    assertThat(failure("fetchval", "SELECT $2", "args", List.of(1)))
        .contains("InvalidInputError")
        .contains("input 'args' has no value for $2");
  }

  // ---------------------------------------------------------------- transactions

  @Test
  void a_transaction_has_several_statements_and_their_results() {
    Object result =
        result(
            "transaction",
            List.of(
                Map.of("execute", "INSERT INTO orders VALUES ($1, $2)", "args", List.of(1, "x")),
                Map.of("fetchval", "SELECT count(*) FROM orders")));

    assertThat(result).isEqualTo(List.of(1L, 1L));
    assertThat(SERVER.number("SELECT count(*) FROM orders")).isEqualTo(1);
  }

  @Test
  void a_transaction_that_fails_changes_nothing() {
    failure(
        "transaction",
        List.of(
            Map.of("execute", "INSERT INTO orders VALUES (1, 'x')"),
            Map.of("execute", "INSERT INTO orders VALUES (1, 'y')")));

    assertThat(SERVER.number("SELECT count(*) FROM orders")).isZero();
  }

  @Test
  void a_statement_of_a_transaction_is_checked() {
    assertThat(failure("transaction", List.of(Map.of("do", "x"))))
        .contains("transaction[0] must be a dict with one of fetchval, fetchrow, fetch, execute");
  }

  // ---------------------------------------------------------------- data sources of the host

  @Test
  void a_data_source_of_the_host_is_named() {
    assertThat(result("data_source", "shop", "fetchval", "SELECT 1")).isEqualTo(1L);
    assertThat(result("type", "SHOP", "data_source", "shop", "fetchval", "SELECT 2")).isEqualTo(2L);
  }

  // ---------------------------------------------------------------- trouble

  @Test
  void an_error_has_the_words_of_the_server() {
    assertThat(failure("fetchval", "SELEC 1"))
        .contains("SqlError")
        .contains("run a statement on 127.0.0.1:" + SERVER.port() + "/postgres")
        .contains("syntax error at or near \"SELEC\"")
        .contains("[42601]");
  }

  @Test
  void a_server_that_is_not_there() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(failure("port", port, "fetchval", "SELECT 1"))
        .contains("ConnectError")
        .contains("connect to 127.0.0.1:" + port + "/postgres")
        .contains("refused");
  }

  @Test
  void a_host_that_nobody_knows() {
    assertThat(failure("host", "no-such-host.invalid", "fetchval", "SELECT 1"))
        .contains("ConnectError")
        .contains("look up no-such-host.invalid: there is no host of this name");
  }

  @Test
  void a_server_that_resets_the_connection() {
    try (RawServer raw = RawServer.start(RawServer::reset)) {
      assertThat(failure("port", raw.port(), "connect_timeout", 1, "fetchval", "SELECT 1"))
          .contains("ConnectError")
          .contains("connect to 127.0.0.1:" + raw.port());
    }
  }

  @Test
  void a_server_that_says_nothing_is_given_up() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              failure("port", silent.getLocalPort(), "connect_timeout", 1, "fetchval", "SELECT 1"))
          .contains("ConnectError");
    }
  }

  @Test
  void a_server_that_speaks_no_tls_where_it_is_asked_for() {
    assertThat(failure("tls", "verify", "fetchval", "SELECT 1"))
        .contains("TlsError")
        .contains("The server does not support SSL");
  }

  @Test
  void a_database_that_does_not_exist() {
    assertThat(failure("database", "nowhere", "fetchval", "SELECT 1"))
        .contains("database \"nowhere\" does not exist");
  }

  @Test
  void names_that_would_change_the_address_are_refused() {
    assertThat(failure("database", "x?sslmode=disable", "fetchval", "SELECT 1"))
        .contains("InvalidInputError")
        .contains("'database'");
    assertThat(failure("host", "127.0.0.1/x", "fetchval", "SELECT 1")).contains("'host'");
  }

  @Test
  void connections_that_the_server_has_closed_are_replaced() {
    result("fetchval", "SELECT 1");
    SERVER.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'flowengine'");
    LockSupport.parkNanos(Duration.ofMillis(600).toNanos()); // the pool believes younger ones

    assertThat(result("fetchval", "SELECT 2")).isEqualTo(2L);
  }

  @Test
  void two_columns_of_one_name_are_refused() {
    assertThat(failure("fetchrow", "SELECT 1 AS a, 2 AS a"))
        .contains("two columns have the same name in [a, a]; give them names with AS");
  }

  @Test
  void more_rows_than_expected_are_an_error() {
    assertThat(failure("fetch", "SELECT generate_series(1, 5)", "max_rows", 3))
        .contains("TooManyRows")
        .contains("there are more than 3 rows; give dst=");
  }

  @Test
  void a_statement_without_rows_is_not_fetched() {
    assertThat(failure("fetchval", "CREATE TEMP TABLE u (x int)"))
        .contains("the statement gives no rows; use execute=");
  }
}
