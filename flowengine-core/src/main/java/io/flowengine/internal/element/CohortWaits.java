package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementStep;
import io.flowengine.element.ElementStep.Gate;
import io.flowengine.element.ElementStep.Sleep;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;
import io.flowengine.spi.StepAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The elements of a run that wait together, without a task: they sleep or stand at a gate. */
final class CohortWaits {
  private final ElementRun run;
  private final Scene scene;
  private final Set<Waiting> waits = new LinkedHashSet<>();

  private static final class Waiting {
    private final List<Member> cohort;
    private final Runnable ended;
    private Stage.@Nullable Ticket ticket;
    private Stage.@Nullable Ticket alarm;

    Waiting(List<Member> cohort, Runnable ended) {
      this.cohort = cohort;
      this.ended = ended;
    }

    List<String> ids() {
      return cohort.stream().map(Member::id).toList();
    }

    void drop() {
      drop(ticket);
      drop(alarm);
    }

    private static void drop(Stage.@Nullable Ticket ticket) {
      if (ticket != null) {
        ticket.drop();
      }
    }
  }

  private interface Wait {
    void on(ElementStep step, Waiting waiting);
  }

  CohortWaits(ElementRun run, Scene scene) {
    this.run = run;
    this.scene = scene;
  }

  /** Lets time pass, for each time that is wanted by itself. */
  void sleep(List<Member> cohort, Runnable allEnded) {
    together(cohort, this::sleep, allEnded);
  }

  /** Asks at the gate, at each one by itself. */
  void ask(List<Member> cohort, Runnable allEnded) {
    together(cohort, this::ask, allEnded);
  }

  /** Once for all that want the same, side by side for those that want different things. */
  private void together(List<Member> cohort, Wait wait, Runnable allEnded) {
    List<List<Member>> groups = Performance.groups(cohort);
    Window.run(
        groups,
        groups.size(),
        (group, ended) -> {
          Waiting waiting = new Waiting(group, ended);
          waits.add(waiting);
          wait.on(Performance.requireStep(group.getFirst()), waiting);
        },
        allEnded);
  }

  private void sleep(ElementStep step, Waiting waiting) {
    Duration time = ((Sleep) step).time();
    String shown = time.toNanosPart() == 0 ? String.valueOf(time.toSeconds()) : time.toString();
    run.tell(Kind.STEP_STARTED, null, "sleep", shown);
    waiting.ticket =
        scene
            .stage()
            .sleep(time, true, run.outerBatch(), () -> over(waiting, member -> passed(member)));
  }

  private void ask(ElementStep step, Waiting waiting) {
    Gate gate = (Gate) step;
    run.tell(Kind.GATE_WAITING, null, null, gate.name());
    waiting.ticket =
        scene
            .stage()
            .ask(gate, run, waiting.ids(), ending -> answered(gate, waiting, ending.result()));
    Duration most = gate.timeout();
    if (most != null && waits.contains(waiting)) {
      waiting.alarm =
          scene
              .stage()
              .alarm(
                  most,
                  () -> answered(gate, waiting, TaskResult.failed("not answered within " + most)));
    }
  }

  private void answered(Gate gate, Waiting waiting, TaskResult result) {
    waiting.drop(); // the other of answer and alarm
    String reason = result.message() == null ? "refused" : result.message();
    run.tell(
        Kind.GATE_PASSED,
        null,
        null,
        gate.name() + (result.isOk() ? " passed" : " refused: " + reason));
    over(
        waiting, result.isOk() ? member -> passed(member) : member -> refuse(member, gate, reason));
  }

  private void passed(Member member) {
    settle(member, Outcome.OK, StepAnswer.Passed.PASSED);
  }

  private void refuse(Member member, Gate gate, String reason) {
    Instant now = scene.stage().now();
    TaskResult result = new TaskResult(TaskOutcome.FAILED, false, Value.NULL, "refused: " + reason);
    member.record("gate " + gate.name(), new StepResult(result, 1, now, now));
    settle(member, Outcome.BAD, new StepAnswer.Refused(gate.name(), reason));
  }

  private void settle(Member member, Outcome outcome, StepAnswer answer) {
    run.fates().settle(member, outcome, null, answer);
  }

  private void over(Waiting waiting, Consumer<Member> then) {
    if (waits.remove(waiting)) {
      waiting.cohort.forEach(then);
      waiting.ended.run();
    }
  }

  /** Ends all waits, without an outcome. */
  void giveUp() {
    for (Waiting waiting : List.copyOf(waits)) {
      waiting.drop();
      over(waiting, member -> settle(member, Outcome.CUT, StepAnswer.Passed.PASSED));
    }
  }
}
