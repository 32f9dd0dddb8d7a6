package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Parts;
import io.flowengine.internal.recurring.Run;
import io.flowengine.internal.recurring.ScheduleState;
import io.flowengine.internal.start.Creation;
import io.flowengine.internal.start.ScheduleCell;
import io.flowengine.internal.start.ScheduleStarts;
import io.flowengine.internal.start.ScheduleStarts.Scheduled;
import io.flowengine.resource.FireOutcome;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call that writes how far a schedule has come. */
final class ScheduleWriting {
  private final FlowRun run;
  private final Value given;
  private final Arguments arguments;
  private final Scheduled schedule;
  private final ScheduleState state;
  private String problem = "";

  ScheduleWriting(FlowRun run, Value given, String... more) {
    this.run = run;
    this.given = given;
    Set<String> known = new HashSet<>(Set.of("schedule", "version", "state"));
    known.addAll(List.of(more));
    arguments = new Arguments(given).only(known, Set.of());
    schedule = Scheduled.of(arguments.map("schedule"));
    state = ScheduleState.of(arguments.map("state"));
  }

  /**
   * Makes the call. It is tried with the version that the caller knows; if that is not the one in
   * the store, the cell is read.
   */
  Value write(String name, String key, Function<ScheduleCell, FlowRun.Change> change) {
    Call call = run.describe(Kind.WRITE, name, key, given);
    String runner = run.id().toString();
    long known = ((Number) requireNonNull(arguments.get("version"))).longValue();
    boolean[] refused = {false};
    return run.write(
        call,
        () -> {
          ScheduleCell cell =
              refused[0]
                  ? ScheduleCell.read(run.services(), schedule.id())
                  : new ScheduleCell(schedule.id(), known, runner, null);
          refused[0] = true;
          return runner.equals(cell.runner())
              ? change.apply(cell)
              : new FlowRun.Change(Value.of(Map.of("superseded", true)), run.record(), Part.NONE);
        });
  }

  Arguments arguments() {
    return arguments;
  }

  /** What the call wants to be written. */
  ScheduleState state() {
    return state;
  }

  ScheduleStarts starts() {
    return new ScheduleStarts(run.services(), schedule);
  }

  FlowRun.Change changed(
      ScheduleCell cell, ScheduleState next, Map<String, @Nullable Object> result, Part part) {
    return changed(cell, next, result, part, null);
  }

  private FlowRun.Change changed(
      ScheduleCell cell,
      ScheduleState next,
      Map<String, @Nullable Object> result,
      Part part,
      @Nullable Instant rest) {
    Instant now = run.instant();
    result.put("version", cell.version() + 1);
    result.put("at", now.toString());
    ScheduleCell written = cell.with(cell.runner(), next);
    return new FlowRun.Change(
        Value.of(result),
        run.record(),
        Parts.of(written::writeTo, part),
        rest != null && rest.isAfter(now) ? rest : null);
  }

  /**
   * Starts the flow for a nominal fire, or for a further attempt at it.
   *
   * @param rest until when there is nothing else to do then; null if that is not known
   */
  FlowRun.Change started(
      ScheduleCell cell,
      Instant nominal,
      @Nullable Run before,
      Map<String, @Nullable Object> result,
      @Nullable Instant rest) {
    Optional<Creation> creation =
        tried("the flow for " + nominal, () -> starts().fire(nominal, before));
    if (creation.isEmpty()) {
      result.put("outcome", FireOutcome.START_FAILED.name());
      result.put("message", problem);
      return changed(cell, state, result, Part.NONE);
    }
    String id = creation.get().record().id().toString();
    result.put("execution", id);
    ScheduleState next =
        before == null
            ? state.started(Run.first(id, nominal))
            : state.replaced(before, before.next(id));
    return changed(cell, next, result, creation.get(), rest);
  }

  /** What cannot be started is told in the log. */
  Optional<Creation> tried(String what, Supplier<Creation> creation) {
    try {
      return Optional.of(creation.get());
    } catch (EngineClosedException e) {
      throw e;
    } catch (FlowEngineException e) {
      problem = String.valueOf(e.getMessage());
      run.log(LogLevel.ERROR, "schedule", what + " could not be started: " + problem, Value.NULL);
      return Optional.empty();
    }
  }
}
