package io.flowengine.internal.start;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.source.Catalog;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.source.Wrapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wrappers around an execution, the outermost first.
 *
 * @param list the wrappers; empty for none
 */
public record Layers(List<Layer> list) {
  /** No wrapper at all. */
  public static final Layers NONE = new Layers(List.of());

  /**
   * One wrapper.
   *
   * @param wrapper its name or id
   * @param inputs what it is given besides what it is put around
   * @param of what it is put around: {@link #RESOURCE}, {@link #NEXT}, or type and id of a record
   */
  public record Layer(String wrapper, Map<String, @Nullable Object> inputs, String of) {
    Layer with(Map<String, @Nullable Object> changed) {
      return new Layer(wrapper, changed, of);
    }

    /** True if it is put around the next wrapper. */
    boolean ofWrapper() {
      return of.equals(NEXT);
    }

    /** The schedule or scheduler that it is put around; empty if it is something else. */
    Optional<RecordRef> record() {
      int colon = of.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new RecordRef(RecordType.of(of.substring(0, colon)), "id", of.substring(colon + 1)));
    }
  }

  private static final String RESOURCE = "";
  private static final String NEXT = "wrapper";

  /**
   * Finds the wrappers of a resource: those of the call, then the one that is attached to the
   * resource. Each may itself have one attached to it, which is put around it.
   *
   * @param catalog knows the wrappers
   * @param using what the call puts around it: pairs of wrapper and inputs; null for nothing
   * @param attached the wrapper that is attached to the resource; null for none
   */
  public static Layers of(Catalog catalog, @Nullable Object using, @Nullable String attached) {
    if (using == null && attached == null) {
      return NONE;
    }
    List<Layer> layers = new ArrayList<>();
    for (Object each : using instanceof List<?> list ? list : List.of()) {
      if (!(each instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof String select
          && pair.get(1) instanceof Map<?, ?> inputs)) {
        throw new InvalidInputException("using", "must be pairs of a wrapper and its inputs", each);
      }
      add(catalog, select, Value.of(inputs).toMap(), RESOURCE, layers);
    }
    if (attached != null) {
      add(catalog, attached, Map.of(), RESOURCE, layers);
    }
    return new Layers(List.copyOf(layers));
  }

  /**
   * Finds the wrappers around a schedule or a scheduler.
   *
   * @param catalog knows the wrappers
   * @param attached the wrapper that is attached to it; null for none
   * @param record the schedule or scheduler
   */
  static Layers attached(Catalog catalog, @Nullable Object attached, RecordRef record) {
    if (!(attached instanceof String wrapper)) {
      return NONE;
    }
    List<Layer> layers = new ArrayList<>();
    String of = record.type().scriptName() + ":" + record.select();
    add(catalog, wrapper, Map.of(), of, layers);
    return new Layers(List.copyOf(layers));
  }

  /** These and others inside them. */
  Layers around(Layers inner) {
    if (isEmpty() || inner.isEmpty()) {
      return isEmpty() ? inner : this;
    }
    List<Layer> all = new ArrayList<>(list);
    all.addAll(inner.list);
    return new Layers(List.copyOf(all));
  }

  private static void add(
      Catalog catalog,
      String select,
      Map<String, @Nullable Object> inputs,
      String of,
      List<Layer> layers) {
    if (inputs.containsKey(Wrapping.WRAPPED)) {
      throw new InvalidInputException(
          "the input 'wrapped' of wrapper '" + select + "' is given by the engine");
    }
    Set<String> chain = new LinkedHashSet<>();
    Wrapper inner = catalog.wrapper(select);
    List<Layer> outside = new ArrayList<>();
    outside.add(new Layer(inner.id(), inputs, of));
    chain.add(inner.definition().name());
    for (String next = inner.field("wrapper_id"); next != null; ) {
      Wrapper outer = catalog.wrapper(next);
      if (!chain.add(outer.definition().name())) {
        throw new InvalidInputException(
            "wrappers are attached to each other in a circle: "
                + String.join(" in ", chain)
                + " in "
                + outer.definition().name()
                + "; set wrapper_id of one of them to None");
      }
      outside.add(new Layer(outer.id(), Map.of(), NEXT));
      next = outer.field("wrapper_id");
    }
    layers.addAll(outside.reversed());
  }

  /** What the execution of the outermost one runs. */
  public FlowDefinition definition(Catalog catalog) {
    return catalog.wrapper(outermost().wrapper()).definition();
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public Layer outermost() {
    return list.getFirst();
  }

  public Layers inside() {
    return new Layers(list.subList(1, list.size()));
  }

  /** The same with other inputs of the outermost one. */
  Layers given(Map<String, @Nullable Object> inputs) {
    List<Layer> changed = new ArrayList<>(list);
    changed.set(0, outermost().with(inputs));
    return new Layers(changed);
  }

  List<Object> stored() {
    List<Object> stored = new ArrayList<>();
    for (Layer layer : list) {
      stored.add(List.of(layer.wrapper, Value.of(layer.inputs), layer.of));
    }
    return stored;
  }

  static Layers read(@Nullable Object stored) {
    List<Layer> layers = new ArrayList<>();
    for (Object each : (List<?>) requireNonNull(stored)) {
      List<?> parts = (List<?>) requireNonNull(each);
      layers.add(
          new Layer(
              String.valueOf(parts.get(0)),
              Value.of(parts.get(1)).toMap(),
              String.valueOf(parts.get(2))));
    }
    return new Layers(layers);
  }
}
