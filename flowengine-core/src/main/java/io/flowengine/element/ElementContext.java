package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an element at a moment: the defaults of its profile, the variables of its
 * groups, its own settings, the inputs of the flow, and what this run has written, each layer over
 * the ones before.
 *
 * <p>A name with dots is a path through nested maps, whichever layer it comes from, so {@code
 * net.0.hostname} in one layer and a map {@code net} in another meet. A value replaces what earlier
 * layers have at its path; maps are merged key by key.
 *
 * <p>Immutable and thread-safe.
 */
public final class ElementContext {
  /** What one layer says, by path. */
  private record Layer(Origin origin, Map<String, ? extends @Nullable Object> values) {}

  private static final Origin SETTING = new Origin(Origin.Layer.SETTING, null);

  private final Element element;
  private final List<Layer> layers;
  private volatile @Nullable Node root;
  private volatile @Nullable Node settings;

  private ElementContext(Element element, List<Layer> layers) {
    this.element = element;
    this.layers = layers;
  }

  /**
   * Puts the layers of an element together.
   *
   * @param element the element
   * @param inventory where the defaults and variables are
   * @param inputs the inputs of the flow
   * @return its context, with nothing written in the run
   * @throws InvalidInputException if a name is no path, as {@code a..b} is not; the message names
   *     the element and the layer
   */
  public static ElementContext of(
      Element element, Inventory inventory, Map<String, ? extends @Nullable Object> inputs) {
    List<Layer> layers = new ArrayList<>(3);
    add(
        layers,
        element,
        new Origin(Origin.Layer.PROFILE, null),
        inventory.profileDefaults(element.profile()));
    for (String group : element.groups()) {
      add(layers, element, new Origin(Origin.Layer.GROUP, group), inventory.groupVariables(group));
    }
    add(layers, element, SETTING, element.settings());
    add(layers, element, new Origin(Origin.Layer.INPUT, null), inputs);
    return new ElementContext(element, layers);
  }

  private static void add(
      List<Layer> layers,
      Element element,
      Origin origin,
      Map<String, ? extends @Nullable Object> values) {
    if (!values.isEmpty()) {
      values.keySet().forEach(name -> requirePath(element, origin, name));
      layers.add(new Layer(origin, values));
    }
  }

  private static void requirePath(Element element, Origin origin, String name) {
    if (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
      String what = "a name of element " + element.id() + " (" + origin + ")";
      throw new InvalidInputException(what, "must be keys joined by dots, none empty", name);
    }
  }

  /**
   * Adds what the run has written, over all other layers.
   *
   * @param values the values by name; dots make a name a path
   * @return the context with them
   * @throws InvalidInputException if a name is no path
   */
  public ElementContext with(Map<String, ? extends @Nullable Object> values) {
    return with(element, new Origin(Origin.Layer.RUN, null), values);
  }

  /**
   * Adds the inputs of a child flow, over those of the calling one.
   *
   * @param inputs the inputs by name; dots make a name a path
   * @return the context with them
   * @throws InvalidInputException if a name is no path
   */
  public ElementContext withInputs(Map<String, ? extends @Nullable Object> inputs) {
    return with(element, new Origin(Origin.Layer.INPUT, null), inputs);
  }

  /**
   * Changes settings of the element. Inputs and what the run has written stay over them.
   *
   * @param changed the values by name; dots make a name a path
   * @return the context with them
   * @throws InvalidInputException if a name is no path
   */
  public ElementContext withSettings(Map<String, ? extends @Nullable Object> changed) {
    Element now = element;
    for (Map.Entry<String, ? extends @Nullable Object> each : changed.entrySet()) {
      now = now.withSetting(each.getKey(), each.getValue());
    }
    return with(now, SETTING, changed);
  }

  /** With a layer more, after all that do not win over it. */
  private ElementContext with(
      Element now, Origin origin, Map<String, ? extends @Nullable Object> values) {
    List<Layer> more = new ArrayList<>(1);
    add(more, now, origin, Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    int place = layers.size();
    while (place > 0 && layers.get(place - 1).origin.layer().compareTo(origin.layer()) > 0) {
      place--;
    }
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(place, more);
    return new ElementContext(now, all);
  }

  private Node root() {
    Node built = root;
    if (built == null) {
      built = new Node();
      for (Layer layer : layers) {
        built.putAll(layer);
      }
      root = built;
    }
    return built;
  }

  private Node settings() {
    Node built = settings;
    if (built == null) {
      built = new Node();
      for (Layer layer : layers) {
        if (layer.origin.layer() == Origin.Layer.SETTING) {
          built.putAll(layer);
        }
      }
      settings = built;
    }
    return built;
  }

  /** {@return the element} */
  public Element element() {
    return element;
  }

  /**
   * Gives a value.
   *
   * @param path the keys, joined by dots
   * @return the value; a map for what has keys below it; null if there is none
   */
  public @Nullable Object get(String path) {
    return get(List.of(path.split("\\.", -1)));
  }

  /**
   * Gives a value.
   *
   * @param keys the keys, outermost first; empty for everything
   * @return the value; a map for what has keys below it; null if there is none
   */
  public @Nullable Object get(List<String> keys) {
    Node node = root().at(keys);
    return node == null ? null : node.toObject();
  }

  /**
   * Tells where a value comes from.
   *
   * @param path the keys, joined by dots
   * @return the layer that wrote it; for what has keys below it the one that wrote there last;
   *     empty if there is no value
   */
  public Optional<Origin> origin(String path) {
    Node node = root().at(List.of(path.split("\\.", -1)));
    return node == null ? Optional.empty() : Optional.ofNullable(node.origin);
  }

  /** {@return everything, as nested maps that belong to the caller} */
  public Map<String, @Nullable Object> toMap() {
    return root().toMap();
  }

  /**
   * Looks a path up as filters and scripts do: {@code id name profile groups tags enabled settings
   * context} are the element's, any other first key is one of the context.
   *
   * @param path the keys, outermost first; at least one
   * @return the value; null if there is none
   */
  @Nullable Object lookUp(List<String> path) {
    List<String> below = path.subList(1, path.size());
    return switch (path.getFirst()) {
      case "context" -> get(below);
      case "settings" -> {
        Node node = settings().at(below);
        yield node == null ? null : node.toObject();
      }
      case "id" -> only(below, element.id());
      case "name" -> only(below, element.name());
      case "profile" -> only(below, element.profile());
      case "groups" -> only(below, List.copyOf(element.groups()));
      case "tags" -> only(below, List.copyOf(element.tags()));
      case "enabled" -> only(below, element.isEnabled());
      default -> get(path);
    };
  }

  private static @Nullable Object only(List<String> below, Object value) {
    return below.isEmpty() ? value : null;
  }

  /** {@return the element's id and its context} */
  @Override
  public String toString() {
    return element.id() + " " + toMap();
  }

  /** A value, or keys with what is below them. */
  private static final class Node {
    private @Nullable Map<String, Node> below = new LinkedHashMap<>();
    private @Nullable Object value;
    private @Nullable Origin origin;

    void putAll(Layer layer) {
      layer.values.forEach((name, each) -> put(List.of(name.split("\\.", -1)), each, layer.origin));
    }

    void put(List<String> path, @Nullable Object put, Origin from) {
      origin = from;
      if (!path.isEmpty()) {
        keys()
            .computeIfAbsent(path.getFirst(), key -> new Node())
            .put(path.subList(1, path.size()), put, from);
      } else if (put instanceof Map<?, ?> map) {
        map.forEach((key, each) -> put(List.of(String.valueOf(key)), each, from));
        var unused = keys();
      } else {
        below = null;
        value = put;
      }
    }

    private Map<String, Node> keys() {
      if (below == null) {
        below = new LinkedHashMap<>();
        value = null;
      }
      return below;
    }

    @Nullable Node at(List<String> path) {
      Node node = this;
      for (String key : path) {
        node = node.below == null ? null : node.below.get(key);
        if (node == null) {
          return null;
        }
      }
      return node;
    }

    @Nullable Object toObject() {
      return below == null ? value : toMap();
    }

    Map<String, @Nullable Object> toMap() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      if (below != null) {
        below.forEach((key, node) -> map.put(key, node.toObject()));
      }
      return map;
    }
  }
}
