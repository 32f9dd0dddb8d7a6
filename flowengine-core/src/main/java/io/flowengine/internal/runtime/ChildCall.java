package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.internal.runtime.RetryArguments.Retrying;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that creates a child: once, or once for each attempt if it may be retried. All attempts
 * are given what the call was given; each is a child of its own, and those after the first one name
 * it in {@code attempt_of}.
 */
final class ChildCall {
  private static final Set<String> OPTIONS = Set.of("total_timeout");
  private static final Set<String> OPTIONS_LATER =
      Set.of(
          "when",
          "continue_on_error",
          "cache_ttl",
          "cache_key",
          "concurrency_key",
          "concurrency_limit",
          "concurrency_window",
          "queue_limit",
          "breaker",
          "on_conflict",
          "debounce",
          "routing_key",
          "scheduled_for",
          "max_runtime",
          "discard_values");

  private final FlowRun run;
  private final Call call;
  private final Arguments in;
  private final Target target;
  private final @Nullable ReturnWhen wait;
  private final boolean starts;
  private final @Nullable Duration timeout;
  private final @Nullable Duration total;
  private final @Nullable Retrying retrying;
  private final @Nullable String key;
  private final Map<String, @Nullable Object> init;
  private final Value inputs;

  /**
   * What is to be created.
   *
   * @param type FLOW, SCRIPT or CONNECTION
   * @param base what it is given unless the call says otherwise; null for nothing
   * @param definition finds what it runs; asked when an attempt is made for the first time only
   */
  record Target(
      ExecutionType type, @Nullable Attributes base, Supplier<FlowDefinition> definition) {}

  private ChildCall(FlowRun run, Call call, Arguments in, Target target, Value inputs) {
    this.run = run;
    this.call = call;
    this.in = in;
    this.target = target;
    this.inputs = inputs;
    wait = CreateOperations.waitMode(in.get("wait"));
    starts = in.flag("run", true);
    timeout = positive(in, "timeout");
    retrying = RetryArguments.read(in.get("retry"));
    Arguments options = new Arguments(Value.of(in.map("options"))).only(OPTIONS, OPTIONS_LATER);
    total = positive(options, "total_timeout");
    key = key(in);
    init = in.map("init");
    if (!waits() && retrying != null) {
      throw watchless("retry");
    }
    if (!waits() && total != null) {
      throw watchless("total_timeout");
    }
  }

  private static InvalidInputException watchless(String parameter) {
    return new InvalidInputException(
        parameter
            + " needs a call that waits: with run=False or wait=False the call is over before the"
            + " child is; let it wait, or start a flow that makes the call with "
            + parameter);
  }

  /** Makes the call. */
  static Value make(FlowRun run, Call call, Arguments in, Target target, Value inputs) {
    return new ChildCall(run, call, in, target, inputs).make();
  }

  private Value make() {
    Duration most = total;
    if (most == null) {
      return attempt(1, null, null);
    }
    Call begun = new Call(Kind.READ, "total_timeout", "", 0, "");
    Value recorded = run.read(begun, () -> Value.of(run.instant().plus(most).toString()));
    return attempt(1, null, Instant.parse(requireNonNull(recorded.as(String.class))));
  }

  private boolean waits() {
    return starts && wait != null;
  }

  private Value attempt(int number, @Nullable ExecutionId first, @Nullable Instant until) {
    Value created = created(first);
    List<?> handle = requireNonNull((List<?>) created.toObject());
    ReturnWhen mode = wait;
    if (mode == null || !starts) {
      return created;
    }
    ExecutionId id = ExecutionId.of(String.valueOf(handle.get(0)));
    String name = String.valueOf(handle.get(1));
    DependencyWait waiting =
        until == null || total == null
            ? DependencyWait.created(run, id, mode, timeout)
            : DependencyWait.within(
                run, id, mode, timeout, new DependencyWait.Total(until, total, key != null));
    Value recorded = WaitOperations.created(run, id, waiting);
    Supplier<Value> finish = () -> WaitOperations.finished(id, name, waiting, recorded);
    Retrying policy = retrying;
    if (policy == null) {
      return finish.get();
    }
    return waiting
        .failure(recorded)
        .map(
            failure ->
                new Retries(run, policy, name, until)
                    .after(
                        number,
                        failure,
                        () -> attempt(number + 1, first == null ? id : first, until),
                        finish))
        .orElseGet(finish);
  }

  /** Creates one child; the journal knows it by the call. */
  private Value created(@Nullable ExecutionId first) {
    Prepared prepared = new Prepared(run, starts, () -> creation(first));
    // One without preconditions rides with the wait behind it; else it is committed first.
    return waits()
        ? run.writeLazily(call, prepared::rides, prepared::change)
        : run.write(call, prepared::change);
  }

  private Creation creation(@Nullable ExecutionId first) {
    FlowDefinition found = target.definition().get();
    Attributes attributes =
        CreateOperations.attributes(
            run.services(), in, init, inputs, timeout, target.base(), run.record(), found.name());
    if (first != null) {
      attributes =
          attributes.withExtras(Fields.with(attributes.extras(), "attempt_of", first.toString()));
    }
    boolean orphan = in.flag("orphan", Boolean.TRUE.equals(init.get("orphan")));
    boolean paused = !starts || Boolean.TRUE.equals(init.get("is_paused"));
    Creation.Start start =
        new Creation.Start(
            paused ? Creation.Mode.PAUSED : Creation.Mode.RUN, first == null ? key : null);
    return Creation.of(
        run.services(), target.type(), found, orphan ? null : run.id(), attributes, start);
  }

  /** A creation that is prepared when it is first asked for, and again after each conflict. */
  private static final class Prepared {
    private final FlowRun run;
    private final boolean starts;
    private final Supplier<Creation> prepare;
    private @Nullable Creation creation;

    Prepared(FlowRun run, boolean starts, Supplier<Creation> prepare) {
      this.run = run;
      this.starts = starts;
      this.prepare = prepare;
    }

    boolean rides() {
      Creation made = prepare.get();
      creation = made;
      return !made.hasPreconditions();
    }

    FlowRun.Change change() {
      Creation made = creation == null ? prepare.get() : creation;
      creation = null;
      Optional<ExecutionRecord> earlier = made.earlier();
      return earlier
          .map(
              found ->
                  new FlowRun.Change(
                      handle(found),
                      run.record(),
                      starts ? CreateOperations.start(run, found) : Part.NONE))
          .orElseGet(() -> new FlowRun.Change(handle(made.record()), run.record(), made));
    }
  }

  private static Value handle(ExecutionRecord record) {
    return Value.of(List.of(record.id().toString(), record.name()));
  }

  private static @Nullable Duration positive(Arguments in, String name) {
    Duration timeout = in.timeout(name);
    if (timeout != null && timeout.isZero()) {
      throw new InvalidInputException(name, "must be > 0 seconds", 0);
    }
    return timeout;
  }

  private static @Nullable String key(Arguments in) {
    String key = in.textOrNull("idempotency_key");
    if (key != null && (key.isEmpty() || key.length() > 200)) {
      throw new InvalidInputException("idempotency_key", "must have 1 to 200 characters", key);
    }
    return key;
  }
}
