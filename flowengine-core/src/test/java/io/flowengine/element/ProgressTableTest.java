package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people see of a run while it goes on, and when it has ended. */
class ProgressTableTest {
  private static final ExecutionId RUN = ExecutionId.of("01b8dac5-b400-7000-83cd-20cb694d1d78");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long sequence;

  private ElementEvent event(
      Kind kind, @Nullable String element, @Nullable String step, @Nullable Object detail) {
    return new ElementEvent(
        ++sequence,
        Instant.EPOCH,
        kind,
        "",
        "F",
        element,
        step,
        detail == null ? null : detail.toString());
  }

  /** A run of 100 elements, of which 3 fail at their only step. */
  private String play(boolean hasColours) {
    ProgressTable table =
        ProgressTable.on(new PrintStream(out, true, StandardCharsets.UTF_8), hasColours);
    table.on(RUN, event(Kind.ORDERED, null, null, 100));
    for (int i = 0; i < 100; i++) {
      String outcome = i < 3 ? "FAILED: no route" : "OK";
      table.on(RUN, event(Kind.TASK_ENDED, "E" + i, "ping", outcome));
      table.on(RUN, event(Kind.ELEMENT_ENDED, "E" + i, null, i < 3 ? "FAILED" : "OK"));
      if (i == 0) {
        assertThat(out.toString(StandardCharsets.UTF_8)).as("while it goes on").contains("1/100");
      }
    }
    table.on(RUN, event(Kind.RUN_ENDED, null, null, "FAILED"));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void x2_it_ends_with_how_many_are_identical_and_how_many_differ() {
    assertThat(play(false)).contains("ping: 97 identical, 3 differ").contains("F: FAILED");
  }

  @Test
  void each_element_has_a_line_with_the_outcome_of_each_step() {
    assertThat(play(false).lines())
        .anyMatch(line -> line.matches(" +1/100 +E0 +FAILED +ping FAILED: no route"))
        .anyMatch(line -> line.matches(" +100/100 +E99 +OK +ping ok"));
  }

  @Test
  void colours_are_for_terminals_only() {
    assertThat(play(false)).doesNotContain("\u001b[");
    assertThat(play(true)).contains("\u001b[31m").contains("\u001b[32m");
  }

  @Test
  void x2_results_are_grouped_by_what_a_step_gave() {
    Map<String, Map<String, List<StepResult>>> results = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      TaskResult result =
          new TaskResult(TaskOutcome.OK, false, Value.of(i < 3 ? "15" : "16"), null);
      StepResult step = new StepResult(result, 1, Instant.EPOCH, Instant.EPOCH);
      results.put("E" + i, Map.of("version", List.of(step)));
    }
    RunResult run =
        new RunResult(RUN, RunStatus.SUCCEEDED, Map.of(), List.copyOf(results.keySet()), results);
    assertThat(run.summary("version")).isEqualTo("97 identical, 3 differ");
    assertThat(run.grouped("version").values()).last().isEqualTo(List.of("E0", "E1", "E2"));
  }
}
