package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools that have no connection to give. */
@Rule("FA-181")
class SqlPoolsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The same in all calls: it is part of what a pool is kept for. */
  private static final int SECONDS = 1;

  private static final long LOOK_NANOS = 100_000_000;

  private static final SqlConnector ONE = SqlConnector.postgres().poolSize(1);

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              builder -> builder.connector(ONE).outbound(OutboundPolicy.standard().openLoopback()))
          .flow(
              "two at once",
              (system, self, inputs) -> {
                Execution one = self.connectTo("SQLPG").inputs(inputs).start();
                Execution other = self.connectTo("SQLPG").inputs(inputs).start();
                return self.waitFor(ReturnWhen.ALL_ENDED, null, one, other).size();
              })
          .flow(
              "lost",
              (system, self, inputs) -> {
                Execution one =
                    self.connectTo("SQLPG")
                        .inputs(inputs)
                        .input("fetchval", "SELECT pg_sleep(3599)::text")
                        .start();
                self.sleep(Duration.ofMillis(1)); // it has its connection
                Execution other =
                    self.connectTo("SQLPG").inputs(inputs).input("fetchval", "SELECT 1").start();
                return self.waitFor(ReturnWhen.ALL_ENDED, null, one, other).size();
              })
          .flow(
              "one",
              (system, self, inputs) ->
                  self.connectTo("SQLPG").inputs(inputs).run(ReturnWhen.ALL_ENDED).outputs())
          .build();

  @AfterAll
  static void close() {
    ONE.close();
  }

  private List<Execution> connections(String flow, int port, String statement, Object timeout) {
    Map<String, ?> inputs =
        Map.of(
            "host", "127.0.0.1", "port", port, "fetchval", statement, "connect_timeout", timeout);
    return flows.engine().flow(flow).inputs(inputs).start().await(PATIENCE).children();
  }

  @Test
  void a_pool_whose_connections_are_all_in_use_says_so_when_the_time_is_over() {
    List<Execution> both =
        connections("two at once", PostgresServer.SERVER.port(), "SELECT pg_sleep(1)::text", 0.25);

    assertThat(both)
        .extracting(Execution::status)
        .containsExactlyInAnyOrder(ExecutionStatus.ENDED_SUCCESS, ExecutionStatus.ENDED_ERROR);
    assertThat(both)
        .filteredOn(each -> each.status() == ExecutionStatus.ENDED_ERROR)
        .extracting(each -> each.message().orElse(""))
        .allSatisfy(
            message ->
                assertThat(message)
                    .contains("ConnectError", "connect to 127.0.0.1:", "active=1")
                    .containsPattern("timed out after \\d+ms"));
  }

  @Test
  void who_waits_for_a_connection_is_given_one_when_another_is_lost() {
    Map<String, ?> inputs =
        Map.of("host", "127.0.0.1", "port", PostgresServer.SERVER.port(), "connect_timeout", 30);
    Execution main = flows.engine().flow("lost").inputs(inputs).start();
    String one = "FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3599)%' AND state = 'active'";
    while (PostgresServer.SERVER.number("SELECT count(*) " + one) < 2) { // itself, and the call
      LockSupport.parkNanos(LOOK_NANOS);
    }
    LockSupport.parkNanos(LOOK_NANOS); // the other one comes to wait
    PostgresServer.SERVER.execute(
        "SELECT pg_terminate_backend(pid) " + one + " AND pid <> pg_backend_pid()");

    assertThat(main.await(PATIENCE).children())
        .extracting(Execution::status)
        .containsExactly(ExecutionStatus.ENDED_ERROR, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void a_pool_whose_server_is_gone_says_so_and_serves_again_when_it_is_back() throws IOException {
    int port;
    try (Relay relay = Relay.open(0, PostgresServer.SERVER.port())) {
      port = relay.port();
      assertThat(connections("one", port, "SELECT 1", SECONDS).getFirst().status())
          .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    }
    String gone = connections("one", port, "SELECT 1", SECONDS).getFirst().message().orElse("");
    assertThat(gone).contains("127.0.0.1:" + port).containsAnyOf("ConnectionLost", "ConnectError");

    try (Relay back = Relay.open(port, PostgresServer.SERVER.port())) {
      Execution again = connections("one", back.port(), "SELECT 1", SECONDS).getFirst();
      assertThat(again.status()).as("%s", again.message()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    }
  }
}
