package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementTask;
import io.flowengine.element.FlowLimits.Lock;
import io.flowengine.element.TaskResult;
import io.flowengine.internal.element.Moment.Ended;
import io.flowengine.internal.element.SharedLimits.Claim;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The attempts of a run that are under way on their threads. Belongs to the thread of the run. */
final class Workbench {
  /** How long threads rest that nothing is found for. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final Workshop shop;
  private final JournaledStage stage;
  private final boolean isCheck;
  private final TaskThreads threads;
  private final TaskThreads platformThreads;
  private final Thread self = Thread.currentThread();
  private final PriorityQueue<RunningAttempt> deadlines =
      new PriorityQueue<>(
          Comparator.comparing((RunningAttempt each) -> requireNonNull(each.deadline())));
  private final Queue<Ended> ended = new ArrayDeque<>();
  private final Queue<RunningAttempt> finished = new ConcurrentLinkedQueue<>();
  private final RunningAttempt.Ended told = this::hasEnded;
  private final Queue<RunningAttempt> granted = new ConcurrentLinkedQueue<>();
  private Instant trimAt;
  private int running;
  private volatile boolean waits;

  Workbench(Workshop shop, JournaledStage stage, boolean isCheck) {
    this.shop = shop;
    this.stage = stage;
    this.isCheck = isCheck;
    Environment environment = shop.environment();
    this.threads = new TaskThreads(environment, environment.together());
    this.platformThreads = new TaskThreads(environment, environment::executeOnPlatformThread);
    this.trimAt = environment.instant().plus(IDLE);
    shop.limits().enter();
  }

  boolean isEmpty() {
    return running == 0 && ended.isEmpty();
  }

  // ---------------------------------------------------------------- begin

  void begin(Opened start) {
    Attempt attempt = start.attempt();
    String id = attempt.elementId();
    if (attempt.isFirst() && isGone(id)) {
      ended.add(new Ended(start.number(), Ending.gone()));
      return;
    }
    ElementTask task =
        shop.repertoire()
            .task(attempt.task())
            .orElse(call -> TaskResult.failed("the engine has no task " + attempt.task()));
    Lock lock = attempt.run().flow().limits().lock();
    String owner = lock == Lock.WAIT ? null : shop.limits().owner(id, attempt.run().scene().id());
    if (owner != null) {
      String locked = "locked: execution " + owner + " has element " + id;
      ended.add(
          new Ended(
              start.number(),
              Ending.of(
                  lock == Lock.SKIP ? TaskResult.skipped(locked) : TaskResult.failed(locked))));
      return;
    }
    Claim claim;
    try {
      claim = shop.limits().claim(attempt);
    } catch (RuntimeException e) { // code of the host
      String why = "the key of a limit threw " + e.getClass().getSimpleName() + ": ";
      ended.add(new Ended(start.number(), Ending.of(TaskResult.failed(why + e.getMessage()))));
      return;
    }
    RunningAttempt begun = new RunningAttempt(start, task, shop.inventory(), isCheck, told);
    start.running = begun;
    running++;
    begun.claim = claim;
    shop.limits().acquire(claim, () -> granted(begun));
  }

  private boolean isGone(String id) {
    return shop.inventory().element(id).map(element -> !element.isEnabled()).orElse(true);
  }

  /** Called by whoever gave back what was waited for. */
  private void granted(RunningAttempt attempt) {
    granted.add(attempt);
    wake();
  }

  /** Gives attempts that may begin to threads. */
  void dispatch() {
    for (RunningAttempt next = granted.poll(); next != null; next = granted.poll()) {
      if (!next.isForgotten) {
        Duration timeout = next.timeout();
        next.dispatch(timeout == null ? null : shop.environment().instant().plus(timeout));
        if (timeout != null) {
          deadlines.add(next);
        }
        boolean onPlatform = shop.repertoire().needsPlatformThread(next.task());
        (onPlatform ? platformThreads : threads).execute(next);
      }
    }
  }

  // ---------------------------------------------------------------- end

  /** Called by the threads of tasks. */
  private void hasEnded(RunningAttempt attempt, Ending ending) {
    attempt.ending = ending;
    finished.add(attempt);
    wake();
  }

  void wake() {
    if (waits) {
      shop.environment().unpark(self);
    }
  }

  /** Called by any thread. */
  void wakeAlways() {
    shop.environment().unpark(self);
  }

  /** Hears of an end that nothing came before. */
  void tell(Ended end) {
    ended.add(end);
  }

  /** What has ended since. */
  List<Ended> hear(Instant now, int most) {
    if (!now.isBefore(trimAt)) {
      threads.trim();
      platformThreads.trim();
      trimAt = now.plus(IDLE);
    }
    while (!deadlines.isEmpty() && !requireNonNull(deadlines.element().deadline()).isAfter(now)) {
      deadlines.remove().expire();
    }
    List<Ended> heard = new ArrayList<>();
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      heard.add(next);
    }
    while (heard.size() < most) {
      RunningAttempt next = finished.poll();
      if (next == null) {
        break;
      }
      if (forget(next)) {
        heard.add(new Ended(next.number(), requireNonNull(next.ending)));
      }
    }
    return heard;
  }

  private boolean forget(RunningAttempt attempt) {
    if (attempt.isForgotten) {
      return false;
    }
    attempt.isForgotten = true;
    running--;
    if (attempt.claim != null) {
      shop.limits().release(attempt.claim);
    }
    if (attempt.deadline() != null) {
      boolean unused = deadlines.remove(attempt);
    }
    return true;
  }

  /** Nobody waits for these any more. */
  void drop(List<Opened> given) {
    for (Opened each : given) {
      if (each.running != null && forget(each.running)) {
        each.running.drop();
      }
    }
  }

  /** These are to come to an end soon. */
  void interrupt(List<Opened> given) {
    for (Opened each : given) {
      if (each.running != null) {
        each.running.cancel();
      }
    }
  }

  void interruptAll() {
    attempts().forEach(RunningAttempt::cancel);
  }

  private List<RunningAttempt> attempts() {
    List<RunningAttempt> all = new ArrayList<>();
    for (Opened each : stage.attempts()) {
      if (each.running != null && !each.running.isForgotten) {
        all.add(each.running);
      }
    }
    return all;
  }

  /** Gives all up: the run is left. */
  void leave() {
    for (RunningAttempt each : attempts()) {
      if (forget(each)) {
        each.drop();
      }
    }
    threads.close();
    platformThreads.close();
    shop.limits().leave();
  }

  void await(@Nullable Instant until) {
    Instant first = until;
    if (threads.haveIdle() || platformThreads.haveIdle()) {
      first = first == null || trimAt.isBefore(first) ? trimAt : first;
    }
    if (!deadlines.isEmpty()) {
      Instant deadline = requireNonNull(deadlines.element().deadline());
      first = first == null || deadline.isBefore(first) ? deadline : first;
    }
    waits = true;
    if (ended.isEmpty() && finished.isEmpty() && granted.isEmpty()) {
      if (first == null) {
        shop.environment().park();
      } else {
        shop.environment().parkUntil(first);
      }
    }
    waits = false;
  }
}
