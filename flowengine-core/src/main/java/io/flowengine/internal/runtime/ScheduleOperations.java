package io.flowengine.internal.runtime;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.Value;
import io.flowengine.internal.recurring.ScheduleState;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.resource.FireOutcome;
import io.flowengine.spi.Commit;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of the executions that work on schedules. */
final class ScheduleOperations {
  private ScheduleOperations() {}

  private static String schedule(FlowRun run) {
    return String.valueOf(run.record().attributes().extras().toMap().get("schedule_id"));
  }

  /** Reads the schedule and how far it has come; nothing if others work on it. */
  static Value begin(FlowRun run, String name, Value arguments) {
    String id = schedule(run);
    return run.read(
        run.describe(Kind.READ, name, id, arguments),
        () -> {
          ScheduleCell cell = ScheduleCell.read(run.services(), id);
          Optional<StoredRecord> record = ScheduleRunner.enabled(run.services(), id);
          ScheduleState state = cell.state();
          Map<String, @Nullable Object> begun = new LinkedHashMap<>();
          if (run.id().toString().equals(cell.runner())
              && record.isPresent()
              && record.get().fields().toMap().get("scheduler_id") == null) {
            begun.put("id", id);
            begun.put("fields", record.get().fields());
            begun.put(
                "state", (state == null ? ScheduleState.from(run.instant()) : state).stored());
          }
          return Value.of(begun);
        });
  }

  /** Tells which of some executions have not ended. */
  static Value running(FlowRun run, String name, Value arguments) {
    List<ExecutionId> ids = new Arguments(arguments).executions("executions");
    return run.read(
        run.describe(Kind.READ, name, schedule(run), arguments),
        () ->
            Value.of(
                run.services().store().executions(ids).stream()
                    .filter(record -> !record.status().isEnded())
                    .map(record -> record.id().toString())
                    .toList()));
  }

  /** Ends one or several nominal fires; the outcome FIRED starts the flow. */
  static Value settle(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("nominal", "outcome", "state"), Set.of());
    Instant nominal = Instant.parse(in.text("nominal"));
    boolean fires = in.text("outcome").equals(FireOutcome.FIRED.name());
    ScheduleState state = ScheduleState.of(in.map("state"));
    Call call = run.describe(Kind.WRITE, name, nominal.toString(), arguments);
    return run.write(
        call,
        () -> {
          ScheduleCell cell = ScheduleCell.read(run.services(), schedule(run));
          if (!run.id().toString().equals(cell.runner())) {
            return changed(run, Map.of("superseded", true), Part.NONE);
          }
          return fires
              ? fired(run, cell, state, nominal)
              : changed(
                  run,
                  Map.of("outcome", in.text("outcome")),
                  cell.with(cell.runner(), state)::writeTo);
        });
  }

  private static FlowRun.Change fired(
      FlowRun run, ScheduleCell cell, ScheduleState state, Instant nominal) {
    Creation creation;
    try {
      creation = creation(run.services(), cell.id(), nominal);
    } catch (EngineClosedException e) {
      throw e;
    } catch (FlowEngineException e) {
      String said = "the flow could not be started for " + nominal + ": " + e.getMessage();
      run.log(LogLevel.ERROR, "schedule", said, Value.NULL);
      Map<String, Object> failed =
          Map.of(
              "outcome",
              FireOutcome.START_FAILED.name(),
              "message",
              String.valueOf(e.getMessage()));
      return changed(run, failed, Part.NONE);
    }
    String id = creation.record().id().toString();
    ScheduleCell next = cell.with(cell.runner(), state.started(id));
    Map<String, Object> result = Map.of("outcome", FireOutcome.FIRED.name(), "execution", id);
    return changed(run, result, new Fire(next, creation));
  }

  private static FlowRun.Change changed(FlowRun run, Map<String, ?> result, Part part) {
    return new FlowRun.Change(Value.of(result), run.record(), part);
  }

  private static Creation creation(Services services, String id, Instant nominal) {
    StoredRecord schedule =
        ScheduleRunner.enabled(services, id)
            .orElseThrow(() -> new IllegalStateException("the schedule " + id + " is gone"));
    Map<String, @Nullable Object> fields = schedule.fields().toMap();
    FlowDefinition flow = services.catalog().require(String.valueOf(fields.get("flow_id")));
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    if (fields.get("inputs") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> inputs.put((String) key, value));
    }
    inputs.put("scheduled_for", nominal.atOffset(ZoneOffset.UTC));
    Value extras = ScheduleRunner.extras(schedule);
    return FlowStarts.start(services, flow, Value.of("inputs", inputs), extras);
  }

  /** A run of the flow, and the note that it was started. */
  private record Fire(ScheduleCell cell, Creation creation) implements Part {
    @Override
    public void addTo(Commit commit) {
      cell.writeTo(commit);
      creation.addTo(commit);
    }

    @Override
    public void durable() {
      creation.durable();
    }

    @Override
    public void refused() {
      creation.refused();
    }
  }
}
