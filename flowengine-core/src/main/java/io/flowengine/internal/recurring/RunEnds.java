package io.flowengine.internal.recurring;

import io.flowengine.internal.recurring.ScheduleCalls.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of runs that end: further attempts, counts, and the flows that hear of it. A run
 * that was cancelled counts neither way.
 *
 * @param calls the calls of the execution
 * @param plan what the schedule says
 */
record RunEnds(ScheduleCalls calls, SchedulePlan plan) {
  private static final Duration LATER = Duration.ofSeconds(60);

  /** The state with those runs only that have not ended. */
  ScheduleState looked(ScheduleState state) {
    List<Run> open = state.running().stream().filter(Run::isOpen).toList();
    if (open.isEmpty()) {
      return state;
    }
    ScheduleState known = state;
    for (Ended each : calls.ended(open, plan.retry())) {
      known = plan.followsRuns() ? ended(known, each) : known.replaced(each.run(), null);
      if (calls.isSuperseded()) {
        return known;
      }
    }
    return known;
  }

  private ScheduleState ended(ScheduleState state, Ended end) {
    if (end.again() != null) {
      return counted(state.replaced(end.run(), end.run().until(end.again())), end, Map.of());
    }
    ScheduleState left = state.replaced(end.run(), null);
    Hooks.Told told =
        switch (end.status()) {
          case "ENDED_SUCCESS" -> plan.hooks().succeeded(state.tally());
          case "ENDED_ERROR" -> plan.hooks().failed(state.tally());
          default -> new Hooks.Told(state.tally(), Map.of());
        };
    return counted(left.with(told.tally()), end, told.flows());
  }

  private ScheduleState counted(ScheduleState state, Ended end, Map<String, String> flows) {
    calls.ended(state, end.run().nominal(), Map.of("execution", end.run().id()), flows);
    return state;
  }

  /** A fire whose flow could not be started, or whose {@code should_run} failed. */
  ScheduleState notStarted(ScheduleState state, Instant nominal, String message) {
    if (plan.hooks().isEmpty()) {
      return state;
    }
    Hooks.Told told = plan.hooks().failed(state.tally());
    ScheduleState counted = state.with(told.tally());
    calls.ended(counted, nominal, Map.of("message", message), told.flows());
    return counted;
  }

  /** The next attempt that is due. */
  Optional<Run> due(ScheduleState state, Instant now) {
    return state.running().stream().filter(run -> run.isDue(now)).findFirst();
  }

  /** Begins the next attempt of a run; in a minute, if it cannot be started now. */
  ScheduleState again(ScheduleState state, Run run, Instant now) {
    String id = calls.again(state, run);
    return state.replaced(run, id == null ? run.until(now.plus(LATER)) : run.next(id));
  }
}
