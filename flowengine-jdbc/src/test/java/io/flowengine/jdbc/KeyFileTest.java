package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key file beside an embedded database. */
class KeyFileTest {
  @TempDir Path folder;

  private Path keys() {
    return folder.resolve("flows.db.key");
  }

  private JdbcStoreBuilder builder() {
    return JdbcStore.builder(folder.resolve("flows.db"));
  }

  @Test
  void it_is_made_with_the_database_for_its_owner_only() throws IOException {
    builder().encrypted().open().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys())))
        .isEqualTo("rw-------");
    assertThat(Files.readAllLines(keys()))
        .last()
        .asString()
        .matches("[0-9a-f]{8} [A-Za-z0-9+/]{43}=");
  }

  @Test
  void it_is_not_made_unless_it_is_asked_for() {
    builder().open().close();
    assertThat(keys()).doesNotExist();
  }

  @Test
  void a_lost_one_is_not_replaced_in_silence() throws IOException {
    builder().encrypted().open().close();
    Files.delete(keys());
    assertThatThrownBy(() -> builder().encrypted().open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("flows.db.key is missing; restore it from a backup");
    assertThat(keys()).doesNotExist();
  }

  @Test
  void one_that_others_may_read_is_refused() throws IOException {
    builder().encrypted().open().close();
    Files.setPosixFilePermissions(keys(), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> builder().encrypted().open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("others may read its key file")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void a_line_more_rotates_the_key() throws IOException {
    Value value = Value.of("content");
    try (JdbcStore store = builder().encrypted().open()) {
      store.commit(new Commit("a").write("n", "k", 0, value), NOW);
    }
    Files.writeString(keys(), "second " + "A".repeat(43) + "=\n", StandardOpenOption.APPEND);
    try (JdbcStore store = builder().encrypted().open()) {
      assertThat(store.cell("n", "k").value()).isEqualTo(value);
    }
    Files.writeString(keys(), "second " + "A".repeat(43) + "=\n");
    assertThatThrownBy(
            () -> {
              try (JdbcStore store = builder().encrypted().open()) {
                store.cell("n", "k");
              }
            })
        .hasMessageContaining("which this codec does not have; it has [second]");
  }

  @Test
  void a_line_that_is_no_key_is_named() throws IOException {
    builder().encrypted().open().close();
    Files.writeString(keys(), "third AAAA\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> builder().encrypted().open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("line 3 is not an id, a space and an AES key")
        .hasMessageContaining("had 3");
  }

  @Test
  void a_server_has_none() {
    assertThatThrownBy(
            () -> JdbcStore.builder(PostgresServer.SERVER.dataSource()).encrypted().open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("payloadCodec(AesGcmCodec.of(...))");
  }
}
