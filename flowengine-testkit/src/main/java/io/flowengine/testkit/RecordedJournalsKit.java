package io.flowengine.testkit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Journals that released versions have recorded are replayed for ever. They lie in {@code
 * src/test/resources/journals}, in a folder for each version. With {@code
 * -Djournals.record=VERSION} those of this version are added; a file that is there is never written
 * again.
 *
 * <p>A front end extends it with the flows {@code calls}, {@code children}, {@code cancelled} and
 * {@code waiting} in its language.
 */
public abstract class RecordedJournalsKit {
  private static final Path JOURNALS = Path.of("src", "test", "resources", "journals");
  private static final List<String> FLOWS = List.of("calls", "children", "cancelled", "waiting");

  /** For subclasses. */
  protected RecordedJournalsKit() {}

  /** {@return a builder with what replays the journals, in memory} */
  protected abstract FlowEngineBuilder replaying();

  /** {@return a builder with the flows that are recorded, in memory} */
  protected abstract FlowEngineBuilder recording();

  private static List<Path> journals() throws IOException {
    try (Stream<Path> files = Files.walk(JOURNALS)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @Test
  final void each_version_has_left_its_journals() throws IOException {
    Map<Path, List<String>> versions =
        journals().stream()
            .collect(groupingBy(Path::getParent, mapping(RecordedJournalsKit::flow, toList())));
    assertThat(versions.values())
        .isNotEmpty()
        .allSatisfy(flows -> assertThat(flows).containsAll(FLOWS));
  }

  private static String flow(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }

  @TestFactory
  final Stream<DynamicTest> a_journal_of_an_earlier_version_replays_to_the_same_end()
      throws IOException {
    return journals().stream()
        .map(file -> dynamicTest(JOURNALS.relativize(file).toString(), () -> replay(file)));
  }

  private void replay(Path file) throws IOException {
    JournalReplay replay = JournalReplay.read(file);
    ExecutionRecord recorded = replay.export().execution();
    ExecutionRecord left = replay.against(replaying());

    assertThat(left.status())
        .as(String.valueOf(left.state().message()))
        .isEqualTo(recorded.status().isEnded() ? recorded.status() : ExecutionStatus.RUNNING);
    assertThat(left.state().outputs().toMap()).isEqualTo(recorded.state().outputs().toMap());
    assertThat(left.state().message()).isEqualTo(recorded.state().message());
  }

  @Test
  @EnabledIfSystemProperty(named = "journals.record", matches = ".+")
  final void the_journals_of_this_version_are_recorded() throws IOException {
    Path folder = Files.createDirectories(JOURNALS.resolve(System.getProperty("journals.record")));
    VirtualTime time = VirtualTime.manual();
    try (FlowEngine engine = recording().environment(time.node()).build()) {
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
