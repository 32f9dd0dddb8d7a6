package io.flowengine.internal.element;

import io.flowengine.element.TaskResult;
import io.flowengine.internal.element.Moment.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stage on which nothing happens by itself: what is started gets a number and stays open until a
 * {@link Moment} says that it has ended. Fed with the same moments a run decides the same, which is
 * how it goes on after a crash.
 */
final class JournaledStage implements Stage {
  /** An attempt that is to be made, or was when the run was left. */
  record Start(int number, Attempt attempt) {}

  private record Timer(int number, Instant due) {}

  private final Map<Integer, Consumer<TaskResult>> open = new HashMap<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingInt(Timer::number));
  private final Map<Integer, Attempt> attempts = new HashMap<>();
  private final Queue<Runnable> ready = new ArrayDeque<>();
  private List<Start> fresh = new ArrayList<>();
  private Instant now;
  private int number;

  JournaledStage(Instant now) {
    this.now = now;
  }

  // ---------------------------------------------------------------- as the run sees it

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void start(Attempt attempt, Consumer<TaskResult> ended) {
    open.put(++number, ended);
    attempts.put(number, attempt);
    fresh.add(new Start(number, attempt));
  }

  @Override
  public void sleep(Duration time, boolean visible, int batch, Runnable then) {
    if (time.isZero()) {
      later(then);
      return;
    }
    open.put(++number, result -> then.run());
    timers.add(new Timer(number, now.plus(time)));
  }

  @Override
  public void later(Runnable then) {
    ready.add(then);
  }

  // ---------------------------------------------------------------- as who feeds it sees it

  /** Lets the run decide all it can. */
  void settle() {
    for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
      next.run();
    }
  }

  /**
   * Takes in what ended.
   *
   * @throws IllegalStateException if something ended that is not open: the flow is not the one of
   *     which this was recorded
   */
  void apply(Moment moment) {
    now = moment.at();
    for (Ended ended : moment.ended()) {
      Consumer<TaskResult> then = open.remove(ended.number());
      if (then == null) {
        throw new IllegalStateException("nothing with the number " + ended.number() + " is open");
      }
      attempts.remove(ended.number());
      then.accept(ended.result());
    }
  }

  /** How much has been started so far; tells runs of different flows apart. */
  int started() {
    return number;
  }

  /** True if some attempt has not ended. */
  boolean isWorking() {
    return !attempts.isEmpty();
  }

  /** When the next span of time is over; null if there is none. */
  @Nullable Instant nextDue() {
    Timer next = timer();
    return next == null ? null : next.due;
  }

  /** The spans of time that are over at an instant. */
  List<Ended> due(Instant at) {
    List<Ended> due = new ArrayList<>(0);
    for (Timer next = timer(); next != null && !next.due.isAfter(at); next = timer()) {
      timers.remove();
      due.add(new Ended(next.number, TaskResult.ok()));
    }
    return due;
  }

  private @Nullable Timer timer() {
    while (!timers.isEmpty() && !open.containsKey(timers.element().number)) {
      timers.remove();
    }
    return timers.peek();
  }

  /**
   * Takes the attempts that were started since and have not ended, in the order of their starts.
   */
  List<Start> takeFresh() {
    List<Start> taken = fresh;
    fresh = new ArrayList<>();
    return taken.stream().filter(start -> attempts.containsKey(start.number)).toList();
  }
}
