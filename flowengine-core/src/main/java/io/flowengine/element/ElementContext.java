package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
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
  private final Element element;
  private final Node root;
  private final Node settings;

  private ElementContext(Element element, Node root, Node settings) {
    this.element = element;
    this.root = root;
    this.settings = settings;
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
    Node root = new Node();
    Layering layering = new Layering(element, root);
    layering.add(
        new Origin(Origin.Layer.PROFILE, null), inventory.profileDefaults(element.profile()));
    for (String group : element.groups()) {
      layering.add(new Origin(Origin.Layer.GROUP, group), inventory.groupVariables(group));
    }
    layering.add(new Origin(Origin.Layer.SETTING, null), element.settings());
    layering.add(new Origin(Origin.Layer.INPUT, null), inputs);
    Node settings = new Node();
    new Layering(element, settings).add(new Origin(Origin.Layer.SETTING, null), element.settings());
    return new ElementContext(element, root, settings);
  }

  /**
   * Adds what the run has written, over all other layers.
   *
   * @param values the values by name; dots make a name a path
   * @return the context with them
   * @throws InvalidInputException if a name is no path
   */
  public ElementContext with(Map<String, ? extends @Nullable Object> values) {
    Node copy = root.copy();
    new Layering(element, copy).add(new Origin(Origin.Layer.RUN, null), values);
    return new ElementContext(element, copy, settings);
  }

  /**
   * Adds the inputs of a child flow, over those of the calling one.
   *
   * @param inputs the inputs by name; dots make a name a path
   * @return the context with them
   * @throws InvalidInputException if a name is no path
   */
  public ElementContext withInputs(Map<String, ? extends @Nullable Object> inputs) {
    Node copy = root.copy();
    new Layering(element, copy).add(new Origin(Origin.Layer.INPUT, null), inputs);
    return new ElementContext(element, copy, settings);
  }

  /**
   * Changes settings of the element. Inputs and what the run has written stay over them.
   *
   * @param changed the values by name; dots make a name a path
   * @return the context with them
   * @throws InvalidInputException if a name is no path
   */
  public ElementContext withSettings(Map<String, ? extends @Nullable Object> changed) {
    Origin setting = new Origin(Origin.Layer.SETTING, null);
    Element now = element;
    for (Map.Entry<String, ? extends @Nullable Object> each : changed.entrySet()) {
      now = now.withSetting(each.getKey(), each.getValue());
    }
    Node all = root.copy();
    Layering layering = new Layering(now, all);
    changed.forEach(
        (name, value) -> {
          Node above = all.at(List.of(name.split("\\.", -1)));
          Origin from = above == null ? null : above.origin;
          if (from == null || from.layer().compareTo(Origin.Layer.SETTING) <= 0) {
            layering.add(setting, name, value);
          }
        });
    Node own = settings.copy();
    new Layering(now, own).add(setting, changed);
    return new ElementContext(now, all, own);
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
    Node node = root.at(keys);
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
    Node node = root.at(List.of(path.split("\\.", -1)));
    return node == null ? Optional.empty() : Optional.ofNullable(node.origin);
  }

  /** {@return everything, as nested maps that belong to the caller} */
  public Map<String, @Nullable Object> toMap() {
    return root.toMap();
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
        Node node = settings.at(below);
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

  /** Writes layers into a tree, one over the other. */
  private record Layering(Element element, Node root) {
    void add(Origin origin, Map<String, ? extends @Nullable Object> values) {
      values.forEach((name, value) -> add(origin, name, value));
    }

    private void add(Origin origin, String name, @Nullable Object value) {
      List<String> path = List.of(requireNonNull(name, "name").split("\\.", -1));
      if (path.contains("")) {
        String what = "a name of element " + element.id() + " (" + origin + ")";
        throw new InvalidInputException(what, "must be keys joined by dots, none empty", name);
      }
      root.put(path, value, origin);
    }
  }

  /** A value, or keys with what is below them. */
  private static final class Node {
    private @Nullable Map<String, Node> below = new LinkedHashMap<>();
    private @Nullable Object value;
    private @Nullable Origin origin;

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

    Node copy() {
      Node copy = new Node();
      copy.origin = origin;
      copy.value = value;
      if (below == null) {
        copy.below = null;
      } else {
        below.forEach((key, node) -> copy.keys().put(key, node.copy()));
      }
      return copy;
    }
  }
}
