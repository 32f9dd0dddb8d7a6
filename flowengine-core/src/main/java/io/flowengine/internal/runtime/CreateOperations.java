package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.InitialState;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.runtime.ChildCall.Subject;
import io.flowengine.internal.runtime.ChildCall.Target;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.Based;
import io.flowengine.internal.start.Layers;
import io.flowengine.internal.start.Location;
import io.flowengine.internal.start.Wrapping;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls that create executions: {@code flow}, {@code script}, {@code clone}; and {@code run},
 * which starts one.
 */
final class CreateOperations {
  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "inputs",
          "init",
          "run",
          "wait",
          "orphan",
          "priority",
          "timeout",
          "retry",
          "idempotency_key",
          "options",
          "location_inheritance",
          "roles",
          "savepoint_retention");

  private CreateOperations() {}

  static Value flow(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(with("flow", "version", "using"), Set.of());
    Protection.learnGiven(run.masks(), in);
    Call call = run.describe(Kind.WRITE, name, in.name("flow"), arguments);
    return ChildCall.make(run, call, in, flow(run, in));
  }

  private static Target flow(FlowRun run, Arguments in) {
    String flow = in.name("flow");
    String version = version(in);
    Supplier<Subject> subject =
        () -> subject(run.services(), definition(run.services(), flow, version), in, null);
    return new Target(
        ExecutionType.FLOW, null, subject, "", creating(in, "flow", "flow", "version"));
  }

  /** The arguments of a call that name what it creates, for a wrapper around that. */
  static Map<String, @Nullable Object> creating(Arguments in, String call, String... more) {
    Map<String, @Nullable Object> creating = new LinkedHashMap<>();
    creating.put("call", call);
    for (String name : more) {
      creating.put(name, in.get(name));
    }
    return creating;
  }

  /** Creates what the execution, which is one of a wrapper, is put around. */
  static Value runWrapped(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("inputs", "wait", "timeout"), Set.of());
    Wrapping wrapping = Wrapping.of(run.record());
    Wrapping.Whole whole = wrapping.whole(run.record(), in);
    Arguments given = whole.arguments();
    Protection.learnGiven(run.masks(), given);
    Target target =
        switch (wrapping.call()) {
          case "connect" -> ConnectOperations.target(run, given);
          case "script" -> script(run, given, given.text("language"));
          default -> flow(run, given);
        };
    Call call = run.describe(Kind.WRITE, name, String.valueOf(given.get("name")), arguments);
    Value handle = ChildCall.make(run, call, given, target.within(whole.layers()));
    return Wrapping.created(run.wrapped(), handle);
  }

  private static FlowDefinition definition(
      Services services, String flow, @Nullable String version) {
    return version == null
        ? services.catalog().require(flow)
        : services.catalog().require(flow, version);
  }

  private static @Nullable String version(Arguments in) {
    Object version = in.get("version");
    if (version == null || version instanceof Long || version instanceof String) {
      return version == null ? null : String.valueOf(version);
    }
    throw new InvalidInputException("version", "must be a number or text", version);
  }

  static Value script(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(with("script", "using"), Set.of());
    Protection.learnGiven(run.masks(), in);
    String label = in.has("name") ? in.name("name") : "script";
    Call call = run.describe(Kind.WRITE, name, label, arguments);
    return ChildCall.make(run, call, in, script(run, in, run.author().scriptLanguage()));
  }

  private static Target script(FlowRun run, Arguments in, String language) {
    String text = in.text("script");
    String label = in.has("name") ? in.name("name") : "script";
    FlowScript script =
        new FlowScript(
            label, language, "<script " + label + ">", text.stripTrailing().stripIndent());
    Supplier<Subject> subject =
        () -> {
          FlowDefinition definition = run.services().catalog().define(script);
          return new Subject(definition, label, inputs(in, null), Value.EMPTY, Based.script(text));
        };
    Map<String, @Nullable Object> creating = creating(in, "script", "script");
    creating.put("language", language);
    return new Target(ExecutionType.SCRIPT, null, subject, "", creating);
  }

  static Value clone(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(with("execution", "version"), Set.of());
    Protection.learnGiven(run.masks(), in);
    ExecutionId id = in.execution("execution");
    Call call = run.describe(Kind.WRITE, name, id.toString(), arguments);
    ExecutionRecord original = require(run, id);
    ExecutionType type = original.origin().type();
    String version = version(in);
    if (version != null && type != ExecutionType.FLOW) {
      throw new InvalidInputException("version", "is for flows, and this is a " + type, version);
    }
    Attributes base = copied(original.attributes());
    Supplier<Subject> subject =
        () -> subject(run.services(), runs(run.services(), original.origin(), version), in, base);
    Map<String, @Nullable Object> creating = creating(in, "flow", "version");
    creating.put("flow", original.origin().flowName());
    Target target = new Target(type, base, subject, "", creating);
    return ChildCall.make(
        run, call, in, type == ExecutionType.FLOW ? target : target.within(Layers.NONE));
  }

  /** What a copy of an execution runs: the newest version of a flow, anything else as it is. */
  private static FlowDefinition runs(
      Services services, ExecutionRecord.Origin origin, @Nullable String version) {
    return origin.type() == ExecutionType.FLOW
        ? definition(services, origin.flowName(), version)
        : new FlowDefinition(origin.flowName(), origin.requires(), origin.scriptHash(), null);
  }

  /** What an execution was given, without what has become of it. */
  private static Attributes copied(Attributes original) {
    Map<String, @Nullable Object> extras = InitialState.forgotten(original).extras().toMap();
    extras.keySet().removeAll(Set.of("attempt_of", "deleted_at", "deleted_by"));
    return original.withExtras(Value.of(extras));
  }

  static Set<String> with(String... more) {
    Set<String> known = new HashSet<>(KNOWN);
    known.addAll(List.of(more));
    return known;
  }

  private static Subject subject(
      Services services, FlowDefinition definition, Arguments in, @Nullable Attributes base) {
    String wrapper = services.catalog().attachments().wrapperOf(definition);
    return new Subject(
        definition,
        definition.name(),
        inputs(in, base),
        Value.EMPTY,
        Based.flow(definition, wrapper));
  }

  private static Value inputs(Arguments in, @Nullable Attributes base) {
    if (in.has("inputs")) {
      return Value.of("inputs", in.map("inputs"));
    }
    return base == null ? Value.EMPTY : base.inputs();
  }

  /** The wait parameter of creating calls: true, false, or a return_when; null for not waiting. */
  static @Nullable ReturnWhen waitMode(@Nullable Object wait) {
    if (wait == null || Boolean.TRUE.equals(wait)) {
      return ReturnWhen.ALL_SUCCEEDED;
    }
    return Boolean.FALSE.equals(wait) ? null : returnWhen("wait", wait);
  }

  static ReturnWhen returnWhen(String parameter, Object value) {
    for (ReturnWhen mode : ReturnWhen.values()) {
      if (mode.name().equals(value)) {
        return mode;
      }
    }
    throw new InvalidInputException(
        parameter, "must be one of " + Arrays.toString(ReturnWhen.values()), value);
  }

  static Value run(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(Set.of("execution", "wait", "location_inheritance"), Set.of());
    Object inheritance = in.get("location_inheritance");
    String unused = Location.checked(inheritance);
    ExecutionId id = in.execution("execution");
    ReturnWhen wait = waitMode(in.get("wait"));
    if (id.equals(run.id())) {
      throw new InvalidInputException("an execution cannot run itself");
    }
    Call call = run.describe(Kind.WRITE, name, id.toString(), arguments);
    Value started =
        run.write(
            call,
            () -> {
              ExecutionRecord target = require(run, id);
              List<Object> handle = new ArrayList<>(List.of(id.toString(), target.name()));
              Part start = start(run, target);
              return new FlowRun.Change(
                  Value.of(handle),
                  run.record(),
                  inheritance == null ? start : located(run, target, inheritance, start));
            });
    if (wait == null) {
      return started;
    }
    List<?> handle = (List<?>) started.toObject();
    return WaitOperations.started(
        run, id, handle == null ? "" : String.valueOf(handle.get(1)), wait);
  }

  /** What starts here gets its location now; what has started keeps the one it has. */
  private static Part located(FlowRun run, ExecutionRecord target, Object inheritance, Part start) {
    boolean waits =
        target.status() == ExecutionStatus.CREATED || target.status() == ExecutionStatus.PAUSED;
    if (!waits || target.state().startedAt() != null) {
      run.log(
          LogLevel.WARNING,
          "engine",
          "location_inheritance is ignored: execution " + target.name() + " was started before",
          Value.NULL);
      return start;
    }
    ExecutionRecord creator =
        target.parent() == null || target.parent().equals(run.id())
            ? run.record()
            : require(run, target.parent());
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put(
        "project_id",
        Location.inherited(inheritance, creator, Location.ofFlow(run.services(), target)));
    Part save = ControlOperations.send(run, target.id(), InboxItem.Kind.SAVE, fields);
    return commit -> {
      save.addTo(commit);
      start.addTo(commit);
    };
  }

  /** Starts an execution that was created and not started, or resumes it. */
  static Part start(FlowRun run, ExecutionRecord target) {
    return switch (target.status()) {
      case CREATED, PAUSED ->
          ControlOperations.send(run, target.id(), InboxItem.Kind.START, Map.of());
      default -> Part.NONE;
    };
  }

  static ExecutionRecord require(FlowRun run, ExecutionId id) {
    List<ExecutionRecord> found = run.services().store().executions(List.of(id));
    if (found.isEmpty()) {
      throw new ResourceNotFoundException(RecordRef.of(RecordType.EXECUTION, id.toString()));
    }
    return found.getFirst();
  }
}
