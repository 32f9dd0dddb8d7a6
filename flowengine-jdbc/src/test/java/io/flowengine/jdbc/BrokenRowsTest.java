package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.InboxItem;
import io.flowengine.testkit.VirtualTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that nobody can read harms the execution it belongs to, and no other. */
class BrokenRowsTest {
  private static final FlowHandler SLEEPING =
      (system, self, inputs) -> {
        self.setOutput("before", 1);
        self.sleep(Duration.ofMinutes(1));
        return self.step("after", String.class, step -> "done");
      };

  @TempDir Path folder;
  private final VirtualTime time = VirtualTime.manual();
  private final List<ExecutionId> ids = new ArrayList<>();

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private Path file() {
    return folder.resolve("flows.db");
  }

  /** What is done with an engine. */
  private interface Use {
    void of(FlowEngine engine);
  }

  private void withEngine(Use use) {
    try (JdbcStore store = JdbcStore.embedded(file());
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .environment(time.node())
                .flow("sleeping", SLEEPING)
                .build()) {
      use.of(engine);
    }
  }

  /** Lets three executions wait, and breaks the journal of the second. */
  private void breakOneOfThree() throws SQLException {
    withEngine(
        engine -> {
          for (int i = 0; i < 3; i++) {
            ids.add(engine.flow("sleeping").start().id());
          }
          time.settle();
        });
    execute("UPDATE journal SET outcome = 'BROKEN' WHERE execution_id = '" + ids.get(1) + "'");
  }

  private static ExecutionStatus status(FlowEngine engine, ExecutionId id) {
    return engine.execution(id).status();
  }

  @Test
  void a_journal_that_cannot_be_read_pauses_its_execution_and_the_rest_of_the_claims_goes_on()
      throws Exception {
    breakOneOfThree();
    withEngine(
        engine -> {
          time.advance(Duration.ofMinutes(2));
          assertThat(status(engine, ids.get(0))).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          assertThat(status(engine, ids.get(2))).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          Execution broken = engine.execution(ids.get(1));
          assertThat(broken.status()).isEqualTo(ExecutionStatus.PAUSED);
          assertThat(broken.record().state().reason()).isEqualTo(StatusReason.REPLAY_MISMATCH);
          assertThat(broken.message().orElse(""))
              .contains("its journal cannot be read", "BROKEN", "resume it");
        });
  }

  @Test
  void an_execution_goes_on_when_its_journal_is_mended_and_it_is_resumed() throws Exception {
    breakOneOfThree();
    withEngine(engine -> time.advance(Duration.ofMinutes(2)));
    execute("UPDATE journal SET outcome = 'RETURNED' WHERE outcome = 'BROKEN' AND position = '1'");
    execute("UPDATE journal SET outcome = 'PENDING' WHERE outcome = 'BROKEN'");
    withEngine(
        engine -> {
          engine.execution(ids.get(1)).resume();
          time.settle();
          assertThat(status(engine, ids.get(1))).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
        });
  }

  @Test
  void an_execution_whose_journal_cannot_be_read_can_be_cancelled_and_keeps_its_outputs()
      throws Exception {
    breakOneOfThree();
    withEngine(
        engine -> {
          engine.execution(ids.get(1)).cancel();
          time.settle();
          assertThat(status(engine, ids.get(1))).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
          assertThat(engine.execution(ids.get(1)).outputs()).containsEntry("before", 1L);
        });
  }

  @Test
  void a_broken_execution_lets_others_be_claimed_and_is_tried_again_each_minute() throws Exception {
    breakOneOfThree();
    execute("UPDATE journal SET outcome = 'RETURNED' WHERE outcome = 'BROKEN' AND position = '1'");
    execute("UPDATE journal SET outcome = 'PENDING' WHERE outcome = 'BROKEN'");
    execute("UPDATE executions SET type = 'BROKEN' WHERE id = '" + ids.get(1) + "'");
    withEngine(
        engine -> {
          time.advance(Duration.ofMinutes(2));
          assertThat(status(engine, ids.get(0))).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          assertThat(status(engine, ids.get(2))).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
        });
    execute("UPDATE executions SET type = 'FLOW' WHERE id = '" + ids.get(1) + "'");
    withEngine(
        engine -> {
          time.advance(Duration.ofMinutes(2));
          assertThat(status(engine, ids.get(1))).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
        });
  }

  @Test
  void a_request_that_makes_no_sense_is_told_in_the_log_of_its_execution_and_holds_up_nothing()
      throws Exception {
    withEngine(
        engine -> {
          ids.add(engine.flow("sleeping").start().id());
          time.settle();
        });
    InboxItem odd =
        new InboxItem(
            ids.getFirst(),
            "odd",
            InboxItem.Kind.SAVE,
            Value.of(Map.of("priority", "high")),
            time.node().instant());
    try (JdbcStore store = JdbcStore.embedded(file())) {
      assertThat(store.commit(new Commit("newer").send(odd), odd.at()))
          .isInstanceOf(CommitResult.Committed.class);
    }
    withEngine(
        engine -> {
          time.advance(Duration.ofMinutes(2));
          Execution execution = engine.execution(ids.getFirst());
          assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          assertThat(execution.log())
              .singleElement()
              .satisfies(
                  line -> {
                    assertThat(line.level()).isEqualTo(LogLevel.ERROR);
                    assertThat(line.text()).contains("makes no sense", "SAVE", "priority");
                    assertThat(line.data()).isEqualTo(odd.payload());
                  });
        });
  }
}
