package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementTask;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.JournaledStage.Start;
import io.flowengine.internal.element.Moment.Ended;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A run with real tasks, on the thread of its execution.
 *
 * <p><b>Journal.</b> The run goes from one call {@value #PROGRESS} to the next. Each is answered
 * with moments: on replay by the journal, live by the run itself, which works for some milliseconds
 * and then completes the call with what it heard of meanwhile. So a crash loses the ends of the
 * last milliseconds, and those tasks are run again; what was started because of them is run again
 * too, for it comes later in the journal.
 *
 * <p><b>Waiting.</b> While attempts run the execution keeps its worker. When only spans of time are
 * left and the next is not over soon, it sleeps as every flow does, without a worker.
 *
 * <p><b>Leaving.</b> A pause lets running attempts end and starts none; a cancellation interrupts
 * them. Then the call is completed, and the next one is answered by whatever was wanted.
 */
final class LiveRun {
  static final String PROGRESS = "elements.progress";

  private static final Duration CHUNK = Duration.ofMillis(10);
  private static final int MOST_ENDS = 5_000;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final FlowCalls calls;
  private final Environment environment;
  private final Map<String, ElementTask> tasks;
  private final JournaledStage stage;
  private final ElementRun run;
  private final TaskThreads threads;
  private final Map<Integer, RunningAttempt> running = new HashMap<>();
  private final PriorityQueue<RunningAttempt> deadlines =
      new PriorityQueue<>(
          Comparator.comparing((RunningAttempt each) -> requireNonNull(each.deadline())));
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final List<Start> held = new ArrayList<>();
  private @Nullable Thread self;
  private volatile boolean waits;
  private volatile boolean pausing;
  private volatile boolean cancelling;
  private @Nullable Instant patience;

  LiveRun(
      FlowCalls calls,
      Environment environment,
      Map<String, ElementTask> tasks,
      JournaledStage stage,
      ElementRun run) {
    this.calls = calls;
    this.environment = environment;
    this.tasks = tasks;
    this.stage = stage;
    this.run = run;
    this.threads = new TaskThreads(environment);
  }

  /**
   * Plays the run from its beginning to its end.
   *
   * @return how the last call was answered: returned if the run has ended
   */
  CallResult play() {
    self = Thread.currentThread();
    calls.whenCancelled(() -> leave(true));
    calls.whenPaused(() -> leave(false));
    try {
      return goOn();
    } finally {
      running.values().forEach(RunningAttempt::cancel);
    }
  }

  private CallResult goOn() {
    run.start();
    stage.settle();
    CallResult answer = new CallResult.Returned(Value.NULL);
    while (!run.isOver() && answer instanceof CallResult.Returned) {
      Instant due = stage.nextDue();
      if (due != null && !stage.isWorking() && due.isAfter(stage.now().plus(SOON))) {
        answer = calls.call("sleep", Value.of(Map.of("until", due)));
        if (answer instanceof CallResult.Returned) {
          feed(new Moment(due, stage.due(due)));
        }
      } else {
        answer = progress();
      }
    }
    return answer;
  }

  private CallResult progress() {
    CallResult answer = calls.call(PROGRESS, Value.of(Map.of("started", stage.started())));
    if (answer instanceof CallResult.Returned recorded) {
      Moment.of(recorded.value()).forEach(this::feed);
    } else if (answer instanceof CallResult.Perform) {
      answer = calls.complete(Moment.toValue(work()));
    }
    return answer;
  }

  private void feed(Moment moment) {
    stage.apply(moment);
    stage.settle();
  }

  // ---------------------------------------------------------------- live

  /** Works for a while. */
  private List<Moment> work() {
    List<Moment> moments = new ArrayList<>();
    Instant chunkEnds = null;
    int ends = 0;
    pausing = false;
    while (true) {
      launch();
      Instant now = environment.instant();
      List<Ended> heard = hear(now);
      if (!heard.isEmpty()) {
        Moment moment = new Moment(now.isBefore(stage.now()) ? stage.now() : now, heard);
        moments.add(moment);
        feed(moment);
        ends += heard.size();
        chunkEnds = chunkEnds == null && !pausing ? now.plus(CHUNK) : chunkEnds;
      }
      boolean full = ends >= MOST_ENDS || (chunkEnds != null && !now.isBefore(chunkEnds));
      if (full && !running.isEmpty() && calls.isInterrupted()) {
        pausing = true;
        full = false;
        chunkEnds = null;
      }
      if (full || run.isOver() || isIdle() || isLeaving(now)) {
        return moments;
      }
      if (heard.isEmpty()) {
        await(chunkEnds);
      }
    }
  }

  private List<Ended> hear(Instant now) {
    while (!deadlines.isEmpty() && isOver(deadlines.element(), now)) {
      deadlines.remove().expire();
    }
    List<Ended> heard = stage.due(now);
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      RunningAttempt attempt = running.remove(next.number());
      if (attempt != null) {
        boolean ignored = attempt.deadline() != null && deadlines.remove(attempt);
        heard.add(next);
      }
      if (heard.size() >= MOST_ENDS) {
        break;
      }
    }
    return heard;
  }

  private static boolean isOver(RunningAttempt attempt, Instant now) {
    return !requireNonNull(attempt.deadline()).isAfter(now);
  }

  /** Starts what the run wants started, unless it is to come to rest. */
  private void launch() {
    held.addAll(stage.takeFresh());
    if (pausing || cancelling) {
      return;
    }
    for (Start start : held) {
      ElementTask task = requireNonNull(tasks.get(start.attempt().task()));
      Duration timeout = start.attempt().step().policy().timeout();
      RunningAttempt attempt =
          new RunningAttempt(
              start.number(),
              start.attempt(),
              task,
              timeout == null ? null : environment.instant().plus(timeout),
              this::ended);
      running.put(start.number(), attempt);
      if (timeout != null) {
        deadlines.add(attempt);
      }
      threads.execute(attempt::run);
    }
    held.clear();
  }

  /** Called by the threads of tasks. */
  private void ended(RunningAttempt attempt, TaskResult result) {
    ended.add(new Ended(attempt.number(), result));
    if (waits) {
      environment.unpark(requireNonNull(self));
    }
  }

  /** True if nothing runs, and what comes next is not soon or must not begin. */
  private boolean isIdle() {
    if (!running.isEmpty() || !ended.isEmpty()) {
      return false;
    }
    if (pausing || cancelling) {
      return true;
    }
    Instant due = stage.nextDue();
    return held.isEmpty() && due != null && due.isAfter(stage.now().plus(SOON));
  }

  /** True if tasks were interrupted and have not ended for long enough. */
  private boolean isLeaving(Instant now) {
    if (!cancelling) {
      return false;
    }
    if (patience == null) {
      patience = now.plus(GRACE);
      running.values().forEach(RunningAttempt::cancel);
    }
    return !now.isBefore(patience);
  }

  private void await(@Nullable Instant chunkEnds) {
    Instant until = earlier(chunkEnds, earlier(stage.nextDue(), patience));
    if (!deadlines.isEmpty()) {
      until = earlier(until, deadlines.element().deadline());
    }
    waits = true;
    if (ended.isEmpty()) {
      if (until == null) {
        environment.park();
      } else {
        environment.parkUntil(until);
      }
    }
    waits = false;
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** Called by another thread. */
  private void leave(boolean cancelled) {
    if (cancelled) {
      cancelling = true;
    } else {
      pausing = true;
    }
    environment.unpark(requireNonNull(self));
  }
}
