package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementTask;
import io.flowengine.element.FlowLimits.Lock;
import io.flowengine.element.TaskResult;
import io.flowengine.internal.element.JournaledStage.Start;
import io.flowengine.internal.element.Moment.Ended;
import io.flowengine.internal.element.SharedLimits.Claim;
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

/** The attempts of a run that are under way on their threads. Belongs to the thread of the run. */
final class Workbench {
  private final Workshop shop;
  private final boolean isCheck;
  private final TaskThreads threads;
  private final Thread self = Thread.currentThread();
  private final Map<Integer, RunningAttempt> running = new HashMap<>();
  private final Map<Integer, Claim> claims = new HashMap<>();
  private final PriorityQueue<RunningAttempt> deadlines =
      new PriorityQueue<>(
          Comparator.comparing((RunningAttempt each) -> requireNonNull(each.deadline())));
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final Queue<RunningAttempt> granted = new ConcurrentLinkedQueue<>();
  private volatile boolean waits;

  Workbench(Workshop shop, boolean isCheck) {
    this.shop = shop;
    this.isCheck = isCheck;
    this.threads = new TaskThreads(shop.environment());
  }

  boolean isEmpty() {
    return running.isEmpty() && ended.isEmpty();
  }

  // ---------------------------------------------------------------- begin

  void begin(Start start) {
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
    RunningAttempt begun =
        new RunningAttempt(
            start.number(), attempt, task, shop.inventory(), isCheck, this::hasEnded);
    Lock lock = attempt.run().flow().limits().lock();
    if (lock != Lock.WAIT && shop.limits().isBusy(id)) {
      String locked = "locked: a task of another run works on element " + id;
      ended.add(
          new Ended(
              start.number(),
              Ending.of(
                  lock == Lock.SKIP ? TaskResult.skipped(locked) : TaskResult.failed(locked))));
      return;
    }
    running.put(start.number(), begun);
    Claim claim = shop.limits().claim(attempt);
    claims.put(start.number(), claim);
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
      if (running.get(next.number()) == next) {
        Duration timeout = next.timeout();
        next.dispatch(timeout == null ? null : shop.environment().instant().plus(timeout));
        if (timeout != null) {
          deadlines.add(next);
        }
        threads.execute(next);
      }
    }
  }

  // ---------------------------------------------------------------- end

  /** Called by the threads of tasks. */
  private void hasEnded(RunningAttempt attempt, Ending ending) {
    ended.add(new Ended(attempt.number(), ending));
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
    while (!deadlines.isEmpty() && !requireNonNull(deadlines.element().deadline()).isAfter(now)) {
      deadlines.remove().expire();
    }
    List<Ended> heard = new ArrayList<>();
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      if (!claims.containsKey(next.number()) && !running.containsKey(next.number())) {
        heard.add(next); // it never began
      } else if (forget(next.number()) != null) {
        heard.add(next);
      }
      if (heard.size() >= most) {
        break;
      }
    }
    return heard;
  }

  private @Nullable RunningAttempt forget(int number) {
    RunningAttempt attempt = running.remove(number);
    Claim claim = claims.remove(number);
    if (claim != null) {
      shop.limits().release(claim);
    }
    if (attempt != null && attempt.deadline() != null) {
      boolean unused = deadlines.remove(attempt);
    }
    return attempt;
  }

  /** Nobody waits for these any more. */
  void drop(Iterable<Integer> numbers) {
    for (Integer number : numbers) {
      RunningAttempt attempt = forget(number);
      if (attempt != null) {
        attempt.drop();
      }
    }
  }

  /** These are to come to an end soon. */
  void interrupt(Iterable<Integer> numbers) {
    for (Integer number : numbers) {
      RunningAttempt attempt = running.get(number);
      if (attempt != null) {
        attempt.cancel();
      }
    }
  }

  void interruptAll() {
    List.copyOf(running.values()).forEach(RunningAttempt::cancel);
  }

  /** Gives all up: the run is left. */
  void leave() {
    drop(List.copyOf(running.keySet()));
  }

  void await(@Nullable Instant until) {
    Instant first = until;
    if (!deadlines.isEmpty()) {
      Instant deadline = requireNonNull(deadlines.element().deadline());
      first = first == null || deadline.isBefore(first) ? deadline : first;
    }
    waits = true;
    if (ended.isEmpty() && granted.isEmpty()) {
      if (first == null) {
        shop.environment().park();
      } else {
        shop.environment().parkUntil(first);
      }
    }
    waits = false;
  }
}
