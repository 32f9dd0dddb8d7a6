package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementStep.Gate;
import io.flowengine.internal.element.Moment.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stage on which nothing happens by itself: what is started gets a number and stays open until a
 * {@link Moment} says that it has ended. Fed with the same moments a run decides the same, which is
 * how it goes on after a crash.
 */
final class JournaledStage implements Stage {
  private record Timer(Opened opened, Instant due, boolean isAlarm) {
    int number() {
      return opened.number();
    }
  }

  private final boolean waits;
  private final List<@Nullable Opened> all = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingInt(Timer::number));
  private final Map<Integer, Question> questions = new TreeMap<>();
  private final Map<String, Integer> childRuns = new LinkedHashMap<>();
  private final KnownLocks locks = new KnownLocks();
  private final Queue<Runnable> ready = new ArrayDeque<>();
  private List<Opened> fresh = new ArrayList<>();
  private List<Opened> dropped = new ArrayList<>(0);
  private List<Opened> interrupted = new ArrayList<>(0);
  private Instant now;
  private int working;

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
    Opened opened = open(attempt, ended);
    working++;
    fresh.add(opened);
    return opened;
  }

  private Opened open(@Nullable Attempt attempt, Consumer<Ending> ended) {
    Opened opened = new Opened(this, all.size() + 1, attempt, ended);
    all.add(opened);
    return opened;
  }

  @Override
  public Ticket ask(Gate gate, ElementRun run, List<String> elements, Consumer<Ending> ended) {
    Opened opened = open(null, ended);
    if (waits) {
      questions.put(opened.number(), new Question(opened.number(), run, gate, elements, null));
    } else {
      timers.add(new Timer(opened, now, false));
    }
    return opened;
  }

  @Override
  public Ticket cancellable(String path, Runnable then) {
    Opened opened =
        open(
            null,
            ending -> {
              childRuns.remove(path);
              then.run();
            });
    childRuns.put(path, opened.number());
    return new Ticket() {
      @Override
      public void interrupt() {
        // it only waits
      }

      @Override
      public void drop() {
        childRuns.remove(path);
        opened.drop();
      }
    };
  }

  @Override
  public Ticket lock(LockWanted wanted, Consumer<Ending> ended) {
    Opened opened =
        open(
            null,
            ending -> {
              locks.got(wanted, LockWanted.refused(ending).keySet());
              ended.accept(ending);
            });
    locks.want(opened, wanted);
    return opened;
  }

  @Override
  public void unlock(List<String> elements) {
    locks.leave(elements);
  }

  /** What it wants and has of the locks of elements. */
  KnownLocks locks() {
    return locks;
  }

  @Override
  public Ticket sleep(Duration time, boolean visible, int batch, Runnable then) {
    Duration left = visible && !waits ? Duration.ZERO : time;
    return timer(left, false, then);
  }

  @Override
  public Ticket alarm(Duration time, Runnable then) {
    return timer(time, true, then);
  }

  private Opened timer(Duration time, boolean isAlarm, Runnable then) {
    Opened opened = open(null, ending -> then.run());
    timers.add(new Timer(opened, now.plus(time), isAlarm));
    return opened;
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
      if (ended.number() > all.size()) {
        throw new IllegalStateException("nothing with the number " + ended.number() + " is open");
      }
      Opened opened = all.get(ended.number() - 1);
      Consumer<Ending> then = opened == null ? null : close(opened);
      if (then != null) {
        then.accept(ended.ending());
      }
    }
  }

  private @Nullable Consumer<Ending> close(Opened opened) {
    Consumer<Ending> then = opened.close();
    if (then != null) {
      all.set(opened.number() - 1, null);
      boolean asked = !questions.isEmpty() && questions.remove(opened.number()) != null;
      if (opened.isAttempt() && !asked) {
        working--;
      }
    }
    return then;
  }

  void drop(Opened opened) {
    Consumer<Ending> unused = close(opened);
    if (opened.isAttempt()) {
      dropped.add(opened);
    }
  }

  void interrupt(Opened opened) {
    interrupted.add(opened);
  }

  /** How much has been started so far; tells runs of different flows apart. */
  int started() {
    return all.size();
  }

  /** The attempts that have not ended, in the order of their starts. */
  List<Opened> attempts() {
    List<Opened> open = new ArrayList<>();
    for (Opened each : all) {
      if (each != null && each.isAttempt()) {
        open.add(each);
      }
    }
    return open;
  }

  /** True if some attempt has not ended. */
  boolean isWorking() {
    return working > 0;
  }

  /**
   * Nobody knows how far an attempt has come: somebody has to be asked, and it does not run.
   *
   * @param number its number; nothing is done if it has ended
   */
  void askAbout(int number) {
    Opened opened = all.get(number - 1);
    if (opened != null && opened.isAttempt()) {
      Attempt attempt = opened.attempt();
      questions.put(
          number, new Question(number, attempt.run(), null, List.of(attempt.elementId()), attempt));
      working--;
      String what = attempt.step().id() + " on " + attempt.elementId();
      attempt
          .run()
          .tell(
              Kind.WARNING,
              null,
              attempt.step().id(),
              "UNKNOWN_OUTCOME: nobody knows how far " + what + " has come; people are asked");
    }
  }

  /**
   * An attempt that was asked about is made again.
   *
   * @param number its number
   * @return it; null if nobody was asked about it
   */
  @Nullable Opened again(int number) {
    if (questions.isEmpty() || questions.remove(number) == null) {
      return null;
    }
    working++;
    return all.get(number - 1);
  }

  boolean isAsked(int number) {
    return questions.containsKey(number);
  }

  /** The child runs that have not ended, by path, with the numbers that cancel them. */
  Map<String, Integer> childRuns() {
    return childRuns;
  }

  /** What is asked, in the order of the questions. */
  List<Question> questions() {
    return questions.isEmpty() ? List.of() : List.copyOf(questions.values());
  }

  /** When the next span of time is over; null if there is none. */
  @Nullable Instant nextDue() {
    Timer next = timer();
    return next == null ? null : next.due;
  }

  /**
   * Adds the spans of time that are over at an instant to what ended, and orders all by their
   * beginnings; alarms come last.
   *
   * @param ended what else ended then
   */
  void addDue(Instant at, List<Ended> ended) {
    List<Ended> alarms = new ArrayList<>(0);
    for (Timer next = timer(); next != null && !next.due.isAfter(at); next = timer()) {
      timers.remove();
      (next.isAlarm ? alarms : ended).add(new Ended(next.number(), Ending.ok()));
    }
    ended.sort(Comparator.comparingInt(Ended::number));
    ended.addAll(alarms);
  }

  private @Nullable Timer timer() {
    while (!timers.isEmpty() && !timers.element().opened.isOpen()) {
      timers.remove();
    }
    return timers.peek();
  }

  /**
   * Takes the attempts that were started since and have not ended, in the order of their starts.
   */
  List<Opened> takeFresh() {
    List<Opened> taken = fresh;
    fresh = new ArrayList<>();
    taken.removeIf(each -> !each.isOpen());
    return taken;
  }

  /** Takes the attempts that were given up since. */
  List<Opened> takeDropped() {
    List<Opened> taken = dropped;
    dropped = taken.isEmpty() ? taken : new ArrayList<>(0);
    return taken;
  }

  /** Takes the attempts that are to come to an end soon. */
  List<Opened> takeInterrupted() {
    List<Opened> taken = interrupted;
    interrupted = taken.isEmpty() ? taken : new ArrayList<>(0);
    return taken;
  }
}
