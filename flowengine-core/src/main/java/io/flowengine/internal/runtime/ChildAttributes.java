package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.DevelopmentMode;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.argument.Roles;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.runtime.ChildCall.Subject;
import io.flowengine.internal.source.Wrapper;
import io.flowengine.internal.start.FlowDefaults;
import io.flowengine.internal.start.Location;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a child is given: what the call says, then what its {@code init} says, then what the
 * execution that it is a copy of has, then what its flow says, then what its creator has.
 */
final class ChildAttributes {
  private final ExecutionRecord creator;
  private final Services services;
  private final Arguments in;
  private final Map<String, @Nullable Object> init;
  private final Subject subject;
  private final FlowDefaults defaults;
  private final @Nullable Attributes base;
  private final @Nullable Wrapper wrapper;

  /**
   * Collects where the attributes come from.
   *
   * @param run the creator
   * @param in the arguments of the call
   * @param init the fields that it sets
   * @param subject what the child runs
   * @param base what the child is a copy of; null if it is none
   * @param wrapper the wrapper whose execution it is; null if it is none
   */
  ChildAttributes(
      FlowRun run,
      Arguments in,
      Map<String, @Nullable Object> init,
      Subject subject,
      @Nullable Attributes base,
      @Nullable Wrapper wrapper) {
    this.services = run.services();
    this.creator = run.record();
    this.in = in;
    this.init = init;
    this.subject = subject;
    this.defaults = FlowDefaults.of(services, subject.definition());
    this.base = base;
    this.wrapper = wrapper;
    init.keySet().forEach(ChildAttributes::requireField);
  }

  private static void requireField(String name) {
    if (!Fields.INIT.contains(name)) {
      throw new InvalidInputException(
          "init['"
              + name
              + "'] is not a field that can be set; these can: "
              + Fields.INIT.stream().sorted().toList());
    }
  }

  /**
   * Puts them together.
   *
   * @param timeout how long the child may take by the call; null for no limit
   */
  Attributes of(@Nullable Duration timeout) {
    Value inputs = inputs();
    defaults.requireInputs(services, inputs);
    Duration limit = Fields.smaller(timeout, Fields.minutes(init.get("max_runtime_minutes")));
    return new Attributes(
        name(),
        inputs,
        priority(),
        project(),
        Fields.instant("scheduled_for", init.get("scheduled_for")),
        Fields.smaller(limit, defaults.limit()),
        extras());
  }

  /** What the call says of a field, or else {@code init}. */
  private @Nullable Object given(String field) {
    return in.get(field) == null ? init.get(field) : in.get(field);
  }

  private String name() {
    if (in.get("name") != null) {
      return in.name("name");
    }
    if (init.get("name") != null) {
      return Arguments.checkedName("init['name']", String.valueOf(init.get("name")));
    }
    return base == null ? subject.name() : base.name();
  }

  private int priority() {
    int otherwise = base == null ? defaults.priority() : base.priority();
    return in.integer("priority", new Arguments(Value.of(init)).integer("priority", otherwise));
  }

  private @Nullable String project() {
    String named = Location.named(services, init);
    Object given = given("location_inheritance");
    Object inheritance = given == null ? defaults.locationInheritance() : given;
    String inherited = Location.inherited(inheritance, creator, defaults.project(), wrapper);
    return named == null ? inherited : named;
  }

  private Value extras() {
    Value extras = base == null ? Value.EMPTY : base.extras();
    for (Map.Entry<String, @Nullable Object> field : init.entrySet()) {
      if (Fields.isExtra(field.getKey())) {
        Object checked = Fields.checked(field.getKey(), field.getValue());
        extras = Fields.with(extras, field.getKey(), checked);
      }
    }
    Object roles = given("roles");
    extras = Roles.given(extras, roles == null ? defaults.roles() : roles, creator);
    extras = DevelopmentMode.inherited(extras, creator);
    extras = wrapper == null ? defaults.extras(extras) : extras;
    DevelopmentMode.requireLines(subject.definition(), extras);
    return extras;
  }

  private Value inputs() {
    Object given = init.get("input_value");
    if (given == null) {
      return subject.inputs();
    }
    if (!(given instanceof Map<?, ?> map)) {
      throw new InvalidInputException("init['input_value']", "must be a dict", given);
    }
    Map<String, @Nullable Object> merged = new HashMap<>();
    map.forEach((key, value) -> merged.put((String) key, value));
    merged.putAll(subject.inputs().toMap());
    return Value.of(merged);
  }
}
