package io.flowengine.internal.element;

import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.RunResult;
import io.flowengine.element.StepResult;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import io.flowengine.spi.JournalEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out from the journal of a run how far it has come. */
public final class RecordedRun {
  private RecordedRun() {}

  /**
   * Reads a run.
   *
   * @param flow the flow in the version of the execution
   * @param record the execution
   * @param journal its journal
   * @return what has come of it so far
   */
  public static RunResult read(
      ElementFlow flow, ExecutionRecord record, List<JournalEntry> journal) {
    Map<String, @Nullable Object> inputs = record.attributes().inputs().toMap();
    JournaledStage stage = new JournaledStage(record.origin().createdAt());
    ElementRun run = null;
    for (JournalEntry entry : journal) {
      Value value =
          entry.result() instanceof JournalEntry.Returned returned ? returned.value() : null;
      String call = entry.call().name();
      if (run == null && call.equals(ElementProgram.SELECT) && value != null) {
        run =
            new ElementRun(
                flow, null, stage, new Limits(stage), Selected.contexts(value, inputs), () -> {});
        run.start();
      } else if (call.equals(LiveRun.PROGRESS) && value != null) {
        Moment.of(value).forEach(moment -> feed(stage, moment));
      } else if (call.equals("sleep") && value != null) {
        Instant due = stage.nextDue();
        if (due != null) {
          feed(stage, new Moment(due, stage.due(due)));
        }
      }
      stage.settle();
    }
    if (run != null && record.status().isEnded()) {
      run.cancel();
    }
    return result(record, run);
  }

  private static void feed(JournaledStage stage, Moment moment) {
    stage.apply(moment);
    stage.settle();
  }

  private static RunResult result(ExecutionRecord record, @Nullable ElementRun run) {
    Map<String, ElementStatus> elements = new LinkedHashMap<>();
    Map<String, Map<String, List<StepResult>>> results = new LinkedHashMap<>();
    List<Member> members = run == null ? List.of() : run.members();
    for (Member member : members) {
      if (member.status != null) {
        elements.put(member.id(), member.status);
      }
      results.put(member.id(), Map.copyOf(member.results()));
    }
    return new RunResult(
        record.id(),
        run != null && run.isOver() ? run.status() : null,
        elements,
        members.stream().map(Member::id).toList(),
        results);
  }
}
