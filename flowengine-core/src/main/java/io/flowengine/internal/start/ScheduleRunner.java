package io.flowengine.internal.start;

import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.Recurrences;
import io.flowengine.internal.recurring.SchedulePlan;
import io.flowengine.internal.source.Catalog;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.ScheduleStarts.Scheduled;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the executions that work on schedules. */
public final class ScheduleRunner {
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private static final List<String> WAYS =
      Stream.concat(Stream.of("scheduler_id"), SchedulePlan.WAYS.stream()).toList();

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRunner.class);

  private ScheduleRunner() {}

  /**
   * Prepares the execution that works on a schedule next.
   *
   * @param schedule the schedule
   * @param failed true if the one before has failed, so that this one is put off
   */
  public static Creation create(Services services, StoredRecord schedule, boolean failed) {
    Map<String, @Nullable Object> fields = schedule.fields().toMap();
    Scheduled scheduled = Scheduled.of(schedule);
    StoredRecord scheduler = scheduler(services, fields);
    Layers layers = scheduler == null ? Layers.NONE : layers(services, scheduled, scheduler);
    boolean lost = fields.get("scheduler_id") != null && (scheduler == null || layers == null);
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    inputs.put("flow_id", fields.get("flow_id"));
    inputs.put("setting_id", fields.get("setting_id"));
    inputs.put("schedule_id", schedule.id());
    Instant later = services.environment().instant().plus(AFTER_FAILURE);
    Attributes attributes =
        new Attributes(
            schedule.name(),
            Value.of(inputs),
            0,
            fields.get("project_id") instanceof String project ? project : null,
            failed || lost ? later : null,
            null,
            Value.of(scheduled.extras()));
    return scheduler == null || layers == null
        ? created(services, program(schedule.name(), fields), attributes)
        : scripted(services, layers, scheduler, attributes);
  }

  /** The wrappers around a scheduler; null if one of them is gone. */
  private static @Nullable Layers layers(
      Services services, Scheduled schedule, StoredRecord scheduler) {
    RecordRef ref = new RecordRef(RecordType.SCHEDULER, "id", scheduler.id());
    Object attached = scheduler.fields().toMap().get("wrapper_id");
    try {
      return schedule.layers(services).around(Layers.attached(services.catalog(), attached, ref));
    } catch (ResourceNotFoundException e) {
      LOG.warn("schedule {} does not go on for now", schedule.name(), e);
      return null;
    }
  }

  private static Creation created(
      Services services, FlowDefinition definition, Attributes attributes) {
    return Creation.of(
        services,
        ExecutionType.SCHEDULE,
        definition,
        null,
        attributes,
        new Creation.Start(Creation.Mode.RUN, null));
  }

  private static FlowDefinition program(String name, Map<String, @Nullable Object> fields) {
    return new FlowDefinition(name, Recurrences.required(fields), null, null);
  }

  /** An execution of a scheduler, or of the wrapper around it. */
  private static Creation scripted(
      Services services, Layers layers, StoredRecord scheduler, Attributes attributes) {
    Catalog catalog = services.catalog();
    String text = String.valueOf(scheduler.fields().toMap().get("script"));
    String file = "<scheduler " + scheduler.name() + ">";
    FlowScript script = catalog.recordScript(scheduler.name(), file, text);
    if (layers.isEmpty()) {
      return created(services, catalog.define(script), attributes);
    }
    Map<String, @Nullable Object> creating = new LinkedHashMap<>();
    creating.put("call", "script");
    creating.put("script", text);
    creating.put("language", script.language());
    Wrapping wrapping =
        Wrapping.of(
            creating, new Arguments(Value.EMPTY), layers.inside(), attributes.inputs().toMap());
    return created(
        services,
        layers.definition(catalog),
        wrapping.around(services, layers.outermost(), attributes, Based.script(text), Map.of()));
  }

  /** The scheduler of a schedule; null if it has none, or one that is gone. */
  private static @Nullable StoredRecord scheduler(
      Services services, Map<String, @Nullable Object> fields) {
    return fields.get("scheduler_id") instanceof String id
        ? services
            .store()
            .record(new RecordRef(RecordType.SCHEDULER, "id", id))
            .filter(record -> !record.deleted())
            .filter(record -> record.fields().toMap().get("script") instanceof String)
            .orElse(null)
        : null;
  }

  public static Optional<StoredRecord> enabled(Services services, String id) {
    return services
        .store()
        .record(new RecordRef(RecordType.SCHEDULE, "id", id))
        .filter(ScheduleRunner::isActive);
  }

  /** True if an execution works on the schedule. */
  public static boolean isActive(StoredRecord schedule) {
    Map<String, @Nullable Object> fields = schedule.fields().toMap();
    return !schedule.deleted()
        && Boolean.TRUE.equals(fields.get("is_enabled"))
        && isComplete(fields);
  }

  /** True if the schedule says when it fires; one that does not is a draft. */
  public static boolean isComplete(Map<String, @Nullable Object> fields) {
    return WAYS.stream().anyMatch(way -> fields.get(way) != null);
  }
}
