package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.connector.Input;
import io.flowengine.execution.Execution;
import io.flowengine.execution.SecretRef;
import io.flowengine.testkit.ScriptedConnector;
import io.flowengine.testkit.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A database that others can read keeps no secrets that are not encrypted. */
@Rule("FA-106")
class PostgresSecretsTest {
  private static final String TOKEN = "s3cr3t-t0ken";

  private final ScriptedConnector rest =
      ScriptedConnector.of("REST", Input.text("password").secret());

  /** What a flow ends with, that connects with a password. */
  private Map<String, ?> connected(Object password) {
    rest.answers(Map.of("status_code", 200));
    try (JdbcStore store = PostgresServer.SERVER.store();
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .connector(rest)
                .secrets(name -> Optional.of(TOKEN))
                .flow(
                    "call",
                    (system, self, inputs) ->
                        self.connectTo("REST").input("password", password).run().outputs())
                .build()) {
      Execution call = engine.flow("call").start();
      var unused = call.outcome(Duration.ofMinutes(1));
      return Map.of(
          "said",
          call.message().orElse(""),
          "children",
          call.children().size(),
          "asked",
          rest.asked());
    }
  }

  @Test
  void a_literal_secret_is_refused_without_a_codec() {
    Map<String, ?> told = connected(TOKEN);

    assertThat((String) told.get("said"))
        .contains("password", "system.secret(name)", "payloadCodec")
        .doesNotContain(TOKEN);
    assertThat(told.get("children")).isEqualTo(0);
  }

  @Test
  void a_secret_that_is_named_reaches_the_connector() {
    Map<String, ?> told = connected(new SecretRef("crm"));

    assertThat(told.get("children")).isEqualTo(1);
    assertThat(told.get("asked")).isEqualTo(List.of(Map.of("password", TOKEN)));
  }
}
