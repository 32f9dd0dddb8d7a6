package io.flowengine.internal.record;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.RetryArguments;
import io.flowengine.internal.argument.Retrying;
import io.flowengine.internal.argument.StoredRetry;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Parts;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.SchedulePlan;
import io.flowengine.internal.recurring.ScheduleState;
import io.flowengine.internal.start.Creation;
import io.flowengine.internal.start.ScheduleCell;
import io.flowengine.internal.start.ScheduleRunner;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schedules: each change stops the execution that works on the schedule, and starts another one if
 * it is enabled, which counts from now. All in the commit that writes the record.
 */
final class ScheduleHook implements RecordHook {
  @Override
  public void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    fields.forEach((name, value) -> plain.put(name, Value.of(value).toObject()));
    Services services = change.author().services();
    Instant now = change.author().instant();
    if (!ScheduleRunner.isComplete(plain)) {
      return;
    }
    Object flow = plain.get("flow_id");
    if (flow == null) {
      throw new InvalidInputException("a schedule needs a flow: give flow, flow_name or flow_id");
    }
    List<?> planned = given.get(PLANNED) instanceof List<?> names ? names : List.of();
    if (!planned.contains(flow) && services.catalog().find(String.valueOf(flow)).isEmpty()) {
      throw new ResourceNotFoundException(RecordRef.of(RecordType.FLOW, String.valueOf(flow)));
    }
    if (plain.get("scheduler_id") != null) {
      requireAlone(plain);
      return;
    }
    if (plain.get("every") != null && plain.get("anchor") == null) {
      fields.put("anchor", now.toString());
      plain.put("anchor", now);
    }
    SchedulePlan.of("", plain, services.extensions().recurrences()).requireFire(now);
    SchedulePlan.helpers(plain).values().stream()
        .filter(helper -> !planned.contains(helper))
        .forEach(services.catalog()::require);
    requireRetry(fields, given.containsKey("retry") ? given.get("retry") : plain.get("retry"));
  }

  /** Policies are kept in seconds; what only the script knows that saves them cannot be kept. */
  private static void requireRetry(Map<String, @Nullable Object> fields, @Nullable Object retry) {
    Retrying retrying = RetryArguments.read(retry);
    if (retrying != null && retrying.asks()) {
      throw new InvalidInputException(
          "retry.retry_if of a schedule",
          "must be a list of error names: the schedule outlives the script that saves it",
          String.valueOf(retry));
    }
    if (retrying != null) {
      fields.put("retry", StoredRetry.of(retrying.policy()));
    }
  }

  private static void requireAlone(Map<String, @Nullable Object> fields) {
    for (String way : SchedulePlan.WAYS) {
      if (fields.get(way) != null) {
        throw new InvalidInputException(
            "a schedule has either a scheduler or one of cron, every, at and recurrence; this one"
                + " has a scheduler and "
                + way);
      }
    }
  }

  @Override
  public Part committing(RecordChange change) {
    StoredRecord after = change.after();
    if (after == null) {
      return Part.NONE;
    }
    Services services = change.author().services();
    Instant now = change.author().instant();
    ScheduleCell cell = ScheduleCell.read(services, after.id());
    Creation runner =
        ScheduleRunner.isActive(after) ? ScheduleRunner.create(services, after, false) : null;
    ScheduleState fresh = ScheduleState.from(now, cell.state());
    ScheduleCell next = cell.with(runner == null ? null : runner.record().id().toString(), fresh);
    List<Part> parts = new ArrayList<>();
    parts.add(next::writeTo);
    InboxItem stop = stop(services, cell, now);
    if (stop != null) {
      parts.add(commit -> commit.send(stop));
    }
    if (runner != null) {
      parts.add(runner);
    }
    return new Parts(parts);
  }

  /** What stops the execution that has worked on it so far; null if there is none. */
  private static @Nullable InboxItem stop(Services services, ScheduleCell cell, Instant now) {
    if (cell.runner() == null) {
      return null;
    }
    ExecutionId id = ExecutionId.of(cell.runner());
    List<ExecutionRecord> found = services.store().executions(List.of(id));
    return found.isEmpty() || found.getFirst().status().isEnded()
        ? null
        : new InboxItem(
            id,
            services.newId().toString(),
            InboxItem.Kind.CANCEL,
            Value.of(Map.of("message", "its schedule was changed, disabled or deleted")),
            now);
  }
}
