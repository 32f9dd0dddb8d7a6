package io.flowengine.internal.start;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.Failure;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.RetryArguments;
import io.flowengine.internal.argument.Retrying;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.Run;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prepares what schedules start.
 *
 * @param services the engine
 * @param schedule the schedule
 */
public record ScheduleStarts(Services services, Scheduled schedule) {

  /**
   * A schedule, as the execution that works on it knows it.
   *
   * @param id its id
   * @param name its name
   * @param fields its fields
   */
  public record Scheduled(String id, String name, Map<String, @Nullable Object> fields) {
    public static Scheduled of(StoredRecord record) {
      return new Scheduled(record.id(), record.name(), record.fields().toMap());
    }

    public static Scheduled of(Map<String, @Nullable Object> stored) {
      return new Scheduled(
          String.valueOf(stored.get("id")),
          String.valueOf(stored.get("name")),
          Value.of(stored.get("fields")).toMap());
    }

    public Value stored() {
      return Value.of(Map.of("id", id, "name", name, "fields", Value.of(fields)));
    }

    /** The fields that executions have from the schedule that starts them. */
    Map<String, @Nullable Object> extras() {
      Map<String, @Nullable Object> extras = new LinkedHashMap<>();
      extras.put("schedule_id", id);
      extras.put("schedule_name", name);
      if (fields.get("roles") != null) {
        extras.put("roles", fields.get("roles"));
      }
      return extras;
    }

    /** The wrapper that is attached to it. */
    Layers layers(Services services) {
      return Layers.attached(
          services.catalog(),
          fields.get("wrapper_id"),
          new RecordRef(RecordType.SCHEDULE, "id", id));
    }
  }

  /**
   * Prepares a run.
   *
   * @param nominal the nominal instant
   * @param before the attempt that has failed; null for none
   */
  public Creation fire(Instant nominal, @Nullable Run before) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    if (schedule.fields().get("inputs") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> inputs.put((String) key, value));
    }
    inputs.put("scheduled_for", nominal.atOffset(ZoneOffset.UTC));
    Map<String, @Nullable Object> extras = schedule.extras();
    if (before != null) {
      extras.put("attempt_of", first(before));
    }
    FlowDefinition flow =
        services.catalog().require(String.valueOf(schedule.fields().get("flow_id")));
    return FlowStarts.start(
        services, flow, Value.of("inputs", inputs), Value.of(extras), schedule.layers(services));
  }

  /** All attempts name the first one. */
  private Object first(Run before) {
    return services.store().executions(List.of(ExecutionId.of(before.id()))).stream()
        .findFirst()
        .map(record -> record.field("attempt_of"))
        .orElse(before.id());
  }

  /** Prepares a flow that hears of the end of a run. */
  public Creation hook(String flow, Map<String, @Nullable Object> about) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>(about);
    inputs.put("schedule", schedule.name());
    return FlowStarts.start(
        services,
        services.catalog().require(flow),
        Value.of("inputs", inputs),
        Value.of(schedule.extras()),
        Layers.NONE);
  }

  /**
   * What is told of an end.
   *
   * @param about the execution, or the message of what could not be started
   * @param failures how many have failed in a row
   */
  public static Map<String, @Nullable Object> about(
      Services services, Map<String, @Nullable Object> about, Instant nominal, int failures) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("scheduled_for", nominal.atOffset(ZoneOffset.UTC));
    told.put("failures", failures);
    if (!(about.get("execution") instanceof String id)) {
      told.put("status", "START_FAILED");
      told.put("error", error("ScheduleError", String.valueOf(about.get("message"))));
      return told;
    }
    told.put("execution_id", id);
    services.store().executions(List.of(ExecutionId.of(id))).forEach(run -> tell(run, told));
    return told;
  }

  private static void tell(ExecutionRecord run, Map<String, @Nullable Object> told) {
    Failure failure = run.state().failure();
    Instant started = run.state().startedAt();
    End end = run.state().end();
    told.put("flow", run.origin().flowName());
    told.put("status", run.status().name());
    told.put("error", failure == null ? null : error(failure.name(), failure.message()));
    told.put("started_at", started == null ? null : started.atOffset(ZoneOffset.UTC));
    told.put("ended_at", end == null ? null : end.at().atOffset(ZoneOffset.UTC));
    told.put(
        "duration", started == null || end == null ? null : Duration.between(started, end.at()));
  }

  private static Map<String, Object> error(String name, String message) {
    return Map.of("name", name, "message", message);
  }

  /** When a run that has failed is tried again; empty if it is not. */
  public static Optional<Instant> again(
      Services services, Run run, Failure failure, @Nullable Object retry) {
    Retrying retrying = RetryArguments.read(retry);
    if (retrying == null
        || run.attempt() >= retrying.policy().maxAttempts()
        || !retrying.isHopeful(failure.name())) {
      return Optional.empty();
    }
    return Optional.of(failure.at().plus(retrying.delay(run.attempt(), services.environment())));
  }
}
