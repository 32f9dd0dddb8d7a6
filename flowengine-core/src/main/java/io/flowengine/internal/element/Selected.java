package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Inventory;
import io.flowengine.element.Selection;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a run as they were when it began, in its order, with all that their contexts are
 * made of. They are recorded, so nothing that becomes of the inventory later touches the run.
 */
final class Selected {
  /** The input of a flow that names its elements: a list of ids, or the text of a filter. */
  static final String ELEMENTS = "elements";

  private Selected() {}

  /**
   * Selects and processes.
   *
   * @throws InvalidInputException if the input, the selection or the processing is wrong
   */
  static Value choose(ElementFlow flow, Inventory inventory, Map<String, @Nullable Object> inputs) {
    List<ElementContext> selected =
        selection(flow, inputs.get(ELEMENTS)).from(inventory, withoutElements(inputs));
    List<ElementContext> processed = flow.process().apply(selected);
    requireSome(processed, selected);
    Map<String, Object> profiles = new LinkedHashMap<>();
    Map<String, Object> groups = new LinkedHashMap<>();
    List<Object> elements = new ArrayList<>(processed.size());
    for (ElementContext context : processed) {
      Element element = context.element();
      profiles.computeIfAbsent(element.profile(), inventory::profileDefaults);
      element.groups().forEach(group -> groups.computeIfAbsent(group, inventory::groupVariables));
      elements.add(toObject(element));
    }
    return Value.of(
        "elements", Map.of("elements", elements, "profiles", profiles, "groups", groups));
  }

  private static Selection selection(ElementFlow flow, @Nullable Object given) {
    if (given == null) {
      return flow.selection();
    }
    if (given instanceof String filter) {
      return Selection.all().filter(filter);
    }
    if (given instanceof List<?> ids) {
      return Selection.listed(ids.stream().map(Selected::id).toList());
    }
    throw new InvalidInputException(
        ELEMENTS, "must be a list of ids or the text of a filter", given);
  }

  private static String id(@Nullable Object given) {
    if (given instanceof Map<?, ?> element && element.get("id") instanceof String id) {
      return id;
    }
    if (given instanceof String id) {
      return id;
    }
    throw new InvalidInputException(ELEMENTS, "must hold ids of elements", String.valueOf(given));
  }

  private static Map<String, @Nullable Object> withoutElements(
      Map<String, @Nullable Object> inputs) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>(inputs);
    others.remove(ELEMENTS);
    return others;
  }

  private static void requireSome(List<ElementContext> processed, List<ElementContext> selected) {
    Set<ElementContext> known = new HashSet<>(selected);
    Set<String> seen = new HashSet<>();
    for (ElementContext each : processed) {
      String id = each.element().id();
      if (!known.contains(each)) {
        throw new InvalidInputException(ELEMENTS, "must be some of those selected", id);
      }
      if (!seen.add(id)) {
        throw new InvalidInputException(ELEMENTS, "must be there once each", id);
      }
    }
  }

  /** The elements with their contexts, from what {@link #choose} gave. */
  static List<ElementContext> contexts(Value chosen, Map<String, @Nullable Object> inputs) {
    Map<String, @Nullable Object> all = chosen.toMap();
    InMemoryInventory inventory = new InMemoryInventory();
    map(all.get("profiles")).forEach((name, values) -> inventory.profile(name, map(values)));
    map(all.get("groups")).forEach((name, values) -> inventory.group(name, map(values)));
    Map<String, @Nullable Object> others = withoutElements(inputs);
    List<ElementContext> contexts = new ArrayList<>();
    for (Object each : (List<?>) requireNonNull(all.get("elements"))) {
      contexts.add(ElementContext.of(element(map(each)), inventory, others));
    }
    return contexts;
  }

  private static Map<String, @Nullable Object> toObject(Element element) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", element.id());
    map.put("profile", element.profile());
    if (!element.name().equals(element.id())) {
      map.put("name", element.name());
    }
    if (!element.groups().isEmpty()) {
      map.put("groups", List.copyOf(element.groups()));
    }
    if (!element.tags().isEmpty()) {
      map.put("tags", List.copyOf(element.tags()));
    }
    if (!element.settings().isEmpty()) {
      map.put("settings", element.settings());
    }
    if (!element.isEnabled()) {
      map.put("enabled", false);
    }
    return map;
  }

  private static Element element(Map<String, @Nullable Object> map) {
    Element element =
        Element.of(String.valueOf(map.get("id")), String.valueOf(map.get("profile")))
            .withGroups(texts(map.get("groups")))
            .withTags(texts(map.get("tags")))
            .withEnabled(!map.containsKey("enabled"));
    if (map.get("name") instanceof String name) {
      element = element.withName(name);
    }
    for (Map.Entry<String, @Nullable Object> setting : map(map.get("settings")).entrySet()) {
      element = element.withSetting(setting.getKey(), setting.getValue());
    }
    return element;
  }

  private static String[] texts(@Nullable Object list) {
    return list instanceof List<?> texts
        ? texts.stream().map(String::valueOf).toArray(String[]::new)
        : new String[0];
  }

  private static Map<String, @Nullable Object> map(@Nullable Object map) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> given) {
      given.forEach((key, value) -> all.put(String.valueOf(key), value));
    }
    return all;
  }
}
