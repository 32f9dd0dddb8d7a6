package io.flowengine.internal.recurring;

import static java.util.Objects.requireNonNull;

import io.flowengine.resource.FireOutcome;
import io.flowengine.resource.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Some rounds of a schedule, made of journaled calls, so that they go on after a crash. */
final class ScheduleRun {
  private static final int ROUNDS = 100;
  private static final Duration AGAIN = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private final ScheduleCalls calls;
  private final SchedulePlan plan;
  private final RunEnds ends;
  private boolean over;

  ScheduleRun(ScheduleCalls calls, SchedulePlan plan) {
    this.calls = calls;
    this.plan = plan;
    this.ends = new RunEnds(calls, plan);
  }

  void play(ScheduleState begun) {
    ScheduleState state = begun;
    while (!over && !calls.isSuperseded() && calls.writes() < ROUNDS) {
      state = round(state);
    }
  }

  private ScheduleState round(ScheduleState state) {
    Instant now = calls.now();
    boolean looks = plan.followsRuns() || !state.queued().isEmpty();
    ScheduleState known = looks ? ends.looked(state) : state;
    if (calls.isSuperseded()) {
      return known;
    }
    Optional<Run> again = ends.due(known, now);
    if (again.isPresent()) {
      return ends.again(known, again.get(), now);
    }
    if (!known.queued().isEmpty() && known.running().isEmpty()) {
      List<Instant> rest = known.queued().subList(1, known.queued().size());
      return fire(known.withQueued(rest), known.queued().getFirst(), true);
    }
    Optional<Instant> next = plan.next(known.last());
    if (next.isEmpty()) {
      over = isOver(plan, known);
      return over ? known : waited(known, null, now);
    }
    Instant paused = plan.pausedUntil();
    if (paused != null && next.get().isBefore(paused)) {
      return passed(known, paused, now);
    }
    Instant due = plan.fireTime(next.get());
    if (due.isAfter(now)) {
      return waited(known, due, now);
    }
    return due.isBefore(now.minus(plan.grace()))
        ? misfired(known, next.get(), now.minus(plan.grace()))
        : arrived(known, next.get());
  }

  /** True if nothing is left of a schedule that has no next fire. */
  private static boolean isOver(SchedulePlan plan, ScheduleState state) {
    return state.queued().isEmpty() && (!plan.followsRuns() || state.running().isEmpty());
  }

  /** Lets a pause pass. */
  private ScheduleState passed(ScheduleState state, Instant until, Instant now) {
    if (now.isBefore(until)) {
      return waited(state, until, now);
    }
    return plan.last(state.last(), until)
        .map(last -> settle(state, last, FireOutcome.PAUSED))
        .orElse(state);
  }

  private ScheduleState misfired(ScheduleState state, Instant next, Instant edge) {
    Instant last = plan.last(state.last(), edge).orElse(next);
    return switch (plan.misfire()) {
      case SKIP -> settle(state, last, FireOutcome.MISSED);
      case ONCE -> arrived(missedBefore(state, last), last);
      case ALL -> caughtUp(state, last);
    };
  }

  private ScheduleState missedBefore(ScheduleState state, Instant first) {
    return plan.last(state.last(), first)
        .map(missed -> settle(state, missed, FireOutcome.MISSED))
        .orElse(state);
  }

  /** The last missed fires take place one after the other, whatever the policy of overlaps is. */
  private ScheduleState caughtUp(ScheduleState state, Instant last) {
    List<Instant> missed = plan.backwards(state.last(), last, plan.mostCaughtUp()).reversed();
    ScheduleState left = missedBefore(state, missed.getFirst());
    List<Instant> queued = new ArrayList<>(left.queued());
    queued.addAll(missed);
    return left.upTo(last).withQueued(queued);
  }

  /** A nominal fire whose time has come. */
  private ScheduleState arrived(ScheduleState state, Instant nominal) {
    boolean looks = plan.overlap() != Overlap.ALLOW && !plan.followsRuns();
    ScheduleState known = looks ? ends.looked(state) : state;
    boolean free = known.running().isEmpty() && known.queued().isEmpty();
    if (free || plan.overlap() == Overlap.ALLOW) {
      return fire(known, nominal, false);
    }
    return switch (plan.overlap()) {
      case QUEUE ->
          known.queued().size() < plan.mostQueued()
              ? queued(known, nominal)
              : settle(known, nominal, FireOutcome.SKIPPED_OVERLAP);
      case CANCEL_PREVIOUS -> queued(cancelled(known), nominal);
      default -> settle(known, nominal, FireOutcome.SKIPPED_OVERLAP);
    };
  }

  private static ScheduleState queued(ScheduleState state, Instant nominal) {
    List<Instant> queued = new ArrayList<>(state.queued());
    queued.add(nominal);
    return state.upTo(nominal).withQueued(queued);
  }

  /** Cancels what runs, and gives up what waits. */
  private ScheduleState cancelled(ScheduleState state) {
    ScheduleState left = state;
    for (Run run : state.running()) {
      if (run.isOpen()) {
        calls.cancel(run);
      } else {
        left = left.replaced(run, null);
      }
    }
    while (!left.queued().isEmpty()) {
      Instant replaced = left.queued().getFirst();
      left = left.withQueued(left.queued().subList(1, left.queued().size()));
      Map<String, @Nullable Object> unused =
          calls.settle(left, replaced, FireOutcome.SKIPPED_OVERLAP, Map.of());
    }
    return left;
  }

  /**
   * Starts the flow; if that fails again and again, until the next nominal fire.
   *
   * @param queued true if what is queued behind it waits for its end
   */
  private ScheduleState fire(ScheduleState state, Instant nominal, boolean queued) {
    ScheduleState before = state.upTo(nominal);
    boolean told = false;
    while (true) {
      Object answer =
          plan.shouldRun() == null ? null : calls.ask(plan.shouldRun(), nominal, ANSWER);
      if (Boolean.FALSE.equals(answer)) {
        return settle(before, nominal, FireOutcome.SKIPPED_SHOULD_RUN);
      }
      Map<String, @Nullable Object> settled =
          answer instanceof String failed
              ? calls.settle(before, nominal, FireOutcome.START_FAILED, Map.of("message", failed))
              : calls.fire(before, nominal, rest(before));
      if (settled.get("execution") instanceof String id) {
        boolean tracks = queued || plan.followsRuns() || plan.overlap() != Overlap.ALLOW;
        return tracks ? before.started(Run.first(id, nominal)) : before;
      }
      if (!told && !calls.isSuperseded()) {
        before = ends.notStarted(before, nominal, String.valueOf(settled.get("message")));
        told = true;
      }
      Instant again = calls.now().plus(AGAIN);
      if (calls.isSuperseded() || isOvertaken(nominal, again)) {
        return before;
      }
      calls.sleepUntil(again);
    }
  }

  /** When the next round begins, if nothing can be to be done before; else null. */
  private @Nullable Instant rest(ScheduleState fired) {
    boolean busy = plan.followsRuns() || !fired.queued().isEmpty() || plan.pausedUntil() != null;
    return busy || calls.writes() + 1 >= ROUNDS
        ? null
        : plan.next(fired.last()).map(plan::fireTime).orElse(null);
  }

  private boolean isOvertaken(Instant nominal, Instant again) {
    return plan.next(nominal).map(plan::fireTime).filter(at -> !at.isAfter(again)).isPresent();
  }

  /** Ends all nominal fires up to one, which may be several. */
  private ScheduleState settle(ScheduleState state, Instant nominal, FireOutcome outcome) {
    ScheduleState settled = state.upTo(nominal);
    Map<String, String> since =
        nominal.isAfter(state.last()) ? Map.of("after", state.last().toString()) : Map.of();
    Map<String, @Nullable Object> unused = calls.settle(settled, nominal, outcome, since);
    return settled;
  }

  /** Waits for an instant, for a further attempt, or for runs that something waits for. */
  private ScheduleState waited(ScheduleState state, @Nullable Instant until, Instant now) {
    Instant wake = until;
    for (Run run : state.running()) {
      wake =
          run.again() == null || (wake != null && wake.isBefore(run.again())) ? wake : run.again();
    }
    List<Run> open = state.running().stream().filter(Run::isOpen).toList();
    boolean waits = plan.followsRuns() || !state.queued().isEmpty();
    if (waits && !open.isEmpty()) {
      calls.waitFor(open, wake, now);
    } else {
      calls.sleepUntil(requireNonNull(wake));
    }
    return state;
  }
}
