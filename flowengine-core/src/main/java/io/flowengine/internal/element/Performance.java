package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementStep;
import io.flowengine.element.ElementStep.Child;
import io.flowengine.element.ElementStep.Gate;
import io.flowengine.element.ElementStep.Once;
import io.flowengine.element.ElementStep.Sleep;
import io.flowengine.element.ElementStep.Task;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.element.TaskResult;
import io.flowengine.spi.StepAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does one step on elements that stand at it. */
final class Performance {
  private final ElementRun run;
  private final Scene scene;
  private final ChildCalls children;
  private final OnceCalls onces;
  private final Set<Waiting> waits = new LinkedHashSet<>();

  /** Elements that wait together, without a task. */
  private static final class Waiting {
    private final List<Member> cohort;
    private final Runnable ended;
    private Stage.@Nullable Ticket ticket;

    Waiting(List<Member> cohort, Runnable ended) {
      this.cohort = cohort;
      this.ended = ended;
    }
  }

  Performance(ElementRun run, Scene scene) {
    this.run = run;
    this.scene = scene;
    this.children = new ChildCalls(run, scene);
    this.onces = new OnceCalls(run, scene, children);
  }

  /**
   * Does the step.
   *
   * @param cohort those who stand at it, in rank order; at least one
   * @param width how many executions are unfinished at once
   * @param allEnded called when it has ended on all
   */
  void perform(List<Member> cohort, int width, Runnable allEnded) {
    ElementStep step = requireStep(cohort.getFirst());
    String id =
        step instanceof Task task ? task.id() : step instanceof Child child ? child.id() : null;
    Runnable then = allEnded;
    if (id != null) {
      run.tell(Kind.STEP_STARTED, null, id, cohort.size());
      then =
          () -> {
            run.tell(Kind.STEP_ENDED, null, id, cohort.size());
            allEnded.run();
          };
    }
    switch (step) {
      case Task task -> tasks(task, cohort, width, then);
      case Child child -> children.perform(cohort, width, then);
      case Once once -> onces.perform(once, cohort, then);
      case Sleep sleep -> together(cohort, this::sleep, then);
      case Gate gate -> together(cohort, this::ask, then);
      default -> throw new IllegalStateException(step + " is not done");
    }
  }

  // ---------------------------------------------------------------- tasks

  private void tasks(Task task, List<Member> cohort, int width, Runnable allEnded) {
    Duration most = task.policy().deadline();
    if (most == null) {
      Window.run(cohort, width, this::task, allEnded);
      return;
    }
    Stage.Ticket alarm =
        scene.stage().alarm(most, () -> List.copyOf(cohort).forEach(member -> late(member, most)));
    Window.run(
        cohort,
        width,
        this::task,
        () -> {
          alarm.drop();
          allEnded.run();
        });
  }

  private static void late(Member member, Duration most) {
    Errand errand = member.errand;
    if (errand != null) {
      errand.expire(TaskResult.timedOut(most));
    }
  }

  private void task(Member member, Runnable ended) {
    if (!(member.course().step() instanceof Task step)) {
      scene.stage().later(ended); // it is final, or was cut meanwhile
      return;
    }
    new Errand(
            run,
            scene,
            step,
            member,
            (outcome, result) -> {
              told(step, member, outcome, result);
              scene.stage().later(ended);
            })
        .begin();
  }

  private void told(Task step, Member member, Outcome outcome, @Nullable StepResult result) {
    if (result == null) {
      run.fates().settle(member, outcome, null, StepAnswer.Passed.PASSED);
      return;
    }
    member.record(step.id(), result);
    run.fates().settle(member, outcome, step.policy().onFailure(), answer(step, outcome, result));
  }

  StepAnswer answer(Task step, Outcome outcome, StepResult result) {
    OnFailure own = step.policy().onFailure();
    OnFailure chosen = own == null ? run.flow().failures().onFailure() : own;
    return new StepAnswer.TaskEnded(result, outcome == Outcome.BAD && chosen != OnFailure.CONTINUE);
  }

  StepResult outOfTime(Duration most) {
    Instant now = scene.stage().now();
    return new StepResult(TaskResult.timedOut(most), 1, now, now);
  }

  // ---------------------------------------------------------------- waits

  private interface Wait {
    void on(ElementStep step, Waiting waiting);
  }

  /** Once for all that want the same, side by side for those that want different things. */
  private void together(List<Member> cohort, Wait wait, Runnable allEnded) {
    List<List<Member>> groups = groups(cohort);
    Window.run(
        groups,
        groups.size(),
        (group, ended) -> {
          Waiting waiting = new Waiting(group, ended);
          waits.add(waiting);
          wait.on(requireStep(group.getFirst()), waiting);
        },
        allEnded);
  }

  private static ElementStep requireStep(Member member) {
    ElementStep step = member.course().step();
    if (step == null) {
      throw new IllegalStateException(member.id() + " has come to its end");
    }
    return step;
  }

  /** Those whose steps are equal, ordered by their lowest rank. */
  @SuppressWarnings("ReferenceEquality") // declared steps are the same object; quick to find out
  static List<List<Member>> groups(List<Member> cohort) {
    if (cohort.size() == 1) {
      return List.of(cohort);
    }
    ElementStep first = requireStep(cohort.getFirst());
    boolean same = true;
    for (Member member : cohort) {
      same &= member.course().step() == first;
    }
    if (same) {
      return List.of(cohort);
    }
    Map<ElementStep, List<Member>> groups = new LinkedHashMap<>();
    for (Member member : cohort) {
      groups.computeIfAbsent(requireStep(member), key -> new ArrayList<>()).add(member);
    }
    return List.copyOf(groups.values());
  }

  private void sleep(ElementStep step, Waiting waiting) {
    Duration time = ((Sleep) step).time();
    String shown = time.toNanosPart() == 0 ? String.valueOf(time.toSeconds()) : time.toString();
    run.tell(Kind.STEP_STARTED, null, "sleep", shown);
    waiting.ticket =
        scene
            .stage()
            .sleep(
                time,
                true,
                run.outerBatch(),
                () ->
                    over(waiting, member -> settle(member, Outcome.OK, StepAnswer.Passed.PASSED)));
  }

  private void ask(ElementStep step, Waiting waiting) {
    Gate gate = (Gate) step;
    run.tell(Kind.GATE_WAITING, null, null, gate.name());
    waiting.ticket =
        scene
            .stage()
            .ask(
                gate,
                run,
                ending -> {
                  TaskResult result = ending.result();
                  String reason = result.message() == null ? "refused" : result.message();
                  run.tell(
                      Kind.GATE_PASSED,
                      null,
                      null,
                      gate.name() + (result.isOk() ? " passed" : " refused: " + reason));
                  over(
                      waiting,
                      result.isOk()
                          ? member -> settle(member, Outcome.OK, StepAnswer.Passed.PASSED)
                          : member -> refuse(member, gate, reason));
                });
  }

  private void refuse(Member member, Gate gate, String reason) {
    Instant now = scene.stage().now();
    TaskResult result =
        new TaskResult(
            TaskOutcome.FAILED, false, io.flowengine.execution.Value.NULL, "refused: " + reason);
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
  void giveUpWaits() {
    for (Waiting waiting : List.copyOf(waits)) {
      if (waiting.ticket != null) {
        waiting.ticket.drop();
      }
      over(waiting, member -> settle(member, Outcome.CUT, StepAnswer.Passed.PASSED));
    }
    onces.giveUp();
  }

  /** Ends what is done to one element that is final. */
  void giveUp(Member member) {
    for (Member each = member; each != null; each = each.inner) {
      if (each.errand != null) {
        each.errand.cut();
      }
    }
  }
}
