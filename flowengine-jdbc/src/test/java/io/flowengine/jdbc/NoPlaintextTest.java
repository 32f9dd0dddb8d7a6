package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a codec no payload can be read in the database, without one all of them can. */
class NoPlaintextTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("flows.db");
  }

  /** The bytes of the database, its log and whatever else lies there. */
  private String files() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static JdbcStoreBuilder postgres(String schema) {
    return JdbcStore.builder(PostgresServer.SERVER.dataSource()).schema(schema);
  }

  @Test
  void files_in_the_clear_show_every_payload_so_that_the_search_is_known_to_find()
      throws Exception {
    SecretPayloads payloads = new SecretPayloads();
    try (JdbcStore store = JdbcStore.embedded(file())) {
      payloads.writeTo(store);
      assertThat(files()).contains(payloads.secrets);
    }
  }

  @Test
  void encrypted_files_show_names_and_no_payload() throws Exception {
    SecretPayloads payloads = new SecretPayloads();
    try (JdbcStore store = JdbcStore.builder(file()).encrypted().open()) {
      payloads.writeTo(store);
      assertThat(files()).as("with the log of SQLite").contains("public name");
      assertThat(files()).doesNotContain("secret<");
    }
    assertThat(files()).as("after closing").contains("public name").doesNotContain("secret<");
  }

  @Test
  void tables_of_a_server_in_the_clear_show_every_payload() throws SQLException {
    SecretPayloads payloads = new SecretPayloads();
    String schema = PostgresServer.SERVER.newSchema();
    try (JdbcStore store = postgres(schema).open()) {
      payloads.writeTo(store);
    }
    assertThat(PostgresServer.SERVER.dump(schema)).contains(payloads.last());
  }

  @Test
  void encrypted_tables_of_a_server_show_names_and_no_payload() throws SQLException {
    String schema = PostgresServer.SERVER.newSchema();
    try (JdbcStore store = postgres(schema).payloadCodec(Keys.CODEC).open()) {
      new SecretPayloads().writeTo(store);
    }
    assertThat(PostgresServer.SERVER.dump(schema))
        .contains("public name")
        .doesNotContain("secret<");
  }

  @Test
  void what_is_encrypted_reads_as_in_a_store_in_the_clear() {
    SecretPayloads payloads = new SecretPayloads();
    try (JdbcStore store = JdbcStore.builder(file()).encrypted().open()) {
      var id = payloads.writeTo(store);
      String all =
          store.executions(List.of(id))
              + store.journal(id).toString()
              + store.log(id, 0, 10)
              + store.inbox(id)
              + store.record(RecordRef.of(RecordType.SETTING, "public name"))
              + store.cell("public", "key");
      assertThat(all).contains(payloads.last());
    }
  }

  @Test
  void a_flow_leaves_nothing_readable() throws Exception {
    try (JdbcStore store = JdbcStore.builder(file()).encrypted().open();
        FlowEngine engine =
            FlowEngine.builder().store(store).flow("discreet", NoPlaintextTest::discreet).build()) {
      Execution execution =
          engine.flow("discreet").input("given", "secret<input>").idempotencyKey("k").start();
      assertThat(execution.await(ofSeconds(30)).outputs()).containsEntry("out", "secret<output>");
      assertThat(files()).contains("discreet").doesNotContain("secret<");
    }
  }

  private static Object discreet(FlowSystem system, FlowContext self, Map<String, Object> inputs)
      throws Exception {
    self.log("secret<log>");
    String result = self.step("step", String.class, step -> "secret<step>");
    system.setting("setting").saveValue(inputs.get("given") + result);
    self.setOutput("out", "secret<output>");
    return self.success("secret<end>");
  }

  @Test
  void messages_are_found_and_sorted_although_sql_cannot_read_them() {
    try (JdbcStore plain = JdbcStore.embedded(folder.resolve("plain.db"));
        JdbcStore encrypted = JdbcStore.builder(file()).encrypted().open()) {
      for (String message : List.of("b", "a", "c", "ab")) {
        var record = Executions.record("x");
        var commit =
            new io.flowengine.spi.Commit("a")
                .create(
                    new io.flowengine.spi.Commit.Creation(
                        record.with(record.state().withMessage(message)), null, null));
        plain.commit(commit, NOW);
        encrypted.commit(commit, NOW);
      }
      Query query =
          Query.where(io.flowengine.execution.Filter.like("message", "a%"))
              .orderBy("-message")
              .limit(1);
      assertThat(encrypted.executions(query).items())
          .isEqualTo(plain.executions(query).items())
          .singleElement()
          .satisfies(found -> assertThat(found.state().message()).isEqualTo("ab"));
    }
  }
}
