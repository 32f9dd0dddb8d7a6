package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Outcome;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.StoreException;
import io.flowengine.testkit.VirtualTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines on stores that do not take everything, or hold what they do not know. */
class TroubledStoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final AtomicInteger bodies = new AtomicInteger();

  private Path file() {
    return folder.resolve("flows.db");
  }

  private static FlowEngineBuilder builder(JdbcStore store) {
    return FlowEngine.builder().store(store).shutdown(Duration.ofSeconds(5));
  }

  private static void pragma(JdbcStore store, String pragma) {
    Boolean unused =
        store.onWriter(
            session -> {
              try (Statement statement = session.connection().createStatement()) {
                return statement.execute("PRAGMA " + pragma);
              }
            });
  }

  private static void writeReadOnly(JdbcStore store) {
    int unused =
        store.onWriter(
            session -> {
              try (Statement statement = session.connection().createStatement()) {
                statement.execute("PRAGMA query_only = ON");
                return statement.executeUpdate("DELETE FROM cells");
              }
            });
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private FlowHandler writing() {
    return (system, self, inputs) -> {
      for (int i = 0; i < 20; i++) {
        Integer unused = self.step("step", Integer.class, step -> bodies.incrementAndGet());
        system.setting("large-" + i).saveValue("x".repeat(20_000));
      }
      return Map.of("done", true);
    };
  }

  private void checkWritten(Execution execution) {
    assertThat(execution.await(PATIENCE).outputs()).containsEntry("done", true);
    assertThat(bodies).as("runs of step bodies").hasValue(20);
  }

  @Test
  void a_full_disk_stops_a_flow_until_there_is_room_again() {
    try (JdbcStore store = JdbcStore.embedded(file());
        FlowEngine engine = builder(store).flow("writing", writing()).build()) {
      Instant before = engine.operations().storeHealth().since();
      pragma(store, "max_page_count = 1"); // as many as there are; new connections have no limit
      checkWritten(engine.flow("writing").start());
      assertThat(engine.operations().storeHealth().since()).as("answers again").isAfter(before);
    }
  }

  @Test
  void a_store_says_that_the_disk_is_full_and_loses_nothing() {
    try (JdbcStore store = JdbcStore.embedded(file())) {
      pragma(store, "max_page_count = 1");
      var commit = new Commit("a").write("space", "key", 0, Value.of("x".repeat(100_000)));
      assertThatThrownBy(() -> store.commit(commit, Executions.NOW))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("full")
          .hasMessageContaining("the call can be repeated");
      assertThat(store.cell("space", "key").version()).isZero();
      assertThat(store.commit(commit, Executions.NOW)).isInstanceOf(CommitResult.Committed.class);
    }
  }

  @Test
  void a_database_that_is_read_only_for_a_while_is_told_and_loses_nothing() {
    try (JdbcStore store = JdbcStore.embedded(file())) {
      assertThatThrownBy(() -> writeReadOnly(store))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("readonly database")
          .hasMessageContaining("the call can be repeated");
      Commit commit = new Commit("a").write("space", "key", 0, Value.of(1));
      assertThat(store.commit(commit, Executions.NOW)).isInstanceOf(CommitResult.Committed.class);
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_refused() {
    assertThatThrownBy(() -> JdbcStore.embedded(Path.of("/proc/flows.db")))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("the folder must exist and be writable");
  }

  @Test
  void outputs_that_are_too_large_fail_the_flow_with_their_name() {
    try (JdbcStore store = JdbcStore.builder(file()).maxValueLength(1000).open();
        FlowEngine engine =
            builder(store)
                .flow("large", (system, self, inputs) -> Map.of("text", "x".repeat(2000)))
                .build()) {
      Execution execution = engine.flow("large").start();
      assertThat(execution.outcome(PATIENCE)).isInstanceOf(Outcome.Failed.class);
      assertThat(execution.message().orElse("")).contains("outputs has 2").contains("(1000)");
      assertThat(execution.record().state().failure().name()).isEqualTo("InvalidInputError");
    }
  }

  @Test
  void a_result_of_a_step_that_is_too_large_fails_the_flow_with_its_name() {
    try (JdbcStore store = JdbcStore.builder(file()).maxValueLength(1000).open();
        FlowEngine engine =
            builder(store)
                .flow(
                    "large",
                    (system, self, inputs) ->
                        self.step("fetch", String.class, step -> "x".repeat(2000)))
                .build()) {
      Execution execution = engine.flow("large").start();
      assertThat(execution.outcome(PATIENCE)).isInstanceOf(Outcome.Failed.class);
      assertThat(execution.message().orElse("")).contains("fetch has 2002 characters");
    }
  }

  /** The call that was refused has a place in the journal that nothing can fill. */
  @Test
  void a_flow_that_catches_the_refusal_of_a_value_fails_all_the_same() {
    try (JdbcStore store = JdbcStore.builder(file()).maxValueLength(1000).open();
        FlowEngine engine =
            builder(store)
                .flow(
                    "large",
                    (system, self, inputs) -> {
                      try {
                        system.setting("large").saveValue("x".repeat(2000));
                      } catch (InvalidInputException e) {
                        return Map.of("caught", true);
                      }
                      return null;
                    })
                .build()) {
      Execution execution = engine.flow("large").start();
      assertThat(execution.outcome(PATIENCE)).isInstanceOf(Outcome.Failed.class);
      assertThat(execution.message().orElse("")).contains("save_record large has");
    }
  }

  @Test
  void two_engines_with_the_same_name_of_the_node_hold_leases_of_their_own() {
    FlowHandler flow = (system, self, inputs) -> self.step("step", Integer.class, step -> 1);
    try (JdbcStore store = JdbcStore.embedded(file());
        FlowEngine one = builder(store).node("same").flow("flow", flow).build();
        FlowEngine two = builder(store).node("same").flow("flow", flow).build()) {
      for (FlowEngine engine : List.of(one, two)) {
        for (int i = 0; i < 20; i++) {
          assertThat(engine.flow("flow").start().await(PATIENCE).outputs())
              .containsEntry("result", 1L);
        }
      }
      List<String> nodes =
          store.onWriter(
              session -> session.prepare("SELECT node FROM {nodes}").list(row -> row.text()));
      assertThat(nodes).hasSize(2).allMatch(node -> node.startsWith("same-"));
    }
  }

  @Test
  void a_journal_of_a_newer_version_pauses_the_execution_and_loses_nothing() throws Exception {
    ExecutionId id;
    FlowHandler asking =
        (system, self, inputs) -> {
          Integer number = self.step("step", Integer.class, step -> bodies.incrementAndGet());
          self.message("question", "go on?");
          return number;
        };
    VirtualTime time = VirtualTime.manual();
    try (JdbcStore store = JdbcStore.embedded(file());
        FlowEngine engine =
            builder(store).environment(time.node()).flow("asking", asking).build()) {
      id = engine.flow("asking").start().id();
      time.settle();
    }
    execute("UPDATE journal SET format = 99");
    try (JdbcStore store = JdbcStore.embedded(file());
        FlowEngine engine =
            builder(store).environment(time.node()).flow("asking", asking).build()) {
      engine.answer(engine.openMessages().getFirst().id(), Map.of());
      time.settle();
      Execution execution = engine.execution(id);
      assertThat(execution.status()).isEqualTo(ExecutionStatus.PAUSED);
      assertThat(execution.record().state().reason()).isEqualTo(StatusReason.REPLAY_MISMATCH);
      assertThat(execution.message().orElse(""))
          .contains("written by a newer version of the library (format 99");
    }
    execute("UPDATE journal SET format = 1");
    try (JdbcStore store = JdbcStore.embedded(file());
        FlowEngine engine =
            builder(store).environment(time.node()).flow("asking", asking).build()) {
      Execution execution = engine.execution(id).resume();
      time.settle();
      assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
      assertThat(bodies).hasValue(1);
    }
  }
}
