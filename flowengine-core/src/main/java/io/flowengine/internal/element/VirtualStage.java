package io.flowengine.internal.element;

import io.flowengine.element.ElementStep;
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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Time that passes at once, and tasks that do nothing but last and fail as they are said to. */
final class VirtualStage implements Stage {
  /** Something that will happen. */
  private static final class Event implements Ticket {
    private final Duration at;
    private final boolean isAlarm;
    private final long number;
    private final Runnable then;
    private boolean dropped;

    Event(Duration at, boolean isAlarm, long number, Runnable then) {
      this.at = at;
      this.isAlarm = isAlarm;
      this.number = number;
      this.then = then;
    }

    Duration at() {
      return at;
    }

    boolean isAlarm() {
      return isAlarm;
    }

    long number() {
      return number;
    }

    @Override
    public void interrupt() {
      // a span of time goes on
    }

    @Override
    public void drop() {
      dropped = true;
    }
  }

  /** A task that runs. */
  private final class Running implements Ticket {
    private final Consumer<Ending> ended;
    private Ticket end;
    private boolean over;

    Running(Duration lasts, Ending ending, Consumer<Ending> ended) {
      this.ended = ended;
      this.end = at(lasts, false, () -> end(ending));
    }

    private void end(Ending ending) {
      if (!over) {
        over = true;
        running--;
        ended.accept(ending);
      }
    }

    @Override
    public void interrupt() {
      end.drop();
      end = at(Duration.ZERO, false, () -> end(Ending.cancelled("interrupted")));
    }

    @Override
    public void drop() {
      end.drop();
      if (!over) {
        over = true;
        running--;
      }
    }
  }

  private final Simulator.Script script;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparing(Event::at)
              .thenComparing(Event::isAlarm)
              .thenComparingLong(Event::number));
  private final Queue<Runnable> ready = new ArrayDeque<>();
  private final List<SimulatedRun.Start> starts = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private long number;
  private int running;
  private int peak;

  VirtualStage(Simulator.Script script) {
    this.script = script;
  }

  /** There are no other runs in a simulation. */
  @Override
  public Ticket lock(LockWanted wanted, Consumer<Ending> ended) {
    return at(Duration.ZERO, false, () -> ended.accept(Ending.ok()));
  }

  @Override
  public void unlock(List<String> elements) {
    // nobody waits for them
  }

  /** Nobody cancels anything in a simulation. */
  @Override
  public Ticket cancellable(String path, Runnable then) {
    return new Event(now, false, 0, then);
  }

  @Override
  public Ticket start(Attempt attempt, Consumer<Ending> ended) {
    String task = attempt.task();
    String id = attempt.elementId();
    boolean fails = script.fails(task, id, attempt.number());
    starts.add(new SimulatedRun.Start(now, task, id, fails, attempt.run().outerBatch()));
    peak = Math.max(peak, ++running);
    Duration lasts = script.duration(task, id, attempt.number());
    Duration timeout = attempt.step().policy().timeout();
    TaskResult result =
        fails ? TaskResult.failed("simulated") : TaskResult.ok(script.value(task, id));
    if (timeout != null && lasts.compareTo(timeout) > 0) {
      lasts = timeout;
      result = TaskResult.timedOut(timeout);
    }
    return new Running(lasts, Ending.of(result), ended);
  }

  @Override
  public Ticket ask(
      ElementStep.Gate gate, ElementRun run, List<String> elements, Consumer<Ending> ended) {
    boolean refused = script.refuses(gate.name());
    return at(
        Duration.ZERO,
        false,
        () -> ended.accept(refused ? Ending.of(TaskResult.failed("simulated")) : Ending.ok()));
  }

  @Override
  public Ticket sleep(Duration time, boolean visible, int batch, Runnable then) {
    if (visible) {
      String shown = time.toNanosPart() == 0 ? "(" + time.toSeconds() + ")" : "(" + time + ")";
      starts.add(new SimulatedRun.Start(now, "zz", shown, false, batch));
    }
    return at(time, false, then);
  }

  @Override
  public Ticket alarm(Duration time, Runnable then) {
    return at(time, true, then);
  }

  @Override
  public void later(Runnable then) {
    ready.add(then);
  }

  private Event at(Duration delay, boolean isAlarm, Runnable then) {
    Event event = new Event(now.plus(delay), isAlarm, number++, then);
    events.add(event);
    return event;
  }

  /**
   * Runs until nothing is left to do.
   *
   * @param isOver tells when the run has ended; what would come later does not come any more
   */
  void play(BooleanSupplier isOver) {
    while (true) {
      while (!ready.isEmpty()) {
        ready.remove().run();
      }
      Event first = next();
      if (first == null || isOver.getAsBoolean()) {
        return;
      }
      now = first.at;
      for (Event event = first; event != null && event.at.equals(now); event = next()) {
        events.remove();
        event.then.run();
      }
    }
  }

  private @Nullable Event next() {
    while (!events.isEmpty() && events.element().dropped) {
      events.remove();
    }
    return events.peek();
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
