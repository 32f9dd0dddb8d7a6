package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.argument.InitialState;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.argument.RetryArguments;
import io.flowengine.internal.argument.Retrying;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.source.Wrapper;
import io.flowengine.internal.start.Based;
import io.flowengine.internal.start.Creation;
import io.flowengine.internal.start.Layers;
import io.flowengine.internal.start.Wrapping;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.JournalEntry.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /**
   * What is to be created.
   *
   * @param type FLOW, SCRIPT or CONNECTION
   * @param base what it is given unless the call says otherwise; null for nothing
   * @param subject finds what it runs; asked when the call is made for the first time only
   * @param keys what its idempotency keys begin with, so that they meet those of its like only
   * @param creating the call and the arguments that name what it creates, for a wrapper around it
   * @param layers the wrappers around it; null for those that the call and the resource name
   */
  record Target(
      ExecutionType type,
      @Nullable Attributes base,
      Supplier<Subject> subject,
      String keys,
      Map<String, @Nullable Object> creating,
      @Nullable Layers layers) {
    Target(
        ExecutionType type,
        @Nullable Attributes base,
        Supplier<Subject> subject,
        String keys,
        Map<String, @Nullable Object> creating) {
      this(type, base, subject, keys, creating, null);
    }

    Target within(Layers around) {
      return new Target(type, base, subject, keys, creating, around);
    }
  }

  /**
   * What a child runs.
   *
   * @param definition what it runs
   * @param name its name, unless the call says otherwise
   * @param inputs its inputs
   * @param extras further fields of it, a map in stored form
   * @param based the resource it is based on
   */
  record Subject(FlowDefinition definition, String name, Value inputs, Value extras, Based based) {}

  private ChildCall(FlowRun run, Call call, Arguments in, Target target) {
    this.run = run;
    this.call = call;
    this.in = in;
    this.target = target;
    wait = CreateOperations.waitMode(in.get("wait"));
    starts = in.flag("run", true);
    timeout = in.limit("timeout");
    retrying = RetryArguments.read(in.get("retry"));
    Arguments options = new Arguments(Value.of(in.map("options"))).only(OPTIONS, OPTIONS_LATER);
    total = options.limit("total_timeout");
    String given = key(in);
    key = given == null ? null : target.keys + given;
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
  static Value make(FlowRun run, Call call, Arguments in, Target target) {
    return new ChildCall(run, call, in, target).make();
  }

  private Value make() {
    return attempt(1, null, Retries.until(run, total));
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
    boolean orphan = in.flag("orphan", Boolean.TRUE.equals(init.get("orphan")));
    ExecutionId parent = orphan ? null : run.id();
    boolean paused = !starts || Boolean.TRUE.equals(init.get("is_paused"));
    Creation.Mode mode = paused ? Creation.Mode.PAUSED : Creation.Mode.RUN;
    if (first != null) {
      ExecutionRecord before = CreateOperations.require(run, first);
      if (key == null || Objects.equals(run.id(), before.parent())) {
        return again(before, parent, mode);
      }
    }
    Subject subject = target.subject().get();
    RecordType started =
        target.type() == ExecutionType.CONNECTION ? RecordType.CONNECTOR : RecordType.FLOW;
    RecordRef of = RecordRef.of(started, subject.name());
    Permission.require(run.services(), run.record(), Access.START, of);
    Layers layers = layers(subject.based());
    boolean wrapped = !layers.isEmpty();
    Attributes attributes = wrapped ? wrapped(subject, layers) : bare(subject);
    if (first != null) {
      attributes =
          attributes.withExtras(Fields.with(attributes.extras(), "attempt_of", first.toString()));
    }
    return Creation.of(
            run.services(),
            wrapped ? ExecutionType.SCRIPT : target.type(),
            wrapped ? layers.definition(run.services().catalog()) : subject.definition(),
            parent,
            attributes,
            new Creation.Start(mode, first == null ? key : null, null, subject.definition().name()))
        .beginningWith(InitialState.read(init));
  }

  private Layers layers(Based based) {
    Layers given = target.layers();
    if (given != null) {
      return given;
    }
    boolean unwrapped = new Arguments(Value.of("init", init)).flag("unwrapped", false);
    String attached = unwrapped ? null : based.wrapper();
    return Layers.of(run.services().catalog(), in.get("using"), attached);
  }

  private Attributes bare(Subject subject) {
    Attributes attributes =
        new ChildAttributes(run, in, init, subject, target.base(), null).of(timeout);
    Map<String, @Nullable Object> extras = attributes.extras().toMap();
    Map<String, @Nullable Object> own = subject.extras().toMap();
    List<?> secrets = own.remove(Protection.INPUTS) instanceof List<?> named ? named : List.of();
    extras.putAll(own);
    Protection.addInputs(extras, secrets.stream().map(String::valueOf).toList());
    return attributes.withExtras(Value.of(extras));
  }

  /**
   * The execution of the outermost wrapper has the name, and what else the call gives its child.
   */
  private Attributes wrapped(Subject subject, Layers layers) {
    Services services = run.services();
    Wrapper wrapper = services.catalog().wrapper(layers.outermost().wrapper());
    Attributes outer =
        new ChildAttributes(run, in, init, subject, target.base(), wrapper).of(timeout);
    Wrapping wrapping = Wrapping.of(target.creating(), in, layers.inside(), outer.inputs().toMap());
    Attributes whole =
        wrapping.around(services, layers.outermost(), outer, subject.based(), Wrapping.inner(init));
    Map<String, @Nullable Object> extras = whole.extras().toMap();
    boolean secret = subject.extras().toMap().containsKey(Protection.INPUTS);
    if (secret || extras.containsKey(Protection.INPUTS)) {
      extras.put(Protection.INPUTS, List.of(Wrapping.WRAPPED));
    }
    return whole.withExtras(Value.of(extras));
  }

  /** A further attempt runs what the first one ran, with what that was given. */
  private Creation again(ExecutionRecord first, @Nullable ExecutionId parent, Creation.Mode mode) {
    Attributes given = first.attributes();
    ExecutionRecord.Origin origin = first.origin();
    return Creation.of(
        run.services(),
        origin.type(),
        new FlowDefinition(origin.flowName(), origin.requires(), origin.scriptHash(), null),
        parent,
        given.withExtras(Fields.with(given.extras(), "attempt_of", first.id().toString())),
        new Creation.Start(mode, null));
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

  private static @Nullable String key(Arguments in) {
    String key = in.textOrNull("idempotency_key");
    if (key != null && (key.isEmpty() || key.length() > 200)) {
      throw new InvalidInputException("idempotency_key", "must have 1 to 200 characters", key);
    }
    return key;
  }
}
