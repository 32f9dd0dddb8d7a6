package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.recurring.ScheduleProgram;
import io.flowengine.internal.source.Catalog;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates the executions that work on schedules. */
final class ScheduleRunner {
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private static final List<String> WAYS = List.of("scheduler_id", "cron", "every", "at");

  private ScheduleRunner() {}

  /**
   * Prepares the execution that works on a schedule next.
   *
   * @param schedule the schedule
   * @param failed true if the one before has failed, so that this one is put off
   */
  static Creation create(Services services, StoredRecord schedule, boolean failed) {
    Map<String, @Nullable Object> fields = schedule.fields().toMap();
    Optional<FlowDefinition> script = script(services, fields);
    boolean lost = script.isEmpty() && fields.get("scheduler_id") != null;
    Instant now = services.environment().instant();
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    inputs.put("flow_id", fields.get("flow_id"));
    inputs.put("setting_id", fields.get("setting_id"));
    inputs.put("schedule_id", schedule.id());
    Attributes attributes =
        new Attributes(
            schedule.name(),
            Value.of(inputs),
            0,
            fields.get("project_id") instanceof String project ? project : null,
            failed || lost ? now.plus(AFTER_FAILURE) : null,
            null,
            extras(schedule));
    return Creation.of(
        services,
        ExecutionType.SCHEDULE,
        script.orElse(new FlowDefinition(schedule.name(), ScheduleProgram.CAPABILITY, null, null)),
        null,
        attributes,
        new Creation.Start(Creation.Mode.RUN, null));
  }

  /** The fields that executions have from the schedule that starts them. */
  static Value extras(StoredRecord schedule) {
    Map<String, @Nullable Object> extras = new LinkedHashMap<>();
    extras.put("schedule_id", schedule.id());
    extras.put("schedule_name", schedule.name());
    Object roles = schedule.fields().toMap().get("roles");
    if (roles != null) {
      extras.put("roles", roles);
    }
    return Value.of(extras);
  }

  private static Optional<FlowDefinition> script(
      Services services, Map<String, @Nullable Object> fields) {
    Catalog catalog = services.catalog();
    return fields.get("scheduler_id") instanceof String id
        ? services
            .store()
            .record(new RecordRef(RecordType.SCHEDULER, "id", id))
            .filter(record -> !record.deleted())
            .flatMap(
                record ->
                    record.fields().toMap().get("script") instanceof String text
                        ? Optional.of(
                            catalog.define(
                                catalog.recordScript(
                                    record.name(), "<scheduler " + record.name() + ">", text)))
                        : Optional.empty())
        : Optional.empty();
  }

  static Optional<StoredRecord> enabled(Services services, String id) {
    return services
        .store()
        .record(new RecordRef(RecordType.SCHEDULE, "id", id))
        .filter(ScheduleRunner::isActive);
  }

  /** True if an execution works on the schedule. */
  static boolean isActive(StoredRecord schedule) {
    Map<String, @Nullable Object> fields = schedule.fields().toMap();
    return !schedule.deleted()
        && Boolean.TRUE.equals(fields.get("is_enabled"))
        && isComplete(fields);
  }

  /** True if the schedule says when it fires; one that does not is a draft. */
  static boolean isComplete(Map<String, @Nullable Object> fields) {
    return WAYS.stream().anyMatch(way -> fields.get(way) != null);
  }
}
