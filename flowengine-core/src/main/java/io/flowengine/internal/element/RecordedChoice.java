package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Inventory;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.Selected.Choice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the elements of a run are recorded: each as a row of its id, its profile, and what else there
 * is to say; beside them the defaults of the profiles and the variables of the groups they have.
 */
final class RecordedChoice {
  private static final Set<Class<?>> STORED =
      Set.of(String.class, Boolean.class, Long.class, Double.class);

  private RecordedChoice() {}

  /**
   * Gives a choice as it will be read from its record, without reading it.
   *
   * @param choice what was chosen
   * @param inventory where the elements are
   * @param inputs the inputs of the flow that are a layer of each context
   */
  static Choice stored(Choice choice, Inventory inventory, Map<String, @Nullable Object> inputs) {
    InMemoryInventory copy = new InMemoryInventory();
    Set<String> profiles = new LinkedHashSet<>();
    Set<String> groups = new LinkedHashSet<>();
    for (ElementContext context : choice.elements()) {
      Element element = context.element();
      if (profiles.add(element.profile())) {
        copy.profile(element.profile(), stored(inventory.profileDefaults(element.profile())));
      }
      for (String group : element.groups()) {
        if (groups.add(group)) {
          copy.group(group, stored(inventory.groupVariables(group)));
        }
      }
    }
    List<ElementContext> contexts = new ArrayList<>(choice.elements().size());
    for (ElementContext context : choice.elements()) {
      contexts.add(ElementContext.of(stored(context.element()), copy, inputs));
    }
    return new Choice(
        contexts,
        choice.selected(),
        choice.warnings(),
        choice.printed(),
        stored(choice.remembered()));
  }

  private static Element stored(Element element) {
    Map<String, ? extends @Nullable Object> settings = element.settings();
    return isStored(settings)
        ? element
        : new Element(
            element.id(),
            element.name(),
            element.profile(),
            element.groups(),
            element.tags(),
            stored(settings),
            element.isEnabled(),
            element.version());
  }

  /** There may be very many elements, nearly all with texts and numbers only: those are cheap. */
  private static boolean isStored(Map<String, ? extends @Nullable Object> values) {
    for (Object value : values.values()) {
      if (value != null && !STORED.contains(value.getClass())) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, @Nullable Object> stored(
      Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
    for (Map.Entry<String, @Nullable Object> each : all.entrySet()) {
      Object value = each.getValue();
      if (value instanceof Integer number) {
        each.setValue(number.longValue());
      } else if (value != null && !STORED.contains(value.getClass())) {
        return Value.of(values).toMap();
      }
    }
    return all;
  }

  static Value toValue(Choice choice, Inventory inventory) {
    Map<String, Object> profiles = new LinkedHashMap<>();
    Map<String, Object> groups = new LinkedHashMap<>();
    List<Object> rows = new ArrayList<>(choice.elements().size());
    for (ElementContext context : choice.elements()) {
      Element element = context.element();
      profiles.computeIfAbsent(element.profile(), inventory::profileDefaults);
      element.groups().forEach(group -> groups.computeIfAbsent(group, inventory::groupVariables));
      rows.add(row(element));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("elements", rows);
    all.put("profiles", profiles);
    all.put("groups", groups);
    all.put("selected", choice.selected());
    if (!choice.warnings().isEmpty()) {
      all.put("warnings", choice.warnings());
    }
    if (!choice.printed().isEmpty()) {
      all.put("printed", choice.printed());
    }
    if (!choice.remembered().isEmpty()) {
      all.put("remembered", choice.remembered());
    }
    return Value.of("elements", all);
  }

  private static List<Object> row(Element element) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(4);
    if (!element.name().equals(element.id())) {
      more.put("name", element.name());
    }
    if (!element.groups().isEmpty()) {
      more.put("groups", List.copyOf(element.groups()));
    }
    if (!element.tags().isEmpty()) {
      more.put("tags", List.copyOf(element.tags()));
    }
    if (!element.settings().isEmpty()) {
      more.put("settings", element.settings());
    }
    if (!element.isEnabled()) {
      more.put("enabled", false);
    }
    if (element.version() != 1) {
      more.put("version", element.version());
    }
    return more.isEmpty()
        ? List.of(element.id(), element.profile())
        : List.of(element.id(), element.profile(), more);
  }

  /** What was chosen, from its record. */
  static Choice of(Value chosen, Map<String, @Nullable Object> inputs) {
    Map<String, @Nullable Object> all = chosen.toMap();
    InMemoryInventory inventory = new InMemoryInventory();
    map(all.get("profiles")).forEach((name, values) -> inventory.profile(name, map(values)));
    map(all.get("groups")).forEach((name, values) -> inventory.group(name, map(values)));
    List<ElementContext> contexts = new ArrayList<>();
    for (Object each : (List<?>) requireNonNull(all.get("elements"))) {
      contexts.add(ElementContext.of(element((List<?>) requireNonNull(each)), inventory, inputs));
    }
    int selected = ((Long) requireNonNull(all.get("selected"))).intValue();
    return new Choice(
        contexts,
        selected,
        lines(all.get("warnings")),
        lines(all.get("printed")),
        map(all.get("remembered")));
  }

  private static List<String> lines(@Nullable Object list) {
    return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
  }

  private static Element element(List<?> row) {
    String id = String.valueOf(row.getFirst());
    Map<String, @Nullable Object> more = row.size() > 2 ? map(row.get(2)) : Map.of();
    return new Element(
        id,
        more.get("name") instanceof String name ? name : id,
        String.valueOf(row.get(1)),
        texts(more.get("groups")),
        texts(more.get("tags")),
        map(more.get("settings")),
        !more.containsKey("enabled"),
        more.get("version") instanceof Long version ? version : 1);
  }

  private static SequencedSet<String> texts(@Nullable Object list) {
    SequencedSet<String> texts = new LinkedHashSet<>();
    if (list instanceof List<?> all) {
      all.forEach(each -> texts.add(String.valueOf(each)));
    }
    return texts;
  }

  private static Map<String, @Nullable Object> map(@Nullable Object map) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> given) {
      given.forEach((key, value) -> all.put(String.valueOf(key), value));
    }
    return all;
  }
}
