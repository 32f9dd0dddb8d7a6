package io.flowengine.internal.start;

import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.source.Wrapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts of flows by others than executions: hosts, schedules, webhooks. */
public final class FlowStarts {
  private FlowStarts() {}

  /**
   * Prepares a start with nothing but inputs and further fields.
   *
   * @param outer the wrappers around those that are attached to the flow
   */
  static Creation start(
      Services services, FlowDefinition flow, Value inputs, Value extras, Layers outer) {
    FlowDefaults defaults = FlowDefaults.of(services, flow);
    defaults.requireInputs(services, inputs);
    Attributes attributes =
        new Attributes(
            flow.name(),
            inputs,
            defaults.priority(),
            defaults.project(),
            null,
            defaults.limit(),
            defaults.extras(extras));
    Creation.Start start = new Creation.Start(Creation.Mode.RUN, null);
    return within(services, outer, flow, null, attributes, start);
  }

  /**
   * Prepares the creation of a top-level execution: of the flow, or of the wrapper that is attached
   * to it.
   *
   * @param services the engine
   * @param definition the flow
   * @param version its version; null for the newest
   * @param attributes what it is given
   * @param start how it begins
   * @return the creation, to be added to a commit
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no wrapper as the one
   *     that is attached to the flow
   */
  public static Creation of(
      Services services,
      FlowDefinition definition,
      @Nullable String version,
      Attributes attributes,
      Creation.Start start) {
    return within(services, Layers.NONE, definition, version, attributes, start);
  }

  private static Creation within(
      Services services,
      Layers outer,
      FlowDefinition definition,
      @Nullable String version,
      Attributes attributes,
      Creation.Start start) {
    Based based = Based.flow(definition, services.catalog().attachments().wrapperOf(definition));
    Layers layers = outer.around(Layers.of(services.catalog(), null, based.wrapper()));
    if (layers.isEmpty()) {
      return Creation.of(services, ExecutionType.FLOW, definition, null, attributes, start);
    }
    Map<String, @Nullable Object> creating = new LinkedHashMap<>();
    creating.put("call", "flow");
    creating.put("flow", definition.name());
    creating.put("version", version);
    Wrapping wrapping =
        Wrapping.of(
            creating, new Arguments(Value.EMPTY), layers.inside(), attributes.inputs().toMap());
    Wrapper wrapper = services.catalog().wrapper(layers.outermost().wrapper());
    Map<String, @Nullable Object> init = Map.of("priority", (long) attributes.priority());
    return Creation.of(
        services,
        ExecutionType.SCRIPT,
        wrapper.definition(),
        null,
        wrapping.around(services, layers.outermost(), attributes, based, init),
        new Creation.Start(start.mode(), start.key(), null, definition.name()));
  }
}
