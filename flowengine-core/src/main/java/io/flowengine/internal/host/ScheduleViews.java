package io.flowengine.internal.host;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.internal.runtime.Services;
import io.flowengine.resource.FireOutcome;
import io.flowengine.resource.ScheduleFire;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Returned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the executions of schedules have recorded. */
public final class ScheduleViews {
  private static final String SETTLE = "schedule.settle";

  private ScheduleViews() {}

  /**
   * Reads what has become of nominal fires, the latest first.
   *
   * @param services the engine
   * @param id the id of the schedule
   * @param most how many at most
   * @return the fires, as far as the executions that recorded them have not been removed
   */
  public static List<ScheduleFire> history(Services services, String id, int most) {
    Filter filter =
        new Filter.And(List.of(Filter.eq("schedule_id", id), Filter.eq("type", "SCHEDULE")));
    Query next = Query.where(filter).orderBy("-created_at").limit(100);
    List<ScheduleFire> fires = new ArrayList<>();
    do {
      var page = services.store().executions(next);
      for (ExecutionRecord runner : page.items()) {
        List<JournalEntry> journal = services.store().journal(runner.id());
        for (JournalEntry entry : journal.reversed()) {
          ScheduleFire fire = fire(entry);
          if (fire != null) {
            fires.add(fire);
          }
        }
        if (fires.size() >= most) {
          return List.copyOf(fires.subList(0, most));
        }
      }
      next = next.after(page.cursor());
    } while (next.cursor() != null);
    return List.copyOf(fires);
  }

  private static @Nullable ScheduleFire fire(JournalEntry entry) {
    if (!entry.call().name().equals(SETTLE)
        || !(entry.result() instanceof Returned returned)
        || !(returned.value().toObject() instanceof Map<?, ?> result)
        || !(result.get("outcome") instanceof String outcome)) {
      return null;
    }
    return new ScheduleFire(
        Instant.parse(entry.call().key()),
        FireOutcome.valueOf(outcome),
        entry.createdAt(),
        result.get("execution") instanceof String id ? ExecutionId.of(id) : null);
  }
}
