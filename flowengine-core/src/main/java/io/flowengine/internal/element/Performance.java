package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementStep;
import io.flowengine.element.ElementStep.Child;
import io.flowengine.element.ElementStep.Gate;
import io.flowengine.element.ElementStep.Once;
import io.flowengine.element.ElementStep.Sleep;
import io.flowengine.element.ElementStep.Task;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.element.TaskResult;
import io.flowengine.spi.StepAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does one step on elements that stand at it. */
final class Performance {
  private final ElementRun run;
  private final Scene scene;
  private final ChildCalls children;
  private final OnceCalls onces;
  private final CohortWaits waits;

  Performance(ElementRun run, Scene scene) {
    this.run = run;
    this.scene = scene;
    this.children = new ChildCalls(run, scene);
    this.waits = new CohortWaits(run, scene);
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
      case Sleep sleep -> waits.sleep(cohort, then);
      case Gate gate -> waits.ask(cohort, then);
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

  // ---------------------------------------------------------------- cohorts

  static ElementStep requireStep(Member member) {
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

  /** Ends all waits, without an outcome. */
  void giveUpWaits() {
    waits.giveUp();
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
