package io.flowengine.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.testkit.JournalReplay;
import io.flowengine.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals that released versions have recorded are replayed for ever, with the text that is kept
 * in them. With {@code -Djournals.record=VERSION} those of this version are added from the scripts
 * beside them; a file that is there is never written again.
 */
class RecordedJournalsTest {
  private static final Path JOURNALS = Path.of("src", "test", "resources", "journals");
  private static final List<String> FLOWS = List.of("calls", "children", "cancelled", "waiting");

  static List<Path> journals() throws IOException {
    try (Stream<Path> files = Files.walk(JOURNALS)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static FlowEngine.Builder engine() {
    return FlowEngine.builder().language(PythonFlows.on(SharedPython.RUNTIME));
  }

  @Test
  void each_version_has_left_its_journals() throws IOException {
    try (Stream<Path> versions = Files.list(JOURNALS).filter(Files::isDirectory)) {
      assertThat(versions.filter(version -> !version.endsWith("scripts")))
          .isNotEmpty()
          .allSatisfy(
              version ->
                  assertThat(FLOWS)
                      .allMatch(flow -> Files.exists(version.resolve(flow + ".json"))));
    }
  }

  @ParameterizedTest
  @MethodSource("journals")
  void a_journal_of_an_earlier_version_replays_to_the_same_end(Path file) throws IOException {
    JournalReplay replay = JournalReplay.read(file);
    ExecutionRecord recorded = replay.export().execution();
    ExecutionRecord left = replay.against(engine());

    assertThat(left.status())
        .as(String.valueOf(left.state().message()))
        .isEqualTo(recorded.status().isEnded() ? recorded.status() : ExecutionStatus.RUNNING);
    assertThat(left.state().outputs()).isEqualTo(recorded.state().outputs());
    assertThat(left.state().message()).isEqualTo(recorded.state().message());
  }

  @Test
  @EnabledIfSystemProperty(named = "journals.record", matches = ".+")
  void the_journals_of_this_version_are_recorded() throws IOException {
    Path folder = Files.createDirectories(JOURNALS.resolve(System.getProperty("journals.record")));
    VirtualTime time = VirtualTime.manual();
    try (FlowEngine engine =
        engine().flows(JOURNALS.resolve("scripts")).environment(time.node()).build()) {
      for (String flow : FLOWS) {
        Path file = folder.resolve(flow + ".json");
        Execution execution = played(engine, time, flow);
        if (!Files.exists(file)) {
          Files.writeString(file, engine.operations().export(execution.id()).toJson());
        }
      }
    }
    assertThat(folder).isNotEmptyDirectory();
  }

  private static Execution played(FlowEngine engine, VirtualTime time, String flow) {
    Execution execution = engine.flow(flow).input("n", 0).input("pi", 3.14).start();
    time.settle();
    time.advance(Duration.ofMinutes(2));
    if (flow.equals("cancelled")) {
      execution.cancel();
    }
    engine.openMessages().stream()
        .filter(message -> "subject".equals(message.subject()))
        .forEach(message -> engine.answer(message.id(), Map.of()));
    time.settle();
    return execution;
  }
}
