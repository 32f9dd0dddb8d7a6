package io.flowengine.internal.recurring;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Value;
import io.flowengine.resource.FireOutcome;
import io.flowengine.resource.Overlap;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.ScriptFailedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Some rounds of a schedule, made of journaled calls, so that they go on after a crash. */
final class ScheduleRun {
  private static final int ROUNDS = 100;
  private static final Duration AGAIN = Duration.ofSeconds(60);

  private final FlowCalls calls;
  private int rounds;
  private boolean over;

  /** Leaves the program, because a call was answered by the end of the execution. */
  private static final class Left extends RuntimeException {
    private static final long serialVersionUID = 1;

    Left() {
      super(null, null, false, false);
    }
  }

  /** What it works on: read by its first call. */
  private record Work(SchedulePlan plan, ScheduleState state) {}

  ScheduleRun(FlowCalls calls) {
    this.calls = calls;
  }

  Value play() {
    try {
      Map<String, @Nullable Object> begun = call("schedule.begin", Map.of()).toMap();
      if (begun.get("fields") instanceof Map<?, ?> fields) {
        SchedulePlan plan =
            SchedulePlan.of(String.valueOf(begun.get("id")), Value.of(fields).toMap());
        Work work =
            new Work(plan, ScheduleState.of((Map<?, ?>) requireNonNull(begun.get("state"))));
        while (!over && rounds < ROUNDS) {
          work = new Work(plan, round(work.plan, work.state));
        }
      }
    } catch (Left e) {
      // the execution has ended, or its stack is dropped
    }
    return Value.NULL;
  }

  private ScheduleState round(SchedulePlan plan, ScheduleState state) {
    Instant now = calls.now();
    ScheduleState known = state.queued().isEmpty() ? state : looked(state);
    if (!known.queued().isEmpty() && known.running().isEmpty()) {
      List<Instant> rest = known.queued().subList(1, known.queued().size());
      return fire(plan, known.withQueued(rest), known.queued().getFirst(), true);
    }
    Optional<Instant> next = plan.next(known.last());
    if (next.isEmpty()) {
      over = known.queued().isEmpty();
      return over ? known : waited(known, null, now);
    }
    Instant paused = plan.pausedUntil();
    if (paused != null && next.get().isBefore(paused)) {
      return passed(plan, known, paused, now);
    }
    Instant due = plan.fireTime(next.get());
    if (due.isAfter(now)) {
      return waited(known, due, now);
    }
    return due.isBefore(now.minus(plan.grace()))
        ? misfired(plan, known, next.get(), now.minus(plan.grace()))
        : arrived(plan, known, next.get());
  }

  /** Lets a pause pass. */
  private ScheduleState passed(SchedulePlan plan, ScheduleState state, Instant until, Instant now) {
    if (now.isBefore(until)) {
      return waited(state, until, now);
    }
    return plan.last(state.last(), until)
        .map(last -> settle(state.upTo(last), last, FireOutcome.PAUSED))
        .orElse(state);
  }

  private ScheduleState misfired(
      SchedulePlan plan, ScheduleState state, Instant next, Instant edge) {
    Instant last = plan.last(state.last(), edge).orElse(next);
    return switch (plan.misfire()) {
      case SKIP -> settle(state.upTo(last), last, FireOutcome.MISSED);
      case ONCE -> arrived(plan, missedBefore(plan, state, last), last);
      case ALL -> caughtUp(plan, state, last);
    };
  }

  private ScheduleState missedBefore(SchedulePlan plan, ScheduleState state, Instant first) {
    return plan.last(state.last(), first)
        .map(missed -> settle(state.upTo(missed), missed, FireOutcome.MISSED))
        .orElse(state);
  }

  /** The last missed fires take place one after the other, whatever the policy of overlaps is. */
  private ScheduleState caughtUp(SchedulePlan plan, ScheduleState state, Instant last) {
    List<Instant> missed = new ArrayList<>();
    Optional<Instant> each = Optional.of(last);
    while (each.isPresent() && missed.size() < plan.mostCaughtUp()) {
      missed.addFirst(each.get());
      each = plan.last(state.last(), each.get());
    }
    ScheduleState left = missedBefore(plan, state, missed.getFirst());
    List<Instant> queued = new ArrayList<>(left.queued());
    queued.addAll(missed);
    return left.upTo(last).withQueued(queued);
  }

  /** A nominal fire whose time has come. */
  private ScheduleState arrived(SchedulePlan plan, ScheduleState state, Instant nominal) {
    ScheduleState known = plan.overlap() == Overlap.ALLOW ? state : looked(state);
    boolean free = known.running().isEmpty() && known.queued().isEmpty();
    if (free || plan.overlap() == Overlap.ALLOW) {
      return fire(plan, known, nominal, false);
    }
    boolean queues =
        switch (plan.overlap()) {
          case QUEUE -> known.queued().size() < plan.mostQueued();
          case CANCEL_PREVIOUS -> true;
          default -> false;
        };
    if (!queues) {
      return settle(known.upTo(nominal), nominal, FireOutcome.SKIPPED_OVERLAP);
    }
    List<Instant> queued = new ArrayList<>(known.queued());
    if (plan.overlap() == Overlap.CANCEL_PREVIOUS) {
      known.running().forEach(id -> call("cancel", Map.of("execution", id)));
      for (Instant replaced : queued) {
        known = settle(known, replaced, FireOutcome.SKIPPED_OVERLAP);
      }
      queued.clear();
    }
    queued.add(nominal);
    return known.upTo(nominal).withQueued(queued);
  }

  /**
   * Starts the flow; if that fails again and again, until the next nominal fire.
   *
   * @param queued true if what is queued behind it waits for its end
   */
  private ScheduleState fire(
      SchedulePlan plan, ScheduleState state, Instant nominal, boolean queued) {
    while (true) {
      ScheduleState before = state.upTo(nominal);
      Map<String, @Nullable Object> settled = settled(before, nominal, FireOutcome.FIRED);
      if (settled.get("execution") instanceof String id) {
        return queued || plan.overlap() != Overlap.ALLOW ? before.started(id) : before;
      }
      Instant again = calls.now().plus(AGAIN);
      boolean overtaken =
          plan.next(nominal).map(plan::fireTime).filter(next -> !next.isAfter(again)).isPresent();
      if (over || overtaken) {
        return before;
      }
      sleepUntil(again);
    }
  }

  private ScheduleState settle(ScheduleState state, Instant nominal, FireOutcome outcome) {
    Map<String, @Nullable Object> unused = settled(state, nominal, outcome);
    return state;
  }

  private Map<String, @Nullable Object> settled(
      ScheduleState state, Instant nominal, FireOutcome outcome) {
    rounds++;
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("nominal", nominal.toString());
    arguments.put("outcome", outcome.name());
    arguments.put("state", state.stored());
    Map<String, @Nullable Object> result = call("schedule.settle", arguments).toMap();
    over |= Boolean.TRUE.equals(result.get("superseded"));
    return result;
  }

  /** The state with those runs only that have not ended. */
  private ScheduleState looked(ScheduleState state) {
    if (state.running().isEmpty()) {
      return state;
    }
    List<String> running = new ArrayList<>();
    Value open = call("schedule.running", Map.of("executions", state.running()));
    ((List<?>) requireNonNull(open.toObject())).forEach(id -> running.add(String.valueOf(id)));
    return state.withRunning(running);
  }

  /** Waits for an instant, or for the runs that something in the queue waits for. */
  private ScheduleState waited(ScheduleState state, @Nullable Instant until, Instant now) {
    if (state.queued().isEmpty() || state.running().isEmpty()) {
      sleepUntil(requireNonNull(until));
      return state;
    }
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("executions", state.running());
    arguments.put("return_when", "ALL_ENDED");
    if (until != null) {
      arguments.put("timeout", Duration.between(now, until));
    }
    CallResult waited = calls.call("wait_for", Value.of(arguments));
    if (!(waited instanceof CallResult.Raised)) { // the time is over, or they were removed
      Value unused = returned(waited);
    }
    return state;
  }

  private void sleepUntil(Instant until) {
    Value unused = call("sleep", Map.of("until", until.atOffset(ZoneOffset.UTC)));
  }

  private Value call(String name, Map<String, ?> arguments) {
    return returned(calls.call(name, Value.of(name, arguments)));
  }

  private static Value returned(CallResult answer) {
    return switch (answer) {
      case CallResult.Returned returned -> returned.value();
      case CallResult.Raised raised ->
          throw new ScriptFailedException(raised.error(), raised.message(), "", List.of(), null);
      default -> throw new Left();
    };
  }
}
