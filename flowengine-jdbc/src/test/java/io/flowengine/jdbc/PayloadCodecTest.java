package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import io.flowengine.spi.AesGcmCodec;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.PayloadException;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that change, are lost or are wrong, and rows that somebody changed. */
class PayloadCodecTest {
  private static final AesGcmCodec ROTATED =
      AesGcmCodec.of("new", Map.of("old", Keys.OLD, "new", Keys.NEW));

  @TempDir Path folder;

  private JdbcStoreBuilder builder() {
    return JdbcStore.builder(folder.resolve("flows.db"));
  }

  private JdbcStore open() {
    return builder().payloadCodec(Keys.CODEC).open();
  }

  private static void write(JdbcStore store, String key, long expected) {
    store.commit(new Commit("a").write("n", key, expected, Value.of("content of " + key)), NOW);
  }

  /** Does what somebody with access to the database could do. */
  private static void tamper(JdbcStore store, String sql) {
    int unused =
        store.onWriter(
            session -> {
              try (Statement statement = session.connection().createStatement()) {
                return statement.executeUpdate(sql);
              }
            });
  }

  @Test
  void after_a_rotation_old_payloads_are_read_and_new_ones_have_the_new_key() {
    try (JdbcStore store = open()) {
      write(store, "old", 0);
    }
    try (JdbcStore store = builder().payloadCodec(ROTATED).open()) {
      assertThat(store.cell("n", "old").value()).isEqualTo(Value.of("content of old"));
      write(store, "new", 0);
    }
    try (JdbcStore store = builder().payloadCodec(AesGcmCodec.of("new", Keys.NEW)).open()) {
      assertThat(store.cell("n", "new").value()).isEqualTo(Value.of("content of new"));
      assertThatThrownBy(() -> store.cell("n", "old"))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining("cells.value/n/old")
          .hasMessageContaining("encrypted with the key 'old', which this codec does not have")
          .hasMessageContaining("Add that key");
    }
  }

  @Test
  void a_store_is_not_opened_with_another_key() {
    open().close();
    assertThatThrownBy(() -> builder().payloadCodec(AesGcmCodec.of("other", Keys.NEW)).open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("encrypted with the key 'old'")
        .hasMessageContaining("it has [other]");
  }

  @Test
  void a_store_is_not_opened_with_a_wrong_key_of_the_right_name() {
    open().close();
    assertThatThrownBy(() -> builder().payloadCodec(AesGcmCodec.of("old", Keys.NEW)).open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("does not fit the key 'old'");
  }

  @Test
  void an_encoded_store_is_not_opened_without_its_codec() {
    open().close();
    assertThatThrownBy(() -> builder().open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("open the store with the codec that wrote it");
  }

  @Test
  void a_store_in_the_clear_is_not_taken_for_an_encoded_one() {
    try (JdbcStore store = builder().open()) {
      write(store, "key", 0);
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("acceptPlainPayloads()");
  }

  @Test
  void a_store_in_the_clear_becomes_an_encoded_one_as_it_is_written() {
    try (JdbcStore store = builder().open()) {
      write(store, "key", 0);
    }
    try (JdbcStore store = builder().payloadCodec(Keys.CODEC).acceptPlainPayloads().open()) {
      assertThat(store.cell("n", "key").value()).isEqualTo(Value.of("content of key"));
      write(store, "key", 1);
    }
    try (JdbcStore store = open()) {
      assertThat(store.cell("n", "key").value()).isEqualTo(Value.of("content of key"));
    }
  }

  @Test
  void a_payload_in_the_clear_is_refused_where_all_are_encoded() {
    try (JdbcStore store = open()) {
      write(store, "key", 0);
      tamper(store, "UPDATE cells SET value = '\"forged\"' WHERE cell_key = 'key'");
      assertThatThrownBy(() -> store.cell("n", "key"))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining("cells.value/n/key")
          .hasMessageContaining("stored in the clear");
    }
  }

  @Test
  void a_changed_payload_is_refused() {
    try (JdbcStore store = open()) {
      write(store, "key", 0);
      tamper(store, "UPDATE cells SET value = substr(value, 1, 40) || 'AAAA' || substr(value, 45)");
      assertThatThrownBy(() -> store.cell("n", "key"))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining("changed or moved");
    }
  }

  @Test
  void payloads_of_two_executions_cannot_be_swapped() {
    try (JdbcStore store = open()) {
      ExecutionId one = Executions.held(store, "one");
      ExecutionId two = Executions.held(store, "two");
      tamper(
          store,
          "UPDATE executions SET inputs = (SELECT inputs FROM executions WHERE id = '"
              + two
              + "') WHERE id = '"
              + one
              + "'");
      assertThatThrownBy(() -> store.executions(List.of(one)))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining("executions.inputs/" + one);
      assertThat(store.executions(List.of(two))).hasSize(1);
    }
  }

  @Test
  void payloads_of_two_columns_cannot_be_swapped() {
    try (JdbcStore store = open()) {
      ExecutionId one = Executions.held(store, "one");
      tamper(store, "UPDATE executions SET inputs = outputs");
      assertThatThrownBy(() -> store.executions(List.of(one)))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining("executions.inputs/" + one);
    }
  }

  @Test
  void a_commit_that_needs_an_unreadable_payload_fails_and_others_do_not() {
    try (JdbcStore store = open()) {
      write(store, "bad", 0);
      tamper(store, "UPDATE cells SET value = 'x' WHERE cell_key = 'bad'");
      assertThatThrownBy(() -> write(store, "bad", 1))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining("cells.value/n/bad");
      write(store, "good", 0);
      assertThat(store.cell("n", "good").version()).isEqualTo(1);
    }
  }

  private static ExecutionId due(JdbcStore store, String name) {
    ExecutionRecord record = Executions.record(name);
    store.commit(new Commit("a").create(new Commit.Creation(record, null, NOW)), NOW);
    return record.id();
  }

  private static List<ExecutionId> claim(JdbcStore store, Duration later) {
    Claim.Request request =
        new Claim.Request("b", NOW.plus(later), Set.of("java:flow"), 1, List.of(), Claim.Again.NO);
    return store.claim(request).stream().map(claim -> claim.record().id()).toList();
  }

  @Test
  void a_due_execution_that_cannot_be_read_lets_others_pass_and_is_tried_again() {
    try (JdbcStore store = open()) {
      ExecutionId bad = due(store, "bad");
      ExecutionId good = due(store, "good");
      tamper(store, "CREATE TABLE kept AS SELECT inputs FROM executions WHERE name = 'bad'");
      tamper(
          store, "UPDATE executions SET inputs = outputs, due_at = due_at - 1 WHERE name = 'bad'");
      assertThat(claim(store, Duration.ZERO)).as("only one was asked for").isEmpty();
      assertThat(claim(store, Duration.ZERO)).containsExactly(good);
      tamper(store, "UPDATE executions SET inputs = (SELECT inputs FROM kept) WHERE name = 'bad'");
      assertThat(claim(store, Duration.ofSeconds(59))).isEmpty();
      assertThat(claim(store, Duration.ofSeconds(60))).containsExactly(bad);
    }
  }

  @Test
  void an_inbox_that_cannot_be_read_lets_others_pass() {
    try (JdbcStore store = open()) {
      ExecutionId bad = due(store, "bad");
      store.commit(
          new Commit("a").send(new InboxItem(bad, "i", InboxItem.Kind.SAVE, Value.EMPTY, NOW)),
          NOW);
      ExecutionId good = due(store, "good");
      tamper(store, "UPDATE inbox SET payload = 'x'");
      tamper(store, "UPDATE executions SET due_at = due_at - 1 WHERE name = 'bad'");
      assertThat(claim(store, Duration.ZERO)).as("only one was asked for").isEmpty();
      assertThat(claim(store, Duration.ZERO)).containsExactly(good);
    }
  }
}
