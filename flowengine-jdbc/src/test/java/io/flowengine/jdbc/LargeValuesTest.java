package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.testkit.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values above the threshold lie in a folder beside the database. */
class LargeValuesTest {
  private static final String WORD = "a word that is looked for ";
  private static final String LARGE = WORD.repeat(100_000);

  @TempDir Path folder;
  private final VirtualTime time = VirtualTime.manual();
  private UnaryOperator<JdbcStoreBuilder> settings =
      builder -> builder.blobs(new FolderBlobStore(blobs()), 10_000);

  private Path blobs() {
    return folder.resolve("blobs");
  }

  private List<Path> blobFiles() throws IOException {
    try (Stream<Path> files = Files.walk(blobs())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** The one that is a text; the input is a map. */
  private Path resultFile() throws IOException {
    for (Path file : blobFiles()) {
      if (Files.readString(file).startsWith("\"")) {
        return file;
      }
    }
    throw new AssertionError("no result among " + blobFiles());
  }

  /** Both what SQLite has in its files: a log and the database. */
  private String database() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private void withEngine(Consumer<FlowEngine> use) {
    try (JdbcStore store = settings.apply(JdbcStore.builder(folder.resolve("flows.db"))).open();
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .retention(Duration.ofDays(1))
                .environment(time.node())
                .flow(
                    "large",
                    (system, self, inputs) -> {
                      String made = self.step("make", String.class, step -> LARGE);
                      self.sleep(Duration.ofMinutes(1));
                      return Map.of("same", LARGE.equals(made), "given", inputs.get("text"));
                    })
                .flow(
                    "described",
                    (system, self, inputs) -> {
                      self.save(Map.of("description", LARGE));
                      return null;
                    })
                .build()) {
      use.accept(engine);
    }
  }

  /** Starts a flow with a large input, and closes the engine while it sleeps. */
  private ExecutionId sleeping() {
    ExecutionId[] id = new ExecutionId[1];
    withEngine(
        engine -> {
          id[0] = engine.flow("large").input("text", LARGE).start().id();
          time.settle();
        });
    return id[0];
  }

  @Test
  void inputs_results_and_outputs_come_back_after_a_restart() throws IOException {
    ExecutionId id = sleeping();
    assertThat(blobFiles()).as("the input, and the result of the step").hasSize(2);
    withEngine(
        engine -> {
          time.advance(Duration.ofMinutes(2));
          Execution execution = engine.execution(id).await(Duration.ofSeconds(20));
          assertThat(execution.outputs()).containsEntry("same", true).containsEntry("given", LARGE);
          assertThat(execution.inputs()).containsEntry("text", LARGE);
        });
    assertThat(database()).doesNotContain(WORD.repeat(100));
  }

  @Test
  void what_a_removed_execution_had_is_deleted() throws IOException {
    sleeping();
    withEngine(
        engine -> {
          time.advance(Duration.ofMinutes(2));
          time.advance(Duration.ofDays(2));
        });
    assertThat(blobFiles()).isEmpty();
  }

  @Test
  void what_the_store_itself_writes_anew_is_kept_too() {
    withEngine(
        engine -> {
          Execution execution = engine.flow("described").start().await(Duration.ofSeconds(20));
          execution.delete();
          assertThat(execution.record().field("is_deleted")).isEqualTo(true);
          assertThat(execution.record().field("description")).isEqualTo(LARGE);
        });
  }

  @Test
  void a_value_that_is_missing_pauses_its_execution_which_goes_on_when_it_is_back()
      throws IOException {
    ExecutionId id = sleeping();
    Path result = resultFile();
    String content = Files.readString(result);
    Files.delete(result);
    withEngine(
        engine -> {
          time.advance(Duration.ofMinutes(2));
          assertThat(engine.execution(id).status()).isEqualTo(ExecutionStatus.PAUSED);
          assertThat(engine.execution(id).message().orElse(""))
              .contains("journal", "is missing", "restore the blobs");
        });
    Files.writeString(result, content);
    withEngine(
        engine -> {
          engine.execution(id).resume();
          time.advance(Duration.ofMinutes(5));
          assertThat(engine.execution(id).status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
        });
  }

  @Test
  void a_value_that_was_changed_is_not_taken() throws IOException {
    ExecutionId id = sleeping();
    for (Path file : blobFiles()) {
      Files.writeString(file, "\"something else\"");
    }
    withEngine(
        engine ->
            assertThat(catchMessage(() -> engine.execution(id).inputs()))
                .contains("executions.inputs/" + id, "was changed", "restore the blobs"));
  }

  @Test
  void a_store_without_its_blobs_says_what_is_missing() {
    ExecutionId id = sleeping();
    settings = builder -> builder;
    withEngine(
        engine ->
            assertThat(catchMessage(() -> engine.execution(id).inputs()))
                .contains("executions.inputs/" + id, "open the store with the blobs"));
  }

  @Test
  void blobs_in_the_clear_can_be_read_so_that_the_search_is_known_to_find() throws IOException {
    sleeping();
    assertThat(Files.readString(resultFile())).contains(WORD);
  }

  @Test
  void blobs_of_an_encrypted_store_cannot_be_read() throws IOException {
    settings = builder -> builder.encrypted().blobs(new FolderBlobStore(blobs()), 10_000);
    sleeping();
    for (Path file : blobFiles()) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(WORD);
    }
  }

  private static String catchMessage(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("nothing was thrown");
  }
}
