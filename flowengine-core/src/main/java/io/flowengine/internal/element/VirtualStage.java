package io.flowengine.internal.element;

import io.flowengine.element.SimulatedRun;
import io.flowengine.element.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/** Time that passes at once, and tasks that do nothing but last and fail as they are said to. */
final class VirtualStage implements Stage {
  private record Event(Duration at, long number, Runnable then) {}

  private final Simulator.Script script;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
  private final Queue<Runnable> ready = new ArrayDeque<>();
  private final List<SimulatedRun.Start> starts = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private long number;
  private int running;
  private int peak;

  VirtualStage(Simulator.Script script) {
    this.script = script;
  }

  @Override
  public void start(Attempt attempt, Consumer<TaskResult> ended) {
    String task = attempt.task();
    String id = attempt.elementId();
    boolean fails = script.fails(task, id, attempt.number());
    starts.add(new SimulatedRun.Start(now, task, id, fails, attempt.batch()));
    peak = Math.max(peak, ++running);
    Duration lasts = script.duration(task, id, attempt.number());
    Duration timeout = attempt.step().policy().timeout();
    TaskResult result = fails ? TaskResult.failed("simulated") : TaskResult.ok();
    if (timeout != null && lasts.compareTo(timeout) > 0) {
      lasts = timeout;
      result = TaskResult.timedOut(timeout);
    }
    TaskResult came = result;
    at(
        lasts,
        () -> {
          running--;
          ended.accept(came);
        });
  }

  @Override
  public void sleep(Duration time, boolean visible, int batch, Runnable then) {
    if (visible) {
      String shown = time.toNanosPart() == 0 ? "(" + time.toSeconds() + ")" : "(" + time + ")";
      starts.add(new SimulatedRun.Start(now, "zz", shown, false, batch));
    }
    at(time, then);
  }

  @Override
  public void later(Runnable then) {
    ready.add(then);
  }

  private void at(Duration delay, Runnable then) {
    events.add(new Event(now.plus(delay), number++, then));
  }

  /** Runs until nothing is left to do. */
  void play() {
    while (true) {
      while (!ready.isEmpty()) {
        ready.remove().run();
      }
      Event first = events.peek();
      if (first == null) {
        return;
      }
      now = first.at;
      while (!events.isEmpty() && events.element().at.equals(now)) {
        events.remove().then.run();
      }
    }
  }

  List<SimulatedRun.Start> starts() {
    return starts;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plus(now);
  }

  /** How much time has passed. */
  Duration passed() {
    return now;
  }

  int peak() {
    return peak;
  }
}
