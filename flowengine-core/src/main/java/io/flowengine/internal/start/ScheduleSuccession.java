package io.flowengine.internal.start;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Parts;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.SchedulePlan;
import io.flowengine.internal.recurring.ScheduleState;
import io.flowengine.spi.StoredRecord;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the end of an execution that works on a schedule leaves behind: the next one, in the same
 * commit, for as long as the schedule is enabled; one minute later if it failed or was cancelled.
 */
public final class ScheduleSuccession {
  private ScheduleSuccession() {}

  /** Prepares the succession of an execution; after a conflict it is prepared anew. */
  public static Part of(Services services, ExecutionRecord record, ExecutionStatus ended) {
    if (!(record.attributes().extras().toMap().get("schedule_id") instanceof String id)) {
      return Part.NONE;
    }
    ScheduleCell cell = ScheduleCell.read(services, id);
    Optional<StoredRecord> schedule = ScheduleRunner.enabled(services, id);
    if (!record.id().toString().equals(cell.runner()) || schedule.isEmpty()) {
      return Part.NONE;
    }
    boolean failed = ended != ExecutionStatus.ENDED_SUCCESS;
    if (!failed && isOver(services, schedule.get(), cell.state())) {
      return Part.NONE;
    }
    Creation next = ScheduleRunner.create(services, schedule.get(), failed);
    ScheduleCell passed = cell.with(next.record().id().toString(), cell.state());
    return Parts.of(passed::writeTo, next);
  }

  /** True if it fires never again. */
  private static boolean isOver(
      Services services, StoredRecord schedule, @Nullable ScheduleState state) {
    Map<String, @Nullable Object> fields = schedule.fields().toMap();
    if (fields.get("scheduler_id") != null || state == null || !state.queued().isEmpty()) {
      return false;
    }
    SchedulePlan plan = SchedulePlan.of(schedule.id(), fields, services.extensions().recurrences());
    return (!plan.followsRuns() || state.running().isEmpty()) && plan.next(state.last()).isEmpty();
  }
}
