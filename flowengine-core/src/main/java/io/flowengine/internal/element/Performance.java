package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementStatus;
import io.flowengine.element.ElementStep;
import io.flowengine.element.ElementStep.Child;
import io.flowengine.element.ElementStep.Once;
import io.flowengine.element.ElementStep.Sleep;
import io.flowengine.element.ElementStep.Task;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does one step on elements that stand at it. */
final class Performance {
  /** What a step that is done once has become, and who waits to hear of it. */
  private static final class Shared {
    private final List<Consumer<Outcome>> waiting = new ArrayList<>();
    private @Nullable Outcome outcome;
    private @Nullable StepResult result;
  }

  private final ElementRun run;
  private final Stage stage;
  private final Limits limits;
  private final Map<Once, Shared> shared = new HashMap<>();

  Performance(ElementRun run, Stage stage, Limits limits) {
    this.run = run;
    this.stage = stage;
    this.limits = limits;
  }

  /**
   * Does the step.
   *
   * @param cohort those who stand at it, in rank order; at least one
   * @param width how many executions are unfinished at once
   * @param allEnded called when it has ended on all
   */
  void perform(List<Member> cohort, int width, Runnable allEnded) {
    switch (requireNonNull(cohort.getFirst().course.step())) {
      case Task task ->
          window(cohort, width, (member, ended) -> task(task, member, ended), allEnded);
      case Sleep sleep ->
          stage.sleep(
              sleep.time(),
              true,
              run.outerBatch(),
              () -> {
                cohort.forEach(member -> run.settle(member, Outcome.OK, null));
                allEnded.run();
              });
      case Once once -> once(once, cohort, allEnded);
      case Child child -> child(child, cohort, width, allEnded);
      case ElementStep decision -> throw new IllegalStateException(decision + " is a decision");
    }
  }

  /** Something that is done on a member and says when it has ended. */
  private interface Act {
    void on(Member member, Runnable ended);
  }

  /** Starts in rank order, the next as soon as one has ended. */
  private static void window(List<Member> cohort, int width, Act act, Runnable allEnded) {
    new Window(cohort, width, act, allEnded).fill();
  }

  private static final class Window {
    private final List<Member> cohort;
    private final int width;
    private final Act act;
    private final Runnable allEnded;
    private int begun;
    private int open;
    private boolean filling;

    Window(List<Member> cohort, int width, Act act, Runnable allEnded) {
      this.cohort = cohort;
      this.width = width;
      this.act = act;
      this.allEnded = allEnded;
    }

    /** Ends that come while it fills are seen by its own loop. */
    void fill() {
      if (filling) {
        return;
      }
      filling = true;
      while (begun < cohort.size() && open < width) {
        open++;
        act.on(cohort.get(begun++), this::closed);
      }
      filling = false;
      if (open == 0 && begun == cohort.size()) {
        allEnded.run();
      }
    }

    private void closed() {
      open--;
      fill();
    }
  }

  // ---------------------------------------------------------------- tasks

  private void task(Task step, Member member, Runnable ended) {
    attempts(
        step,
        member,
        (outcome, result) -> {
          member.ended(step, result);
          run.settle(member, outcome, step.policy().onFailure());
          stage.later(ended);
        });
  }

  /** Hears of the end of all attempts; without a result none was made. */
  private interface Ended {
    void with(Outcome outcome, @Nullable StepResult result);
  }

  /** The element is kept over all attempts. */
  private void attempts(Task step, Member member, Ended ended) {
    List<Permits> element = limits.element(member.context);
    Permits.acquire(
        element,
        () ->
            attempt(
                step,
                member,
                1,
                null,
                (outcome, result) -> {
                  Permits.release(element);
                  ended.with(outcome, result);
                }));
  }

  private void attempt(Task step, Member member, int number, @Nullable Instant begun, Ended ended) {
    List<Permits> permits = limits.task(run, step, member.context);
    Permits.acquire(
        permits,
        () -> {
          if (!run.maySchedule()) {
            Permits.release(permits);
            ended.with(Outcome.CUT, null);
            return;
          }
          member.started = true;
          Instant started = begun == null ? stage.now() : begun;
          stage.start(
              new Attempt(step, member.context, member.results(), number, run.outerBatch()),
              result -> {
                Permits.release(permits);
                after(step, member, new StepResult(result, number, started, stage.now()), ended);
              });
        });
  }

  private void after(Task step, Member member, StepResult result, Ended ended) {
    TaskPolicy policy = step.policy();
    TaskOutcome outcome = result.result().outcome();
    if (outcome == TaskOutcome.CANCELLED) {
      ended.with(Outcome.CUT, result);
    } else if (!outcome.isBad() || result.attempts() == policy.attempts()) {
      ended.with(outcome.isBad() ? Outcome.BAD : Outcome.OK, result);
    } else {
      stage.sleep(
          policy.backoff(),
          false,
          run.outerBatch(),
          () -> attempt(step, member, result.attempts() + 1, result.started(), ended));
    }
  }

  // ---------------------------------------------------------------- once

  private void once(Once once, List<Member> cohort, Runnable allEnded) {
    Shared known = shared.get(once);
    Shared mine = known == null ? new Shared() : known;
    Consumer<Outcome> tell =
        outcome -> {
          for (Member member : cohort) {
            member.ended((Task) once.step(), mine.result);
            run.settle(member, outcome, null);
          }
          allEnded.run();
        };
    if (known == null) {
      shared.put(once, mine);
      mine.waiting.add(tell);
      Task step = (Task) once.step();
      attempts(
          step,
          cohort.getFirst(),
          (outcome, result) -> {
            mine.outcome = outcome;
            mine.result = result;
            mine.waiting.forEach(waiting -> waiting.accept(outcome));
          });
    } else if (known.outcome == null) {
      known.waiting.add(tell);
    } else {
      tell.accept(known.outcome);
    }
  }

  // ---------------------------------------------------------------- children

  private void child(Child step, List<Member> cohort, int width, Runnable allEnded) {
    switch (step.given()) {
      case EACH ->
          window(
              cohort,
              width,
              (member, ended) -> child(step, List.of(member), List.of(member), ended),
              allEnded);
      case COHORT -> child(step, cohort, cohort, allEnded);
      case ALL -> child(step, cohort, run.members(), allEnded);
    }
  }

  private void child(Child step, List<Member> callers, List<Member> given, Runnable ended) {
    List<ElementRun> started = new ArrayList<>(1);
    ElementRun child =
        run.child(
            step.flow(),
            step.flow().process().apply(given.stream().map(member -> member.context).toList()),
            () -> {
              ElementRun ran = started.getFirst();
              Map<String, Member> results = new HashMap<>();
              ran.members().forEach(member -> results.put(member.id(), member));
              callers.forEach(caller -> settle(caller, results.get(caller.id())));
              stage.later(ended);
            });
    started.add(child);
    child.start();
  }

  /**
   * What became of an element in the child is what the step has done to it; nothing if the child
   * did not want it.
   */
  private void settle(Member caller, @Nullable Member inChild) {
    if (inChild == null) {
      run.settle(caller, Outcome.OK, null);
      return;
    }
    caller.started |= inChild.started;
    ElementStatus status = requireNonNull(inChild.status);
    run.settle(
        caller,
        switch (status) {
          case OK -> Outcome.OK;
          case FAILED -> Outcome.BAD;
          case ABORTED, NOT_STARTED, CANCELLED -> run.maySchedule() ? Outcome.ABORTED : Outcome.CUT;
        },
        null);
  }
}
