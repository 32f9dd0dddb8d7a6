package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flowengine.execution.Value;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.jdbc.PostgresServer;
import io.flowengine.spi.Cell;
import io.flowengine.testkit.process.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store has acknowledged is on the disk. */
class AcknowledgedCommitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int THREADS = 8;
  private static final String FOR_EVER = String.valueOf(Long.MAX_VALUE);

  @TempDir Path folder;

  private String address(String product) {
    return product.equals("sqlite")
        ? StoreAddress.of(folder.resolve("flows.db"))
        : StoreAddress.of(PostgresServer.SERVER.port(), PostgresServer.SERVER.newSchema());
  }

  private static void note(String line, Map<String, Long> told) {
    String[] words = line.split(" ", 2);
    told.put(words[0], Long.parseLong(words[1]));
  }

  /** Kills a JVM that counts when it has told {@code lines} numbers; gives the last ones. */
  private static Map<String, Long> killed(String address, int lines) {
    Map<String, Long> told = new HashMap<>();
    try (ChildJvm child =
        ChildJvm.start(CountingJvm.class, address, String.valueOf(THREADS), FOR_EVER)) {
      child.await("begin", PATIENCE);
      for (int i = 0; i < lines; i++) {
        String line = child.next(PATIENCE);
        assertThat(line).as(child::story).isNotNull();
        note(line, told);
      }
      child.kill();
      for (String line = child.next(PATIENCE); line != null; line = child.next(PATIENCE)) {
        note(line, told);
      }
    }
    return told;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void every_commit_that_a_killed_jvm_was_told_of_is_there(String product) {
    String address = address(product);
    Map<String, Long> told = killed(address, 2000);
    assertThat(told).hasSize(THREADS);
    try (JdbcStore store = StoreAddress.open(address, LeaseClock.ENGINE)) {
      told.forEach(
          (name, number) -> {
            Cell cell = store.cell(CountingJvm.SPACE, name);
            assertThat(cell.version()).as(name).isBetween(number, number + 1);
            assertThat(cell.value()).as(name).isEqualTo(Value.of(cell.version()));
          });
    }
  }

  // ---------------------------------------------------------------- what the kernel sees

  private static final int COMMITS = 300;

  private static void assumeStrace() {
    assumeThat(Stream.of("/usr/bin/strace", "/usr/local/bin/strace").map(Path::of))
        .as("strace is needed to count calls of fsync")
        .anyMatch(Files::isExecutable);
  }

  private static long syncs(Path trace) throws IOException {
    try (Stream<String> lines = Files.lines(trace, StandardCharsets.UTF_8)) {
      return lines.filter(line -> line.matches(".*\\b(fsync|fdatasync)\\(.*")).count();
    }
  }

  @Test
  @Tag("full")
  void each_commit_alone_syncs_the_file_of_sqlite() throws IOException {
    assumeStrace();
    Path trace = folder.resolve("trace");
    List<String> strace =
        List.of("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace.toString());
    try (ChildJvm child =
        ChildJvm.start(
            strace, CountingJvm.class, address("sqlite"), "1", String.valueOf(COMMITS))) {
      child.await("end", PATIENCE);
      assertThat(child.exit()).as(child::story).isZero();
    }
    assertThat(syncs(trace)).as("calls of fsync and fdatasync").isGreaterThanOrEqualTo(COMMITS);
  }

  @Test
  @Tag("full")
  void each_commit_alone_syncs_the_log_of_postgresql() throws Exception {
    assumeStrace();
    Path trace = folder.resolve("trace");
    Process strace =
        new ProcessBuilder(
                "strace",
                "-f",
                "-e",
                "trace=fsync,fdatasync",
                "-p",
                postmaster(),
                "-o",
                trace.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(strace.inputReader(StandardCharsets.UTF_8).readLine()).contains("attached");
    try (ChildJvm child =
        ChildJvm.start(CountingJvm.class, address("postgresql"), "1", String.valueOf(COMMITS))) {
      child.await("end", PATIENCE);
    } finally {
      strace.destroy();
      assertThat(strace.waitFor()).isNotNegative();
    }
    assertThat(syncs(trace)).as("calls of fsync and fdatasync").isGreaterThanOrEqualTo(COMMITS);
  }

  /** The server's first process, whose children serve connections that begin later. */
  private static String postmaster() throws Exception {
    try (Connection connection = PostgresServer.SERVER.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT current_setting('data_directory')")) {
      assertThat(rows.next()).isTrue();
      return Files.readAllLines(Path.of(rows.getString(1), "postmaster.pid")).getFirst().strip();
    }
  }
}
