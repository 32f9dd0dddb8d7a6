package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Parts;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.Run;
import io.flowengine.internal.recurring.ScheduleState;
import io.flowengine.internal.start.Creation;
import io.flowengine.internal.start.ScheduleCell;
import io.flowengine.internal.start.ScheduleRunner;
import io.flowengine.internal.start.ScheduleStarts;
import io.flowengine.internal.start.ScheduleStarts.Scheduled;
import io.flowengine.resource.FireOutcome;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
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
            begun.put("schedule", Scheduled.of(record.get()).stored());
            begun.put("version", cell.version());
            begun.put("at", run.instant().toString());
            begun.put(
                "state",
                (state == null ? ScheduleState.from(run.instant(), null) : state).stored());
          }
          return Value.of(begun);
        });
  }

  /** Waits for an instant, and tells what time it is then. */
  static Value rest(FlowRun run, String name, Value arguments) {
    Instant until =
        Instant.parse(new Arguments(arguments).only(Set.of("until"), Set.of()).text("until"));
    return WaitOperations.rest(
        run,
        run.describe(Kind.WAIT, name, "", arguments),
        createdAt -> until,
        () -> Value.of(Map.of("at", run.instant().toString())));
  }

  /** Tells which of some runs have ended, how, and when they are tried again. */
  static Value look(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("runs", "retry"), Set.of());
    List<Run> runs = new ArrayList<>();
    for (Object each : (List<?>) requireNonNull(in.get("runs"))) {
      runs.add(Run.of((Map<?, ?>) requireNonNull(each)));
    }
    return run.read(
        run.describe(Kind.READ, name, schedule(run), arguments),
        () -> {
          List<ExecutionId> ids = runs.stream().map(each -> ExecutionId.of(each.id())).toList();
          Map<String, ExecutionRecord> found = new LinkedHashMap<>();
          run.services()
              .store()
              .executions(ids)
              .forEach(record -> found.put(record.id().toString(), record));
          List<Object> ended = new ArrayList<>();
          for (Run each : runs) {
            ExecutionRecord record = found.get(each.id());
            if (record == null || record.status().isEnded()) {
              ended.add(ended(run.services(), each, record, in.get("retry")));
            }
          }
          return Value.of(ended);
        });
  }

  private static Object ended(
      Services services, Run run, @Nullable ExecutionRecord record, @Nullable Object retry) {
    Map<String, Object> ended = new LinkedHashMap<>();
    ended.put("run", run.stored());
    ended.put("status", record == null ? "GONE" : record.status().name());
    Failure failure = record == null ? null : record.state().failure();
    if (failure != null) {
      ScheduleStarts.again(services, run, failure, retry)
          .ifPresent(again -> ended.put("again", again.toString()));
    }
    return Value.of(ended);
  }

  /** What a flow that decides about a fire has answered: anything but False lets it take place. */
  static Value answer(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("execution"), Set.of());
    ExecutionId id = in.execution("execution");
    return run.read(
        run.describe(Kind.READ, name, id.toString(), arguments),
        () ->
            Value.of(
                !Boolean.FALSE.equals(
                    CreateOperations.require(run, id).state().outputs().toMap().get("result"))));
  }

  /** Ends one or several nominal fires; the outcome FIRED starts the flow. */
  static Value settle(FlowRun run, String name, Value arguments) {
    ScheduleWriting in =
        new ScheduleWriting(run, arguments, "nominal", "outcome", "details", "rest");
    String nominal = in.arguments().text("nominal");
    String outcome = in.arguments().text("outcome");
    Instant rest = in.arguments().has("rest") ? Instant.parse(in.arguments().text("rest")) : null;
    Map<String, @Nullable Object> settled = new LinkedHashMap<>();
    settled.put("outcome", outcome);
    settled.putAll(in.arguments().map("details"));
    return in.write(
        name,
        nominal,
        cell ->
            outcome.equals(FireOutcome.FIRED.name())
                ? in.started(cell, Instant.parse(nominal), null, settled, rest)
                : in.changed(cell, in.state(), settled, Part.NONE));
  }

  /** Begins the next attempt of a run. */
  static Value again(FlowRun run, String name, Value arguments) {
    ScheduleWriting in = new ScheduleWriting(run, arguments, "run");
    Run before = Run.of(in.arguments().map("run"));
    return in.write(
        name,
        before.nominal().toString(),
        cell -> in.started(cell, before.nominal(), before, new LinkedHashMap<>(), null));
  }

  /** Counts the end of a run, and starts the flows that hear of it. */
  static Value ended(FlowRun run, String name, Value arguments) {
    ScheduleWriting in = new ScheduleWriting(run, arguments, "nominal", "about", "flows");
    Instant nominal = Instant.parse(in.arguments().text("nominal"));
    return in.write(
        name,
        nominal.toString(),
        cell -> in.changed(cell, in.state(), new LinkedHashMap<>(), hooks(run, in, nominal)));
  }

  private static Part hooks(FlowRun run, ScheduleWriting in, Instant nominal) {
    Map<String, @Nullable Object> about =
        ScheduleStarts.about(
            run.services(), in.arguments().map("about"), nominal, in.state().tally().failures());
    List<Creation> hooks = new ArrayList<>();
    in.arguments()
        .map("flows")
        .forEach(
            (hook, flow) ->
                in.tried(
                        hook + " of " + nominal,
                        () -> in.starts().hook(String.valueOf(flow), about))
                    .ifPresent(hooks::add));
    return new Parts(hooks);
  }
}
