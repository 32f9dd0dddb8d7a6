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
import io.flowengine.internal.runtime.ChildCall.Subject;
import io.flowengine.internal.runtime.ChildCall.Target;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Arguments in = new Arguments(arguments).only(with("flow", "version"), Set.of());
    Protection.learnGiven(run.masks(), in);
    String flow = in.name("flow");
    String version = version(in);
    Call call = run.describe(Kind.WRITE, name, flow, arguments);
    Target target =
        new Target(
            ExecutionType.FLOW,
            null,
            () -> subject(definition(run.services(), flow, version), in, null),
            "");
    return ChildCall.make(run, call, in, target);
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
    Arguments in = new Arguments(arguments).only(with("script"), Set.of());
    Protection.learnGiven(run.masks(), in);
    String text = in.text("script");
    String label = in.has("name") ? in.name("name") : "script";
    String language = run.record().origin().requires();
    Call call = run.describe(Kind.WRITE, name, label, arguments);
    FlowScript script =
        new FlowScript(
            label, language, "<script " + label + ">", text.stripTrailing().stripIndent());
    Target target =
        new Target(
            ExecutionType.SCRIPT,
            null,
            () -> subject(run.services().catalog().define(script), in, null),
            "");
    return ChildCall.make(run, call, in, target);
  }

  static Value clone(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(with("execution", "version"), Set.of());
    Protection.learnGiven(run.masks(), in);
    ExecutionId id = in.execution("execution");
    Call call = run.describe(Kind.WRITE, name, id.toString(), arguments);
    ExecutionRecord original = require(run, id);
    if (original.origin().type() != ExecutionType.FLOW) {
      throw InvalidInputException.notAvailableYet(
          "clone of an execution of type " + original.origin().type());
    }
    String flow = original.origin().flowName();
    String version = version(in);
    Target target =
        new Target(
            ExecutionType.FLOW,
            original.attributes(),
            () -> subject(definition(run.services(), flow, version), in, original.attributes()),
            "");
    return ChildCall.make(run, call, in, target);
  }

  static Set<String> with(String... more) {
    Set<String> known = new HashSet<>(KNOWN);
    known.addAll(List.of(more));
    return known;
  }

  private static Subject subject(
      FlowDefinition definition, Arguments in, @Nullable Attributes base) {
    return new Subject(definition, definition.name(), inputs(in, base), Value.EMPTY);
  }

  private static Value inputs(Arguments in, @Nullable Attributes base) {
    if (in.has("inputs")) {
      return Value.of("inputs", in.map("inputs"));
    }
    return base == null ? Value.EMPTY : base.inputs();
  }

  static Attributes attributes(
      Services services,
      Arguments in,
      Map<String, @Nullable Object> init,
      Value inputs,
      @Nullable Duration timeout,
      @Nullable Attributes base,
      ExecutionRecord creator,
      String defaultName) {
    Map<String, @Nullable Object> fields = new HashMap<>(init);
    for (String name : init.keySet()) {
      if (Fields.INIT_LATER.contains(name)) {
        throw InvalidInputException.notAvailableYet("init['" + name + "']");
      }
      if (!Fields.INIT.contains(name)) {
        throw new InvalidInputException(
            "init['"
                + name
                + "'] is not a field that can be set; these can: "
                + Fields.INIT.stream().sorted().toList());
      }
    }
    String name = base == null ? defaultName : base.name();
    if (fields.get("name") != null) {
      name = Arguments.checkedName("init['name']", String.valueOf(fields.get("name")));
    }
    if (in.has("name") && in.get("name") != null) {
      name = in.name("name");
    }
    int priority =
        in.integer(
            "priority",
            new Arguments(Value.of(fields))
                .integer("priority", base == null ? 0 : base.priority()));
    Duration limit = Fields.minutes(fields.get("max_runtime_minutes"));
    Value extras = base == null ? Value.EMPTY : base.extras();
    for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
      if (Fields.isExtra(field.getKey())) {
        Object checked = Fields.checked(field.getKey(), field.getValue());
        extras = Fields.with(extras, field.getKey(), checked);
      }
    }
    Object inheritance =
        in.has("location_inheritance")
            ? in.get("location_inheritance")
            : fields.get("location_inheritance");
    String project = Location.named(services, fields);
    String unused = Location.checked(inheritance);
    extras = Roles.given(extras, in.has("roles") ? in.get("roles") : fields.get("roles"), creator);
    Object given = fields.get("input_value");
    Value effective = given == null ? inputs : merged(given, inputs);
    return new Attributes(
        name,
        effective,
        priority,
        project == null ? Location.inherited(inheritance, creator) : project,
        Fields.instant("scheduled_for", fields.get("scheduled_for")),
        Fields.smaller(timeout, limit),
        extras);
  }

  private static Value merged(Object given, Value inputs) {
    if (!(given instanceof Map<?, ?> map)) {
      throw new InvalidInputException("init['input_value']", "must be a dict", given);
    }
    Map<String, @Nullable Object> merged = new HashMap<>();
    map.forEach((key, value) -> merged.put((String) key, value));
    merged.putAll(inputs.toMap());
    return Value.of(merged);
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
    fields.put("project_id", Location.inherited(inheritance, creator));
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
