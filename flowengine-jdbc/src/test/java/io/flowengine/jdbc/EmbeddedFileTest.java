package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of an embedded store. */
class EmbeddedFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("flows.db");
  }

  private static String pragma(JdbcStore store, String name) {
    return store.onWriter(
        session -> {
          try (Statement statement = session.connection().createStatement();
              ResultSet rows = statement.executeQuery("PRAGMA " + name)) {
            return rows.next() ? rows.getString(1) : "";
          }
        });
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void the_writer_syncs_each_transaction() {
    try (JdbcStore store = JdbcStore.embedded(file())) {
      assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(store, "synchronous")).as("FULL").isEqualTo("2");
    }
  }

  @Test
  void a_second_store_on_the_file_is_refused_and_told_who_has_it() {
    try (JdbcStore store = JdbcStore.embedded(file())) {
      assertThat(store.transactions()).isZero();
      assertThatThrownBy(() -> JdbcStore.embedded(file()))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " on host")
          .hasMessageContaining("use PostgreSQL for several JVMs");
    }
  }

  @Test
  void a_second_process_is_refused_and_told_who_has_the_file() throws Exception {
    try (JdbcStore store = JdbcStore.embedded(file())) {
      assertThat(store.transactions()).isZero();
      assertThat(inAnotherProcess())
          .contains("StoreOpenException")
          .contains("it is open in process " + ProcessHandle.current().pid() + " on host");
    }
    assertThat(inAnotherProcess()).contains("opened");
  }

  @Test
  void a_refused_second_store_takes_nothing_from_the_first() throws Exception {
    try (JdbcStore store = JdbcStore.embedded(file())) {
      assertThat(store.transactions()).isZero();
      assertThatThrownBy(() -> JdbcStore.embedded(file())).isInstanceOf(StoreOpenException.class);
      assertThat(inAnotherProcess()).contains("StoreOpenException");
    }
  }

  private Process start(Class<?> main) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            file().toString())
        .redirectErrorStream(true)
        .start();
  }

  private String inAnotherProcess() throws Exception {
    Process process = start(Opener.class);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** Another JVM that opens the file. */
  static final class Opener {
    private Opener() {}

    public static void main(String[] args) {
      try (JdbcStore store = JdbcStore.embedded(Path.of(args[0]))) {
        System.out.println("opened " + store.transactions());
      } catch (StoreOpenException e) {
        System.out.println(e);
      }
    }
  }

  @Test
  void after_closing_the_file_can_be_opened_again() {
    JdbcStore.embedded(file()).close();
    JdbcStore.embedded(file()).close();
    assertThat(file()).exists();
  }

  @Test
  void a_folder_is_refused() {
    assertThatThrownBy(() -> JdbcStore.embedded(folder))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("it is a folder; name a file in it");
  }

  @Test
  void a_file_in_a_folder_that_does_not_exist_is_refused() {
    assertThatThrownBy(() -> JdbcStore.embedded(folder.resolve("no/flows.db")))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("the folder must exist and be writable");
  }

  @Test
  void a_file_that_is_no_database_is_refused() throws Exception {
    Files.writeString(file(), "this is not a database, whatever its name says".repeat(100));
    assertThatThrownBy(() -> JdbcStore.embedded(file()))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("not a database");
    assertThat(Files.readString(file())).startsWith("this is not");
  }

  @Test
  void a_check_of_an_empty_file_says_that_the_tables_are_missing() {
    assertThatThrownBy(() -> JdbcStore.builder(file()).schemaMode(SchemaMode.CHECK).open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("its tables are missing, version 1 is needed");
  }

  @Test
  void a_check_of_made_tables_passes() {
    JdbcStore.embedded(file()).close();
    try (JdbcStore store = JdbcStore.builder(file()).schemaMode(SchemaMode.CHECK).open()) {
      assertThat(store.cell("space", "key").version()).isZero();
    }
  }

  @Test
  void tables_of_a_newer_version_are_refused() throws Exception {
    JdbcStore.embedded(file()).close();
    execute(
        "INSERT INTO flowengine_schema_history SELECT installed_rank + 1, '99', description, type,"
            + " 'V99__later.sql', checksum, installed_by, installed_on, execution_time, success"
            + " FROM flowengine_schema_history WHERE version = '1'");
    assertThatThrownBy(() -> JdbcStore.embedded(file()))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("made by a newer version of the library (schema version 99)");
  }

  @Test
  void a_missing_table_is_told_when_it_is_needed() throws Exception {
    JdbcStore.embedded(file()).close();
    execute("DROP TABLE records");
    try (JdbcStore store = JdbcStore.embedded(file())) {
      assertThatThrownBy(() -> store.record(RecordRef.of(RecordType.SETTING, "x")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no such table: records");
    }
  }

  @Test
  void a_value_that_is_too_large_is_refused_with_its_name_and_writes_nothing() {
    try (JdbcStore store = JdbcStore.builder(file()).maxValueLength(1000).open()) {
      Commit commit =
          new Commit("a")
              .write("space", "small", 0, Value.of("x"))
              .write("space", "large", 0, Value.of("x".repeat(2000)));
      assertThatThrownBy(() -> store.commit(commit, NOW))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("the cell space/large has 2002 characters")
          .hasMessageContaining("(1000)");
      assertThat(store.cell("space", "small").version()).isZero();
    }
  }

  @Test
  void a_closed_store_says_so() {
    JdbcStore store = JdbcStore.embedded(file());
    store.close();
    assertThatThrownBy(() -> store.commit(new Commit("a").notify("x"), NOW))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the store is closed");
  }
}
