package io.flowengine.internal.start;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.DevelopmentMode;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.Wrapper;
import io.flowengine.internal.start.Layers.Layer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an execution of a wrapper is put around: how to create it, and the wrappers in between. Kept
 * in a field of the execution that nobody reads but the engine; what the wrapper may see and change
 * is its input {@code wrapped}.
 *
 * @param call the call that creates what is inside: flow, connect or script
 * @param arguments its arguments, but for name, inputs and init
 * @param inside the wrappers in between
 * @param inputs the inputs of the resource, if the wrapper is put around another wrapper; else
 *     empty, for its own input has them
 */
public record Wrapping(
    String call,
    Map<String, @Nullable Object> arguments,
    Layers inside,
    Map<String, @Nullable Object> inputs) {
  /** The input that tells a wrapper what it is put around. */
  public static final String WRAPPED = "wrapped";

  private static final String FIELD = "wrapping";

  /** Fields of {@code init} that concern the outermost execution only. */
  private static final Set<String> OUTSIDE =
      Set.of(
          "input_value",
          "output_value",
          "message",
          "unwrapped",
          "is_paused",
          "scheduled_for",
          "orphan",
          "name");

  /**
   * What {@code run_wrapped} takes over from the call that was wrapped, besides what it creates.
   */
  private static final Set<String> TAKEN_OVER =
      Set.of("priority", "roles", "location_inheritance", "savepoint_retention");

  /**
   * What a wrapper is put around, for a call.
   *
   * @param creating the call and the arguments that name what it creates
   * @param in all arguments
   * @param inside the wrappers in between
   * @param inputs the inputs of the resource
   */
  public static Wrapping of(
      Map<String, @Nullable Object> creating,
      Arguments in,
      Layers inside,
      Map<String, @Nullable Object> inputs) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>(creating);
    String call = String.valueOf(arguments.remove("call"));
    for (String name : TAKEN_OVER) {
      if (in.has(name)) {
        arguments.put(name, in.get(name));
      }
    }
    return new Wrapping(call, arguments, inside, inputs);
  }

  /** The one of an execution of a wrapper. */
  public static Wrapping of(ExecutionRecord record) {
    Object stored = record.attributes().extras().toMap().get(FIELD);
    if (stored == null) {
      throw new InvalidInputException(
          "run_wrapped() exists in executions of wrappers only; "
              + record.name()
              + " is put around nothing");
    }
    Map<String, @Nullable Object> fields = Value.of(stored).toMap();
    return new Wrapping(
        String.valueOf(fields.get("call")),
        Value.of(fields.get("arguments")).toMap(),
        Layers.read(fields.get("inside")),
        Value.of(fields.get("inputs")).toMap());
  }

  static boolean isOf(ExecutionRecord record) {
    return record.attributes().extras().toMap().containsKey(FIELD);
  }

  private Map<String, @Nullable Object> fields(Wrapper wrapper, Layer layer) {
    Map<String, @Nullable Object> stored = new LinkedHashMap<>();
    stored.put("call", call);
    stored.put("arguments", arguments);
    stored.put("inside", inside.stored());
    stored.put("inputs", layer.ofWrapper() ? inputs : Map.of()); // else they are told
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(FIELD, stored);
    fields.put("wrapper_id", wrapper.id());
    return fields;
  }

  /**
   * What an execution of a wrapper is given.
   *
   * @param layer the wrapper
   * @param outer what the call gives it: name, priority and so on
   * @param resource what is inside all wrappers
   * @param init further fields of what is inside
   */
  public Attributes around(
      Services services,
      Layer layer,
      Attributes outer,
      Based resource,
      Map<String, @Nullable Object> init) {
    Wrapper wrapper = services.catalog().wrapper(layer.wrapper());
    Map<String, @Nullable Object> told = told(services, layer, resource);
    told.put("name", outer.name());
    told.put("inputs", layer.ofWrapper() ? inside.outermost().inputs() : inputs);
    Map<String, @Nullable Object> extras = outer.extras().toMap();
    extras.keySet().removeAll(Set.of("flow_id", "_output_schema")); // they are of the flow
    told.put("init", DevelopmentMode.unwrap(extras, init));
    Map<String, @Nullable Object> given = new LinkedHashMap<>(layer.inputs());
    given.put(WRAPPED, told);
    extras.putAll(fields(wrapper, layer));
    return outer.withInputs(Value.of("inputs", given)).withExtras(Value.of(extras));
  }

  private Map<String, @Nullable Object> told(Services services, Layer layer, Based resource) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    if (layer.ofWrapper()) {
      Wrapper next = services.catalog().wrapper(inside.outermost().wrapper());
      told.put("type", "wrapper");
      told.put("resource", next.ref().orElse(null));
      told.put("connector_type", null);
      told.put("script", null);
    } else if (layer.record().isPresent()) {
      RecordRef record = layer.record().get();
      told.put("type", record.type().scriptName());
      told.put("resource", record);
      told.put("connector_type", null);
      told.put("script", null);
    } else {
      told.put("type", resource.type());
      told.put("resource", resource.ref());
      told.put("connector_type", resource.connectorType());
      told.put("script", resource.script());
    }
    return told;
  }

  /** The fields of {@code init} that what is inside gets too. */
  public static Map<String, @Nullable Object> inner(Map<String, @Nullable Object> init) {
    Map<String, @Nullable Object> inner = new LinkedHashMap<>(init);
    inner.keySet().removeAll(OUTSIDE);
    return inner;
  }

  /**
   * The call that creates what is inside, as the wrapper wants it.
   *
   * @param record the execution of the wrapper
   * @param in what it wants: inputs, wait, timeout
   */
  public Whole whole(ExecutionRecord record, Arguments in) {
    Map<String, @Nullable Object> wrapped =
        new Arguments(record.attributes().inputs()).map(WRAPPED);
    Map<String, @Nullable Object> given =
        in.get("inputs") == null
            ? new Arguments(Value.of(wrapped)).map("inputs")
            : in.map("inputs");
    boolean ofWrapper = "wrapper".equals(wrapped.get("type"));
    Map<String, @Nullable Object> whole = new LinkedHashMap<>(arguments);
    whole.put("name", wrapped.get("name"));
    whole.put("inputs", ofWrapper ? inputs : given);
    whole.put("init", wrapped.get("init"));
    for (String name : List.of("wait", "timeout")) {
      if (in.has(name)) {
        whole.put(name, in.get(name));
      }
    }
    return new Whole(new Arguments(Value.of(whole)), ofWrapper ? inside.given(given) : inside);
  }

  /**
   * A call that creates what is inside a wrapper.
   *
   * @param arguments its arguments
   * @param layers the wrappers that are left
   */
  public record Whole(Arguments arguments, Layers layers) {}

  /**
   * The outputs of a wrapper that succeeded and has set none: those of what it ran last with
   * success.
   */
  public static Map<String, @Nullable Object> outputs(
      Services services, Collection<ExecutionId> wrapped) {
    Map<String, @Nullable Object> outputs = Map.of();
    long last = -1;
    for (ExecutionRecord child : services.store().executions(wrapped)) {
      ExecutionRecord.End end = child.state().end();
      if (child.status() == ExecutionStatus.ENDED_SUCCESS && end != null && end.order() > last) {
        last = end.order();
        outputs = child.state().outputs().toMap();
      }
    }
    return outputs;
  }

  /** Notes what {@code run_wrapped} has created. */
  public static Value created(Collection<ExecutionId> wrapped, Value handle) {
    List<?> parts = (List<?>) requireNonNull(handle.toObject());
    wrapped.add(ExecutionId.of(String.valueOf(parts.getFirst())));
    return handle;
  }
}
