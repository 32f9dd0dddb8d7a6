package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementStep.Task;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskPolicy;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task on one element, from its wait for the element to the end of its last attempt. The element
 * is kept over all attempts, all other permits are given back in between.
 */
final class Errand {
  /** Hears of the end; without a result no attempt was made. */
  interface Ended {
    void with(Outcome outcome, @Nullable StepResult result);
  }

  private static final double FRACTION = 0x1.0p-53;

  /** What is told of an attempt. Nearly all are first ones, so they share a text. */
  private static final String FIRST = "1";

  private final ElementRun run;
  private final Scene scene;
  private final Task step;
  private final Member member;
  private final Ended then;
  private List<Permits> held = List.of();
  private Stage.@Nullable Ticket ticket;
  private @Nullable Instant begun;
  private @Nullable StepResult last;
  private int attempt;
  private boolean hasElement;
  private boolean isRunning;
  private boolean isOpen;
  private boolean over;

  Errand(ElementRun run, Scene scene, Task step, Member member, Ended then) {
    this.run = run;
    this.scene = scene;
    this.step = step;
    this.member = member;
    this.then = then;
  }

  Task step() {
    return step;
  }

  void begin() {
    Memory memory = member.memory;
    StepResult known = memory == null ? null : memory.next(step.id());
    if (known != null) {
      member.started = true;
      finish(step.policy().isBad(known.result().outcome()) ? Outcome.BAD : Outcome.OK, known);
      return;
    }
    member.errand = this;
    run.opened();
    isOpen = true;
    element()
        .acquireOne(
            () -> {
              hasElement = true;
              if (over) {
                giveElementBack();
              } else {
                nextAttempt();
              }
            });
  }

  private Permits element() {
    Permits own = member.mutex;
    if (own == null) {
      own = scene.limits().element(member.id());
      member.mutex = own;
    }
    return own;
  }

  private void nextAttempt() {
    attempt++;
    ticket = null;
    List<Permits> permits;
    try {
      permits = scene.limits().task(run, step, member.context());
    } catch (RuntimeException e) { // code of the host
      refuse(e);
      return;
    }
    if (permits.isEmpty()) {
      start(permits);
    } else {
      Permits.acquire(permits, () -> start(permits));
    }
  }

  private void start(List<Permits> permits) {
    held = permits;
    if (over || !run.maySchedule()) {
      giveBack();
      finish(Outcome.CUT, last);
      return;
    }
    Limits.Rates rates;
    try {
      rates = scene.limits().rates(run, step, member.context());
    } catch (RuntimeException e) { // code of the host
      giveBack();
      refuse(e);
      return;
    }
    rates.pass(this::perform);
  }

  private void refuse(RuntimeException e) {
    finish(Outcome.BAD, result(TaskResult.failed("the key of a limit threw " + text(e))));
  }

  private static String text(RuntimeException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private void perform() {
    if (over || !run.maySchedule()) {
      giveBack();
      finish(Outcome.CUT, last);
      return;
    }
    boolean first = !member.started;
    if (first) {
      run.fates().begin(member);
    }
    if (begun == null) {
      begun = scene.stage().now();
    }
    isRunning = true;
    run.tell(Kind.TASK_STARTED, member, step.id(), attempt == 1 ? FIRST : attempt);
    ticket =
        scene
            .stage()
            .start(
                new Attempt(step, member.context(), member.results(), attempt, first, run),
                this::ended);
  }

  private void ended(Ending ending) {
    isRunning = false;
    ticket = null;
    giveBack();
    TaskResult result = ending.result();
    StepResult known = result(result);
    last = known;
    TaskOutcome outcome = result.outcome();
    TaskPolicy policy = step.policy();
    if (outcome == TaskOutcome.CANCELLED) {
      finish(run.maySchedule() && !run.isInterrupted() ? Outcome.BAD : Outcome.CUT, known);
    } else if (ending.isGone()) {
      finish(Outcome.GONE, known);
    } else if (!policy.isBad(outcome)) {
      member.take(ending.writes());
      finish(Outcome.OK, known);
    } else if (attempt >= policy.retry().attempts() || !isRetried(policy, result)) {
      finish(Outcome.BAD, known);
    } else {
      run.tell(Kind.TASK_RETRY, member, step.id(), result.message());
      Duration wait = policy.retry().before(attempt + 1, draw());
      ticket = scene.stage().sleep(wait, false, run.outerBatch(), this::nextAttempt);
    }
  }

  private boolean isRetried(TaskPolicy policy, TaskResult result) {
    try {
      return policy.retry().when().test(result);
    } catch (RuntimeException e) { // code of the host
      run.tell(
          Kind.WARNING,
          member,
          step.id(),
          "RETRY_CONDITION: it threw " + text(e) + "; not retried");
      return false;
    }
  }

  private StepResult result(TaskResult result) {
    Instant now = scene.stage().now();
    return new StepResult(result, Math.max(1, attempt), begun == null ? now : begun, now);
  }

  /** The same number for the same attempt, whenever it is asked for. */
  private double draw() {
    long mixed = scene.seed() ^ (31L * member.id().hashCode() + step.id().hashCode());
    mixed = (mixed + attempt) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return ((mixed ^ (mixed >>> 32)) >>> 11) * FRACTION;
  }

  /** Ends it now, whatever it does: its time is over. */
  void expire(TaskResult result) {
    if (!over) {
      drop();
      finish(Outcome.BAD, result(result));
    }
  }

  /** Asks it to come to an end; what only waits ends at once. */
  void interrupt() {
    if (over) {
      return;
    }
    if (isRunning && ticket != null) {
      ticket.interrupt();
    } else {
      cut();
    }
  }

  /** Ends it now without an outcome of its own. */
  void cut() {
    if (!over) {
      StepResult known =
          isRunning
              ? result(new TaskResult(TaskOutcome.CANCELLED, false, Value.NULL, "given up"))
              : last;
      drop();
      finish(Outcome.CUT, known);
    }
  }

  private void drop() {
    if (ticket != null) {
      ticket.drop();
      ticket = null;
    }
    giveBack();
  }

  private void giveBack() {
    List<Permits> given = held;
    held = List.of();
    Permits.release(given);
  }

  private void giveElementBack() {
    if (hasElement) {
      hasElement = false;
      element().release();
    }
  }

  private void finish(Outcome outcome, @Nullable StepResult result) {
    if (over) {
      return;
    }
    over = true;
    if (member.errand == this) {
      member.errand = null;
    }
    if (isOpen) {
      run.closed();
    }
    giveElementBack();
    if (result != null && result.attempts() > 0 && begun != null) {
      run.tell(Kind.TASK_ENDED, member, step.id(), result.result());
    }
    then.with(outcome, result);
  }
}
