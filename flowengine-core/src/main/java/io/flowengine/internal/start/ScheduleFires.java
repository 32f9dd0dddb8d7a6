package io.flowengine.internal.start;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.internal.argument.Times;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.SchedulePlan;
import io.flowengine.resource.PlannedFire;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When schedules will fire. */
public final class ScheduleFires {
  private static final int NEXT = 5;

  private ScheduleFires() {}

  /**
   * Lists the fires of a schedule.
   *
   * @param services the engine
   * @param schedule the schedule
   * @param from where to begin, exclusive
   * @param most how many at most
   * @return the fires in order; none if it is left to a scheduler
   */
  public static List<PlannedFire> of(
      Services services, StoredRecord schedule, Instant from, int most) {
    Map<String, @Nullable Object> fields = schedule.fields().toMap();
    if (fields.get("scheduler_id") != null) {
      return List.of();
    }
    SchedulePlan plan = SchedulePlan.of(schedule.id(), fields, services.extensions().recurrences());
    List<PlannedFire> fires = new ArrayList<>();
    Optional<Instant> next = plan.next(from);
    while (next.isPresent() && fires.size() < most) {
      Instant due = plan.fireTime(next.get());
      fires.add(new PlannedFire(next.get(), due, due.atZone(plan.zone())));
      next = plan.next(next.get());
    }
    return fires;
  }

  /** The field {@code next_runs}: when the next fires take place, as far as nothing changes. */
  public static List<String> next(Services services, StoredRecord schedule) {
    if (!ScheduleRunner.isActive(schedule)) {
      return List.of();
    }
    Instant from = services.environment().instant();
    Map<String, @Nullable Object> fields = schedule.fields().toMap();
    try {
      SchedulePlan plan =
          SchedulePlan.of(schedule.id(), fields, services.extensions().recurrences());
      Instant paused = plan.pausedUntil();
      Instant begin = paused == null || paused.isBefore(from) ? from : paused.minusMillis(1);
      return of(services, schedule, begin, NEXT).stream()
          .map(fire -> Times.text(fire.due()))
          .toList();
    } catch (InvalidInputException e) {
      return List.of(); // left to a scheduler, or to an engine that knows its recurrence
    }
  }
}
