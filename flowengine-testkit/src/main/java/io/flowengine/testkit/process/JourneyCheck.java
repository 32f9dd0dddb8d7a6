package io.flowengine.testkit.process;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must be in a store when the flow of a {@link KilledJvmKit} has ended. */
final class JourneyCheck {
  private static final Set<String> RACERS = Set.of("racer-1", "racer-2", "racer-3");

  private final Store store;
  private final Path effects;
  private final boolean runsEffect;

  JourneyCheck(Store store, Path effects, boolean runsEffect) {
    this.store = store;
    this.effects = effects;
    this.runsEffect = runsEffect;
  }

  /** What a dead JVM left behind. */
  record Snapshot(
      Map<ExecutionId, ExecutionRecord> records,
      Map<ExecutionId, List<JournalEntry>> journals,
      Map<ExecutionId, List<LogEntry>> logs,
      Map<String, Long> effects) {

    static Snapshot of(Store store, Path effects) throws IOException {
      Map<ExecutionId, ExecutionRecord> records =
          all(store).stream().collect(toMap(ExecutionRecord::id, Function.identity()));
      Map<ExecutionId, List<JournalEntry>> journals = new HashMap<>();
      Map<ExecutionId, List<LogEntry>> logs = new HashMap<>();
      for (ExecutionId id : records.keySet()) {
        journals.put(id, store.journal(id));
        logs.put(id, store.log(id, 0, 1000));
      }
      return new Snapshot(records, journals, logs, runs(effects));
    }
  }

  private static List<ExecutionRecord> all(Store store) {
    return store.executions(Query.all().limit(Query.MAX_LIMIT)).items();
  }

  /** How often each step body ran. */
  private static Map<String, Long> runs(Path effects) throws IOException {
    try (Stream<String> lines = Files.lines(effects, StandardCharsets.UTF_8)) {
      return lines.collect(groupingBy(Function.identity(), counting()));
    }
  }

  /** Everything ended as in a run that nobody disturbed. */
  void ended() throws IOException {
    Map<String, ExecutionRecord> byName =
        all(store).stream().collect(toMap(ExecutionRecord::name, Function.identity()));
    assertThat(byName.keySet())
        .containsExactlyInAnyOrder("journey", "leg", "racer-1", "racer-2", "racer-3", "failing");
    byName.forEach(
        (name, record) ->
            assertThat(record.status())
                .as(name)
                .isEqualTo(
                    name.equals("failing")
                        ? ExecutionStatus.ENDED_ERROR
                        : ExecutionStatus.ENDED_SUCCESS));
    ExecutionRecord journey = requireNonNull(byName.get("journey"));
    assertThat(journey.state().message()).isEqualTo("arrived");
    checkOutputs(journey);
    assertThat(byName.values().stream().map(JourneyCheck::order)).doesNotHaveDuplicates();
    assertThat(store.records(RecordType.MESSAGE, Query.all()).items()).hasSize(1);
    assertThat(setting("journey")).isEqualTo(2L);
    assertThat(setting("cleaned")).isEqualTo(true);
    for (ExecutionRecord record : byName.values()) {
      assertThat(store.journal(record.id())).as(record.name()).allMatch(JournalEntry::isComplete);
      assertThat(store.inbox(record.id())).as(record.name()).isEmpty();
    }
    checkEffects();
  }

  private static long order(ExecutionRecord record) {
    return requireNonNull(record.state().end(), "end").order();
  }

  private void checkOutputs(ExecutionRecord journey) {
    Map<String, @Nullable Object> outputs = journey.state().outputs().toMap();
    Object winner = outputs.get("winner");
    assertThat(outputs)
        .containsOnlyKeys("charged", "count", "leg", "winner", "again", "answer")
        .containsEntry("charged", 42L)
        .containsEntry("count", 2L)
        .containsEntry("leg", 7L)
        .containsEntry("again", winner)
        .containsEntry("answer", "yes");
    assertThat(RACERS).contains(String.valueOf(winner));
    assertThat(
            store.log(journey.id(), 0, 1000).stream()
                .filter(line -> line.subject().equals("user log"))
                .map(LogEntry::text))
        .containsExactly("begin", "won by " + winner, "caught");
  }

  private @Nullable Object setting(String name) {
    return store
        .record(RecordRef.of(RecordType.SETTING, name))
        .map(record -> record.fields().toMap().get("value"))
        .orElse(null);
  }

  private void checkEffects() throws IOException {
    Map<String, Long> runs = runs(effects);
    assertThat(runs).as("steps whose body ran").hasSize(runsEffect ? 3 : 0);
    assertThat(runs.values()).as("runs of bodies: at least once").allMatch(count -> count <= 2);
  }

  /** Nothing that a dead JVM had recorded was lost, changed, or done again. */
  void goesOnFrom(Snapshot before) throws IOException {
    Map<String, Long> runs = runs(effects);
    for (ExecutionRecord record : before.records().values()) {
      ExecutionId id = record.id();
      List<JournalEntry> journal = store.journal(id);
      for (JournalEntry entry : before.journals().getOrDefault(id, List.of())) {
        if (entry.isComplete()) {
          assertThat(journal).as("the journal of %s", record.name()).contains(entry);
          String body = id + "/" + entry.call().key();
          assertThat(runs.get(body)).as("runs of %s", body).isEqualTo(before.effects().get(body));
        }
      }
      List<LogEntry> lines = before.logs().getOrDefault(id, List.of());
      assertThat(store.log(id, 0, lines.size()))
          .as("the log of %s", record.name())
          .isEqualTo(lines);
      if (record.status().isEnded()) {
        assertThat(store.executions(List.of(id))).containsExactly(record);
      }
    }
  }
}
