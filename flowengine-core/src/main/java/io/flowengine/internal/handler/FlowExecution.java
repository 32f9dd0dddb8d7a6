package io.flowengine.internal.handler;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionTree;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Outcome;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.flow.DependencyTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An execution as a flow in Java sees it. Reads are journaled; what is known to have ended is read
 * once.
 */
final class FlowExecution implements Execution {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT);

  private final Calls calls;
  private final ExecutionId id;
  private @Nullable Map<String, @Nullable Object> fields;

  FlowExecution(Calls calls, ExecutionId id) {
    this.calls = calls;
    this.id = id;
  }

  /** A pair of id and status. */
  static FlowExecution of(Calls calls, List<?> pair) {
    return new FlowExecution(calls, ExecutionId.of(String.valueOf(pair.getFirst())));
  }

  /** What a creating call returned. */
  static FlowExecution created(Calls calls, @Nullable List<?> handle) {
    return of(calls, requireNonNull(handle));
  }

  @Override
  public @Nullable Object get(String name) {
    if (!ExecutionRecord.fields().contains(name)) {
      throw new InvalidInputException("field", "must be one of " + ExecutionRecord.fields(), name);
    }
    Map<String, @Nullable Object> known = fields;
    if (known == null || !ExecutionStatus.valueOf(String.valueOf(known.get("status"))).isEnded()) {
      known = calls.call("load", reference()).toMap();
      fields = known;
    }
    return known.get(name);
  }

  private Map<String, @Nullable Object> map(String name) {
    return Value.of(get(name)).toMap();
  }

  @Override
  public ExecutionId id() {
    return id;
  }

  @Override
  public RecordRef ref() {
    return RecordRef.of(RecordType.EXECUTION, id.toString());
  }

  @Override
  public String name() {
    return String.valueOf(get("name"));
  }

  @Override
  public ExecutionStatus status() {
    return ExecutionStatus.valueOf(String.valueOf(get("status")));
  }

  @Override
  public Map<String, @Nullable Object> inputs() {
    return map("input_value");
  }

  @Override
  public Map<String, @Nullable Object> outputs() {
    return map("output_value");
  }

  @Override
  public Optional<String> message() {
    return Optional.ofNullable((String) get("message"));
  }

  @Override
  public Optional<Execution> parent() {
    return Optional.ofNullable((String) get("parent_execution_id"))
        .map(parent -> new FlowExecution(calls, ExecutionId.of(parent)));
  }

  @Override
  public List<Execution> children() {
    return HandlerSystem.executions(
        calls, Shown.NORMAL, Filter.eq("parent_execution_id", id.toString()));
  }

  @Override
  public List<Execution> dependencies() {
    throw notInside("dependencies()");
  }

  @Override
  public List<LogEntry> log() {
    throw notInside("log()");
  }

  @Override
  public ExecutionRecord record() {
    throw notInside("record()");
  }

  @Override
  public ExecutionTree tree() {
    throw notInside("tree()");
  }

  private static InvalidInputException notInside(String call) {
    return new InvalidInputException(
        call + " is for hosts; inside a flow it could not be replayed");
  }

  @Override
  public Optional<Execution> successor() {
    throw notInside("successor()");
  }

  @Override
  public Execution send(String name, @Nullable Object value, @Nullable String key) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("execution", id.toString());
    arguments.put("name", name);
    arguments.put("value", value);
    if (key != null) {
      arguments.put("id", key);
    }
    calls.call("send", arguments);
    return this;
  }

  @Override
  public Execution start() {
    calls.call("run", Map.of("execution", id.toString(), "wait", false));
    return this;
  }

  @Override
  public Execution pause() {
    calls.call("pause", Map.of("execution", id.toString()));
    return this;
  }

  @Override
  public Execution cancel() {
    calls.call("cancel", Map.of("execution", id.toString()));
    return this;
  }

  @Override
  public Execution await() {
    return ended(calls.call("wait_for", Map.of("executions", List.of(id.toString()))));
  }

  @Override
  public Execution await(Duration timeout) {
    return ended(
        calls.call("wait_for", Map.of("executions", List.of(id.toString()), "timeout", timeout)));
  }

  /** What the wait for it came to: this, or the execution as which it went on. */
  private FlowExecution ended(Value pairs) {
    ExecutionId last =
        pairs.toObject() instanceof List<?> list && list.getFirst() instanceof List<?> pair
            ? ExecutionId.of(String.valueOf(pair.getFirst()))
            : id;
    return last.equals(id) ? this : new FlowExecution(calls, last);
  }

  @Override
  public Outcome<Value> outcome(Duration timeout) {
    FlowExecution last;
    try {
      last =
          ended(
              calls.call(
                  "wait_for",
                  Map.of(
                      "executions",
                      List.of(id.toString()),
                      "timeout",
                      timeout,
                      "return_when",
                      "ALL_ENDED")));
    } catch (DependencyTimeoutException e) {
      return new Outcome.NotEnded<>(status());
    }
    return last.outcome();
  }

  private Outcome<Value> outcome() {
    return switch (status()) {
      case ENDED_SUCCESS -> new Outcome.Succeeded<>(Value.of(outputs()), message().orElse(null));
      case ENDED_ERROR ->
          new Outcome.Failed<>(
              new Failure(
                  "DependencyFailedError", message().orElse(""), "", List.of(), id, ended(), null));
      default -> new Outcome.Cancelled<>(reason(), message().orElse(null));
    };
  }

  private Instant ended() {
    return OffsetDateTime.parse(String.valueOf(get("ended_at")), TIME).toInstant();
  }

  private StatusReason reason() {
    Object reason = get("reason");
    return reason == null ? StatusReason.REQUESTED : StatusReason.valueOf(String.valueOf(reason));
  }

  @Override
  public Execution save(Map<String, ?> changes) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("execution", id.toString());
    arguments.put("fields", changes);
    calls.call("save", arguments);
    fields = null;
    return this;
  }

  @Override
  public boolean exists() {
    return Boolean.TRUE.equals(calls.call("exists", reference()).toObject());
  }

  private Map<String, ?> reference() {
    return Map.of("type", "execution", "by", "id", "select", id.toString());
  }

  @Override
  public void delete() {
    calls.call("delete_record", reference());
    fields = null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FlowExecution execution && execution.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** {@return the form that logs show} */
  @Override
  public String toString() {
    return ref().toString();
  }
}
