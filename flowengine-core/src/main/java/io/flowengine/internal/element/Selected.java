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
import java.time.Instant;
import java.util.ArrayList;
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

  /** The input of a flow that has it only checked what would be done. */
  static final String CHECK = "_check";

  /** The input of a flow that makes it a rerun. */
  static final String RERUN = "_rerun";

  private static final Set<String> RESERVED = Set.of(ELEMENTS, CHECK, RERUN);

  private Selected() {}

  /**
   * What was chosen.
   *
   * @param elements the elements, in the order of the run
   * @param selected how many there were before they were narrowed
   * @param warnings what people should know
   */
  record Choice(List<ElementContext> elements, int selected, List<String> warnings) {}

  /**
   * Selects and processes.
   *
   * @throws InvalidInputException if the input, the selection or the processing is wrong
   * @throws io.flowengine.spi.ScriptFailedException if the processing script raised an error
   */
  static Choice choose(
      ElementFlow flow,
      Workshop shop,
      Map<String, @Nullable Object> inputs,
      Instant now,
      long seed) {
    List<ElementContext> selected =
        selection(flow, inputs.get(ELEMENTS)).from(shop.inventory(), plain(inputs));
    List<String> warnings = new ArrayList<>();
    Processing processing =
        new Processing(
            flow,
            shop.repertoire(),
            plain(inputs),
            now,
            seed,
            (code, message) -> warnings.add(code + ": " + message));
    return new Choice(processing.apply(selected), selected.size(), warnings);
  }

  /** Makes the run of what was chosen. */
  static ElementRun run(
      ElementFlow flow,
      Scene scene,
      Map<String, @Nullable Object> inputs,
      List<ElementContext> elements,
      Runnable ended) {
    List<Member> members = new ArrayList<>(elements.size());
    for (ElementContext context : elements) {
      members.add(new Member(context, members.size(), null));
    }
    return new ElementRun(flow, RunPlace.OUTERMOST, scene, plain(inputs), members, ended);
  }

  static Value toValue(Choice choice, Inventory inventory) {
    Map<String, Object> profiles = new LinkedHashMap<>();
    Map<String, Object> groups = new LinkedHashMap<>();
    List<Object> elements = new ArrayList<>(choice.elements.size());
    for (ElementContext context : choice.elements) {
      Element element = context.element();
      profiles.computeIfAbsent(element.profile(), inventory::profileDefaults);
      element.groups().forEach(group -> groups.computeIfAbsent(group, inventory::groupVariables));
      elements.add(toObject(element));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("elements", elements);
    all.put("profiles", profiles);
    all.put("groups", groups);
    all.put("selected", choice.selected);
    if (!choice.warnings.isEmpty()) {
      all.put("warnings", choice.warnings);
    }
    return Value.of("elements", all);
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

  /** The inputs without those that only say which elements, and how. */
  static Map<String, @Nullable Object> plain(Map<String, @Nullable Object> inputs) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>(inputs);
    others.keySet().removeAll(RESERVED);
    return others;
  }

  /** What was chosen, from its recorded form. */
  static Choice of(Value chosen, Map<String, @Nullable Object> inputs) {
    Map<String, @Nullable Object> all = chosen.toMap();
    InMemoryInventory inventory = new InMemoryInventory();
    map(all.get("profiles")).forEach((name, values) -> inventory.profile(name, map(values)));
    map(all.get("groups")).forEach((name, values) -> inventory.group(name, map(values)));
    Map<String, @Nullable Object> others = plain(inputs);
    List<ElementContext> contexts = new ArrayList<>();
    for (Object each : (List<?>) requireNonNull(all.get("elements"))) {
      contexts.add(ElementContext.of(element(map(each)), inventory, others));
    }
    List<String> warnings = new ArrayList<>();
    if (all.get("warnings") instanceof List<?> list) {
      list.forEach(each -> warnings.add(String.valueOf(each)));
    }
    return new Choice(contexts, ((Long) requireNonNull(all.get("selected"))).intValue(), warnings);
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
