package io.flowengine.internal.element;

import io.flowengine.element.ElementStep.Gate;
import io.flowengine.internal.element.Moment.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
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

  /** A gate that is to be asked, or was when the run was left. */
  record Question(int number, Gate gate, ElementRun run) {}

  private record Timer(int number, Instant due, boolean isAlarm) {}

  /** Something open. */
  private final class Opened implements Ticket {
    private final int number;

    Opened(int number) {
      this.number = number;
    }

    @Override
    public void interrupt() {
      if (attempts.containsKey(number)) {
        interrupted.add(number);
      }
    }

    @Override
    public void drop() {
      if (open.remove(number) != null) {
        questions.remove(number);
        if (attempts.remove(number) != null) {
          dropped.add(number);
        }
      }
    }
  }

  private final boolean waits;
  private final Map<Integer, Consumer<Ending>> open = new HashMap<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingInt(Timer::number));
  private final Map<Integer, Attempt> attempts = new HashMap<>();
  private final Map<Integer, Question> questions = new HashMap<>();
  private final Set<Integer> dropped = new HashSet<>();
  private final Set<Integer> interrupted = new HashSet<>();
  private final Queue<Runnable> ready = new ArrayDeque<>();
  private List<Start> fresh = new ArrayList<>();
  private Instant now;
  private int number;

  /**
   * Makes a stage.
   *
   * @param now the time at the beginning
   * @param waits false if steps that only wait take no time
   */
  JournaledStage(Instant now, boolean waits) {
    this.now = now;
    this.waits = waits;
  }

  // ---------------------------------------------------------------- as the run sees it

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Ticket start(Attempt attempt, Consumer<Ending> ended) {
    open.put(++number, ended);
    attempts.put(number, attempt);
    fresh.add(new Start(number, attempt));
    return new Opened(number);
  }

  @Override
  public Ticket ask(Gate gate, ElementRun run, Consumer<Ending> ended) {
    open.put(++number, ended);
    if (waits) {
      questions.put(number, new Question(number, gate, run));
    } else {
      timers.add(new Timer(number, now, false));
    }
    return new Opened(number);
  }

  @Override
  public Ticket sleep(Duration time, boolean visible, int batch, Runnable then) {
    open.put(++number, ending -> then.run());
    Duration left = visible && !waits ? Duration.ZERO : time;
    timers.add(new Timer(number, now.plus(left), false));
    return new Opened(number);
  }

  @Override
  public Ticket alarm(Duration time, Runnable then) {
    open.put(++number, ending -> then.run());
    timers.add(new Timer(number, now.plus(time), true));
    return new Opened(number);
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
      Consumer<Ending> then = open.remove(ended.number());
      if (then != null) {
        attempts.remove(ended.number());
        questions.remove(ended.number());
        then.accept(ended.ending());
      } else if (ended.number() > number) {
        throw new IllegalStateException("nothing with the number " + ended.number() + " is open");
      }
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

  boolean isOpen(int what) {
    return open.containsKey(what);
  }

  /** The gates that are asked, in the order of the questions. */
  List<Question> questions() {
    return questions.isEmpty()
        ? List.of()
        : questions.values().stream().sorted(Comparator.comparingInt(Question::number)).toList();
  }

  /** When the next span of time is over; null if there is none. */
  @Nullable Instant nextDue() {
    Timer next = timer();
    return next == null ? null : next.due;
  }

  /**
   * Adds the spans of time that are over at an instant to what ended; alarms come last.
   *
   * @param ended what else ended then
   */
  void addDue(Instant at, List<Ended> ended) {
    List<Ended> alarms = new ArrayList<>(0);
    for (Timer next = timer(); next != null && !next.due.isAfter(at); next = timer()) {
      timers.remove();
      (next.isAlarm ? alarms : ended).add(new Ended(next.number, Ending.ok()));
    }
    ended.addAll(alarms);
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
    taken.removeIf(start -> !attempts.containsKey(start.number));
    return taken;
  }

  /** Takes the numbers of attempts that were given up since. */
  Set<Integer> takeDropped() {
    return take(dropped);
  }

  /** Takes the numbers of attempts that are to come to an end soon. */
  Set<Integer> takeInterrupted() {
    return take(interrupted);
  }

  private static Set<Integer> take(Set<Integer> from) {
    if (from.isEmpty()) {
      return Set.of();
    }
    Set<Integer> taken = Set.copyOf(from);
    from.clear();
    return taken;
  }
}
