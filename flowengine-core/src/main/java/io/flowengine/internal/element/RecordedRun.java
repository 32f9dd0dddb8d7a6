package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.StepResult;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.Question.Answer;
import io.flowengine.spi.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out from the journal of a run how far it has come. */
public final class RecordedRun {
  private final ExecutionRecord record;
  private final JournaledStage stage;
  private final EventLog log;
  private final @Nullable ElementRun run;
  private boolean isResting;

  private RecordedRun(
      ElementFlow flow, Workshop shop, ExecutionRecord record, List<JournalEntry> journal) {
    this.record = record;
    Map<String, @Nullable Object> inputs = record.attributes().inputs().toMap();
    stage = new JournaledStage(record.origin().createdAt(), !ElementProgram.isCheck(inputs));
    log = new EventLog(stage::now);
    ElementRun begun = null;
    for (JournalEntry entry : journal) {
      Value value =
          entry.result() instanceof JournalEntry.Returned returned ? returned.value() : null;
      String call = entry.call().name();
      if (begun == null && call.equals(ElementProgram.SELECT) && value != null) {
        begun =
            ElementProgram.begin(
                flow, shop, stage, log, record, RecordedChoice.of(value, Selected.plain(inputs)));
        begun.start();
        stage.settle();
      } else if (begun != null) {
        take(begun, call, entry, value);
      }
    }
    run = begun;
    if (begun != null && record.status().isEnded()) {
      if (record.status() == ExecutionStatus.ENDED_CANCELLED && !begun.isOver()) {
        log.tell(Kind.CANCELLED, begun, null, null, null);
      }
      begun.cancel();
      log.tell(Kind.RUN_ENDED, begun, null, null, begun.status());
    }
  }

  private void take(ElementRun begun, String call, JournalEntry entry, @Nullable Value value) {
    switch (call) {
      case LiveRun.PROGRESS -> {
        if (value != null) {
          resumed(begun);
          Chunk chunk = Chunk.of(value);
          chunk.moments().forEach(this::feed);
          chunk.announced().forEach(stage::again);
          chunk.asked().forEach(stage::askAbout);
          if (chunk.isPaused()) {
            isResting = true;
            log.tell(Kind.PAUSED, begun, null, null, null);
          }
        }
      }
      case "sleep" -> {
        if (value != null) {
          overdue();
        }
      }
      case "message.wait" -> {
        if (value != null && value.toMap().containsKey("timed_out")) {
          overdue();
        } else if (value != null && !stage.questions().isEmpty()) {
          answered(entry, Answer.of(value.toMap().get("response")));
        }
      }
      default -> {
        // nothing that decides
      }
    }
  }

  private void answered(JournalEntry entry, Answer given) {
    Question question = stage.questions().getFirst();
    Instant ended = entry.endedAt();
    Instant at = ended == null || ended.isBefore(stage.now()) ? stage.now() : ended;
    if (given.kind() != Question.Kind.AGAIN || stage.again(question.number()) == null) {
      Ending ending = Gates.ending(question, given);
      feed(new Moment(at, List.of(new Moment.Ended(question.number(), ending))));
    }
  }

  private void resumed(ElementRun begun) {
    if (isResting) {
      isResting = false;
      log.tell(Kind.RESUMED, begun, null, null, null);
    }
  }

  /** The next span of time is over. */
  private void overdue() {
    Instant due = stage.nextDue();
    if (due != null) {
      List<Moment.Ended> ended = new ArrayList<>();
      stage.addDue(due, ended);
      feed(new Moment(due, ended));
    }
  }

  private void feed(Moment moment) {
    stage.apply(moment);
    stage.settle();
    List<Opened> unused = stage.takeFresh();
  }

  /**
   * Reads a run.
   *
   * @param flow the flow in the version of the execution
   * @param shop what its scripts may call
   * @param record the execution
   * @param journal its journal
   * @return the run as far as it is recorded
   */
  public static RecordedRun read(
      ElementFlow flow, Workshop shop, ExecutionRecord record, List<JournalEntry> journal) {
    return new RecordedRun(flow, shop, record, journal);
  }

  /** {@return all that has happened, in order} */
  public List<ElementEvent> events() {
    return List.copyOf(log.events());
  }

  /** {@return the paths of the child runs that have not ended} */
  public Set<String> childRuns() {
    return Set.copyOf(stage.childRuns().keySet());
  }

  /** The elements, in their order. */
  List<Member> members() {
    return run == null ? List.of() : run.members();
  }

  /** {@return what has come of it so far} */
  public RunResult result() {
    Map<String, ElementStatus> elements = new LinkedHashMap<>();
    Map<String, Map<String, List<StepResult>>> results = new LinkedHashMap<>();
    for (Member member : members()) {
      if (member.status != null) {
        elements.put(member.id(), member.status);
      }
      results.put(member.id(), member.results().toMap());
    }
    return new RunResult(
        record.id(), status(), elements, members().stream().map(Member::id).toList(), results);
  }

  private @Nullable RunStatus status() {
    if (run == null) {
      return record.status().isEnded() ? RunStatus.ERROR : null;
    }
    return run.isOver() ? run.status() : null;
  }
}
