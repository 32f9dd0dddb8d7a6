package io.flowengine.internal.host;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.SchedulePlan;
import io.flowengine.resource.FireOutcome;
import io.flowengine.resource.ScheduleFire;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Returned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the executions of schedules have recorded. Several nominal fires in a row that came to
 * nothing are one entry; they are told apart here, by the schedule as it was then.
 */
public final class ScheduleViews {
  private static final String BEGIN = "schedule.begin";
  private static final String SETTLE = "schedule.settle";

  private final Services services;
  private final int most;
  private final List<ScheduleFire> fires = new ArrayList<>();
  private final Set<Instant> known = new HashSet<>();

  private ScheduleViews(Services services, int most) {
    this.services = services;
    this.most = most;
  }

  /**
   * Reads what has become of nominal fires, the latest first.
   *
   * @param services the engine
   * @param id the id of the schedule
   * @param most how many at most
   * @return the fires, each once, as far as the executions that recorded them have not been removed
   */
  public static List<ScheduleFire> history(Services services, String id, int most) {
    ScheduleViews view = new ScheduleViews(services, most);
    Filter filter =
        new Filter.And(List.of(Filter.eq("schedule_id", id), Filter.eq("type", "SCHEDULE")));
    Query next = Query.where(filter).orderBy("-created_at").limit(100);
    do {
      var page = services.store().executions(next);
      for (ExecutionRecord runner : page.items()) {
        view.read(services.store().journal(runner.id()));
        if (view.isFull()) {
          return List.copyOf(view.fires);
        }
      }
      next = next.after(page.cursor());
    } while (next.cursor() != null);
    return List.copyOf(view.fires);
  }

  private boolean isFull() {
    return fires.size() >= most;
  }

  private void read(List<JournalEntry> journal) {
    for (JournalEntry entry : journal.reversed()) {
      if (entry.call().name().equals(SETTLE)
          && entry.result() instanceof Returned returned
          && returned.value().toObject() instanceof Map<?, ?> settled
          && settled.get("outcome") instanceof String outcome) {
        Instant nominal = Instant.parse(entry.call().key());
        for (Instant each : nominals(journal, settled, nominal)) {
          add(each, FireOutcome.valueOf(outcome), entry.createdAt(), settled);
        }
      }
    }
  }

  private List<Instant> nominals(List<JournalEntry> journal, Map<?, ?> settled, Instant last) {
    return settled.get("after") instanceof String after
        ? plan(journal).backwards(Instant.parse(after), last, most)
        : List.of(last);
  }

  /** The schedule as it was when the execution began. */
  private SchedulePlan plan(List<JournalEntry> journal) {
    for (JournalEntry entry : journal) {
      if (entry.call().name().equals(BEGIN)
          && entry.result() instanceof Returned returned
          && returned.value().toMap().get("schedule") instanceof Map<?, ?> schedule) {
        return SchedulePlan.of(
            String.valueOf(schedule.get("id")),
            Value.of(schedule.get("fields")).toMap(),
            services.extensions().recurrences());
      }
    }
    throw new IllegalStateException("an execution of a schedule that settles has begun");
  }

  /** The latest word about a nominal fire holds. */
  private void add(Instant nominal, FireOutcome outcome, Instant at, Map<?, ?> settled) {
    if (isFull() || !known.add(nominal)) {
      return;
    }
    ExecutionId execution =
        settled.get("execution") instanceof String id ? ExecutionId.of(id) : null;
    @Nullable String message = settled.get("message") instanceof String text ? text : null;
    fires.add(new ScheduleFire(nominal, outcome, at, execution, message));
  }
}
