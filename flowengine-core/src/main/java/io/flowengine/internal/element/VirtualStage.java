package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.SimulatedRun;
import java.time.Duration;
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
  public void start(
      String task, ElementContext element, int attempt, int batch, Consumer<Boolean> ended) {
    String id = element.element().id();
    boolean fails = script.fails(task, id, attempt);
    starts.add(new SimulatedRun.Start(now, task, id, fails, batch));
    peak = Math.max(peak, ++running);
    at(
        script.duration(task, id, attempt),
        () -> {
          running--;
          ended.accept(!fails);
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

  Duration now() {
    return now;
  }

  int peak() {
    return peak;
  }
}
