package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.start.Location;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls by which an execution ends, speaks and steers others: {@code success}, {@code
 * set_output}, {@code log}, {@code cancel} …
 */
final class ControlOperations {
  private ControlOperations() {}

  static Value success(FlowRun run, String name, Value arguments) {
    return end(run, name, arguments, ExecutionStatus.ENDED_SUCCESS);
  }

  static Value error(FlowRun run, String name, Value arguments) {
    return end(run, name, arguments, ExecutionStatus.ENDED_ERROR);
  }

  private static Value end(FlowRun run, String name, Value arguments, ExecutionStatus status) {
    Arguments in = new Arguments(arguments).only(Set.of("message"), Set.of());
    String message = run.masks().maskOrNull(in.textOrNull("message"));
    return run.end(run.describe(Kind.END, name, "", arguments), status, message);
  }

  static Value continueAs(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("inputs"), Set.of());
    Value inputs = Value.of("input_value", in.map("inputs"));
    return run.continueAs(run.describe(Kind.END, name, "", arguments), inputs);
  }

  static Value setOutput(FlowRun run, String name, Value arguments) {
    Map<String, Value> in = arguments.members();
    Arguments.requireParameters(in.keySet(), Set.of("outputs"));
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(run.outputs());
    merged.putAll(given(in.getOrDefault("outputs", Value.NULL))); // not read: they may be large
    Protection.learnOutputs(run.masks(), run.record(), merged);
    Call call = run.describe(Kind.WRITE, name, "", arguments);
    Value result = saveOutputs(run, call, merged, run.record());
    run.outputs(merged);
    return result;
  }

  private static Map<String, Value> given(Value outputs) {
    if (!outputs.isNull() && !outputs.json().startsWith("{")) {
      throw new InvalidInputException("outputs", "must be a dict", outputs);
    }
    return outputs.members();
  }

  private static Value saveOutputs(
      FlowRun run, Call call, Map<String, @Nullable Object> outputs, ExecutionRecord record) {
    return run.write(
        call,
        () -> {
          Value value = Value.of("output_value", outputs);
          return new FlowRun.Change(
              Value.NULL, record.with(record.state().withOutputs(value)), Part.NONE);
        });
  }

  static Value save(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("execution", "fields"), Set.of());
    Map<String, @Nullable Object> fields = in.map("fields");
    if (in.has("execution") && !in.execution("execution").equals(run.id())) {
      return saveOther(run, name, arguments, in.execution("execution"), fields);
    }
    Map<String, @Nullable Object> others = new HashMap<>(fields);
    Object replaced = others.remove("output_value");
    Map<String, @Nullable Object> outputs =
        fields.containsKey("output_value") ? in.nested("output_value", replaced) : run.outputs();
    Call call = run.describe(Kind.WRITE, name, "", arguments);
    Value result =
        run.write(
            call,
            () -> {
              Map<String, @Nullable Object> resolved = Location.resolved(run.services(), others);
              Fields.requireSavable(run.record(), resolved);
              return new FlowRun.Change(Value.NULL, saved(run, resolved, outputs), Part.NONE);
            });
    run.outputs(outputs);
    return result;
  }

  private static ExecutionRecord saved(
      FlowRun run, Map<String, @Nullable Object> fields, Map<String, @Nullable Object> outputs) {
    Map<String, @Nullable Object> masked = new HashMap<>(fields);
    masked.computeIfPresent("message", (field, text) -> run.masks().mask(text));
    masked.computeIfPresent("status_message", (field, text) -> run.masks().mask(text));
    ExecutionRecord changed = Fields.apply(run.record(), masked);
    return changed.with(changed.state().withOutputs(Value.of("output_value", outputs)));
  }

  private static Value saveOther(
      FlowRun run,
      String name,
      Value arguments,
      ExecutionId target,
      Map<String, @Nullable Object> fields) {
    Call call = run.describe(Kind.WRITE, name, target.toString(), arguments);
    return run.write(
        call,
        () -> {
          ExecutionRecord record = CreateOperations.require(run, target);
          Permission.require(run, Access.STEER, ref(target));
          if (record.status().isEnded()) {
            throw new InvalidInputException(
                "execution " + target + " has ended; its fields cannot be changed any more");
          }
          Map<String, @Nullable Object> resolved = Location.resolved(run.services(), fields);
          Fields.requireSavable(record, resolved);
          return new FlowRun.Change(
              Value.NULL, run.record(), send(run, target, InboxItem.Kind.SAVE, resolved));
        });
  }

  private static RecordRef ref(ExecutionId target) {
    return RecordRef.of(RecordType.EXECUTION, target.toString());
  }

  static Value pause(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("execution"), Set.of());
    if (!in.has("execution") || in.execution("execution").equals(run.id())) {
      return run.pause(run.describe(Kind.WAIT, name, "", arguments));
    }
    return steer(run, name, arguments, in.execution("execution"), InboxItem.Kind.PAUSE);
  }

  static Value cancel(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("execution"), Set.of());
    if (!in.has("execution") || in.execution("execution").equals(run.id())) {
      return run.end(
          run.describe(Kind.END, name, "", arguments), ExecutionStatus.ENDED_CANCELLED, null);
    }
    return steer(run, name, arguments, in.execution("execution"), InboxItem.Kind.CANCEL);
  }

  private static Value steer(
      FlowRun run, String name, Value arguments, ExecutionId target, InboxItem.Kind kind) {
    Call call = run.describe(Kind.WRITE, name, target.toString(), arguments);
    return run.write(
        call,
        () -> {
          ExecutionRecord record = CreateOperations.require(run, target);
          Permission.require(run, Access.STEER, ref(target));
          boolean moot =
              record.status().isEnded()
                  || (kind == InboxItem.Kind.PAUSE && record.status() == ExecutionStatus.PAUSED);
          return new FlowRun.Change(
              Value.NULL, run.record(), moot ? Part.NONE : send(run, target, kind, Map.of()));
        });
  }

  /** Deletes an execution softly; one that has not ended is cancelled first. */
  static Value delete(FlowRun run, String name, Value arguments, RecordRef ref) {
    Call call = run.describe(Kind.WRITE, name, ref.select(), arguments);
    Value own =
        run.write(
            call,
            () -> {
              ExecutionRecord record =
                  new RecordLookup(run, true, false)
                      .execution(ref)
                      .orElseThrow(() -> new ResourceNotFoundException(ref));
              Permission.require(run, Access.DELETE, ref);
              InboxItem item = deletion(run, record.id());
              return record.id().equals(run.id())
                  ? new FlowRun.Change(Value.of(true), item.marked(run.record()), Part.NONE)
                  : new FlowRun.Change(Value.of(false), run.record(), commit -> commit.send(item));
            });
    return Boolean.TRUE.equals(own.toObject())
        ? run.end(
            run.describe(Kind.END, "cancel", "", Value.EMPTY),
            ExecutionStatus.ENDED_CANCELLED,
            null)
        : Value.NULL;
  }

  private static InboxItem deletion(FlowRun run, ExecutionId target) {
    return new InboxItem(
        target,
        run.services().newId().toString(),
        InboxItem.Kind.DELETE,
        Value.of(Map.of("deleted_at", run.instant(), "deleted_by", run.id().toString())),
        run.instant());
  }

  /** An item for the inbox of another execution. */
  static Part send(FlowRun run, ExecutionId target, InboxItem.Kind kind, Map<String, ?> payload) {
    InboxItem item =
        new InboxItem(
            target, run.services().newId().toString(), kind, Value.of(payload), run.instant());
    return commit -> commit.send(item);
  }

  static Value log(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("text", "data"), Set.of());
    String text = run.masks().mask(in.text("text"));
    Value data = Value.of("data", run.masks().mask(in.get("data"))).untagged();
    Set<RecordRef> references = new LinkedHashSet<>();
    collect(in.get("data"), references);
    return run.read(
        run.describe(Kind.LOG, name, "", Value.of(text)),
        () -> {
          run.log(LogLevel.INFO, "user log", text, data, List.copyOf(references));
          return Value.NULL;
        });
  }

  /** Finds the records inside a value. */
  private static void collect(@Nullable Object value, Set<RecordRef> found) {
    switch (value) {
      case RecordRef ref -> found.add(ref);
      case List<?> list -> list.forEach(each -> collect(each, found));
      case Map<?, ?> map -> map.values().forEach(each -> collect(each, found));
      case null -> {}
      default -> {}
    }
  }

  static Value print(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments);
    LogLevel level = LogLevel.valueOf(in.text("level"));
    String line = run.masks().mask(in.text("line"));
    Value masked = Value.of(run.masks().mask(arguments.toObject()));
    return run.read(
        run.describe(Kind.LOG, name, "", masked),
        () -> {
          run.log(level, level == LogLevel.INFO ? "stdout" : "stderr", line, Value.NULL);
          return Value.NULL;
        });
  }

  static Value patched(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("id"), Set.of());
    return Value.of(run.patched(Arguments.checkedName("id", in.text("id"))));
  }
}
