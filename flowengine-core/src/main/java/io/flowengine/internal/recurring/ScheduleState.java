package io.flowengine.internal.recurring;

import io.flowengine.execution.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come. It outlives the execution that works on it.
 *
 * @param last all nominal instants up to this one are dealt with, or wait in {@code queued}
 * @param running the runs that may not have ended
 * @param queued nominal instants that take place when the runs before them have ended, oldest first
 * @param tally how runs have ended
 */
public record ScheduleState(Instant last, List<Run> running, List<Instant> queued, Tally tally) {
  /** Copies the lists. */
  public ScheduleState {
    running = List.copyOf(running);
    queued = List.copyOf(queued);
  }

  /**
   * The state of a schedule that has just been saved.
   *
   * @param now what was before does not count
   * @param before how far it had come; null if it has never begun
   * @return the state
   */
  public static ScheduleState from(Instant now, @Nullable ScheduleState before) {
    return before == null
        ? new ScheduleState(now, List.of(), List.of(), Tally.NONE)
        : new ScheduleState(now, before.running, List.of(), before.tally);
  }

  /**
   * Reads a state.
   *
   * @param stored the fields that {@link #stored} gave
   * @return the state
   */
  public static ScheduleState of(Map<?, ?> stored) {
    List<Run> running = new ArrayList<>();
    for (Object each : list(stored.get("running"))) {
      running.add(Run.of((Map<?, ?>) each));
    }
    List<Instant> queued =
        list(stored.get("queued")).stream().map(String::valueOf).map(Instant::parse).toList();
    Instant last = Instant.parse(String.valueOf(stored.get("last")));
    return new ScheduleState(last, running, queued, Tally.of(stored.get("tally")));
  }

  private static List<?> list(@Nullable Object stored) {
    return stored instanceof List<?> list ? list : List.of();
  }

  /** {@return the fields for the store} */
  public Map<String, @Nullable Object> stored() {
    Map<String, @Nullable Object> stored = new LinkedHashMap<>();
    stored.put("last", last.toString());
    stored.put("running", Value.of(running.stream().map(Run::stored).toList()));
    stored.put("queued", Value.of(queued.stream().map(Instant::toString).toList()));
    if (!tally.equals(Tally.NONE)) {
      stored.put("tally", Value.of(tally.stored()));
    }
    return stored;
  }

  ScheduleState upTo(Instant nominal) {
    return new ScheduleState(nominal.isAfter(last) ? nominal : last, running, queued, tally);
  }

  ScheduleState withRunning(List<Run> runs) {
    return new ScheduleState(last, runs, queued, tally);
  }

  /**
   * The state with one more run.
   *
   * @param run the run
   * @return the state
   */
  public ScheduleState started(Run run) {
    List<Run> runs = new ArrayList<>(running);
    runs.add(run);
    return withRunning(runs);
  }

  /**
   * The state with another run in the place of one.
   *
   * @param run what is there
   * @param other what comes there; null for nothing
   * @return the state
   */
  public ScheduleState replaced(Run run, @Nullable Run other) {
    List<Run> runs = new ArrayList<>(running);
    int place = runs.indexOf(run);
    if (other == null) {
      runs.remove(place);
    } else {
      runs.set(place, other);
    }
    return withRunning(runs);
  }

  ScheduleState withQueued(List<Instant> waiting) {
    return new ScheduleState(last, running, waiting, tally);
  }

  ScheduleState with(Tally counted) {
    return new ScheduleState(last, running, queued, counted);
  }
}
