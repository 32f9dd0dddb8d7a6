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
 */
public record ScheduleState(Instant last, List<String> running, List<Instant> queued) {
  /** Copies the lists. */
  public ScheduleState {
    running = List.copyOf(running);
    queued = List.copyOf(queued);
  }

  /**
   * The state of a schedule that has just been saved.
   *
   * @param now what was before does not count
   * @return the state
   */
  public static ScheduleState from(Instant now) {
    return new ScheduleState(now, List.of(), List.of());
  }

  /**
   * Reads a state.
   *
   * @param stored the fields that {@link #stored} gave
   * @return the state
   */
  public static ScheduleState of(Map<?, ?> stored) {
    List<String> running = texts(stored.get("running"));
    List<Instant> queued = texts(stored.get("queued")).stream().map(Instant::parse).toList();
    return new ScheduleState(Instant.parse(String.valueOf(stored.get("last"))), running, queued);
  }

  private static List<String> texts(@Nullable Object stored) {
    return stored instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  /** {@return the fields for the store} */
  public Map<String, @Nullable Object> stored() {
    Map<String, @Nullable Object> stored = new LinkedHashMap<>();
    stored.put("last", last.toString());
    stored.put("running", Value.of(running));
    stored.put("queued", Value.of(queued.stream().map(Instant::toString).toList()));
    return stored;
  }

  ScheduleState upTo(Instant nominal) {
    return new ScheduleState(nominal.isAfter(last) ? nominal : last, running, queued);
  }

  ScheduleState withRunning(List<String> ids) {
    return new ScheduleState(last, ids, queued);
  }

  /**
   * The state with one more run.
   *
   * @param id the run
   * @return the state
   */
  public ScheduleState started(String id) {
    List<String> ids = new ArrayList<>(running);
    ids.add(id);
    return withRunning(ids);
  }

  ScheduleState withQueued(List<Instant> waiting) {
    return new ScheduleState(last, running, waiting);
  }
}
