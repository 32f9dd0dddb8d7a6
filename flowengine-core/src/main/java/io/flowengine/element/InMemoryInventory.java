package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An inventory that the host fills, kept in memory. Thread-safe; each change is atomic. */
public final class InMemoryInventory implements Inventory {
  private final Map<String, Element> elements = new LinkedHashMap<>();
  private final Map<String, Map<String, @Nullable Object>> profiles = new LinkedHashMap<>();
  private final Map<String, Map<String, @Nullable Object>> groups = new LinkedHashMap<>();

  private final Map<String, Map<String, @Nullable Object>> connections = new LinkedHashMap<>();
  private final Map<String, List<String>> configurations = new LinkedHashMap<>();

  /** Makes an inventory without elements. */
  public InMemoryInventory() {}

  /**
   * Adds an element, or changes the one with the same id, which keeps its place.
   *
   * @param element the element; its version does not count
   * @return this
   */
  public synchronized InMemoryInventory put(Element element) {
    Element before = elements.get(element.id());
    long version = before == null ? 1 : before.version() + 1;
    elements.put(element.id(), element.withVersion(version));
    return this;
  }

  /**
   * Removes an element.
   *
   * @param id its id
   * @return false if there is none
   */
  public synchronized boolean remove(String id) {
    return elements.remove(id) != null;
  }

  /**
   * Sets the default values of a profile, in place of those it had.
   *
   * @param profile its name
   * @param defaults the values by name; dots make a name a path
   * @return this
   */
  public synchronized InMemoryInventory profile(
      String profile, Map<String, ? extends @Nullable Object> defaults) {
    profiles.put(requireNonNull(profile, "profile"), copy(defaults));
    return this;
  }

  /**
   * Sets the variables of a group, in place of those it had.
   *
   * @param group its name
   * @param variables the values by name; dots make a name a path
   * @return this
   */
  public synchronized InMemoryInventory group(
      String group, Map<String, ? extends @Nullable Object> variables) {
    groups.put(requireNonNull(group, "group"), copy(variables));
    return this;
  }

  private static Map<String, @Nullable Object> copy(Map<String, ? extends @Nullable Object> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(map));
  }

  @Override
  public synchronized List<Element> elements() {
    return List.copyOf(elements.values());
  }

  @Override
  public synchronized Optional<Element> element(String id) {
    return Optional.ofNullable(elements.get(id));
  }

  @Override
  public synchronized Map<String, @Nullable Object> profileDefaults(String profile) {
    return profiles.getOrDefault(profile, Map.of());
  }

  @Override
  public synchronized Map<String, @Nullable Object> groupVariables(String group) {
    return groups.getOrDefault(group, Map.of());
  }

  /**
   * Sets what connectors need to reach the elements of a profile.
   *
   * @param profile its name
   * @param inputs the inputs of a connector by name, credentials too
   * @return this
   */
  public synchronized InMemoryInventory connection(
      String profile, Map<String, ? extends @Nullable Object> inputs) {
    connections.put(requireNonNull(profile, "profile"), copy(inputs));
    return this;
  }

  @Override
  public synchronized Map<String, @Nullable Object> connection(String profile) {
    return connections.getOrDefault(profile, Map.of());
  }

  /** Does nothing for an element that is not there any more. */
  @Override
  public synchronized void saveSettings(
      String id, Map<String, ? extends @Nullable Object> settings) {
    Element element = elements.get(id);
    if (element != null) {
      Element changed = element;
      for (Map.Entry<String, ? extends @Nullable Object> each : settings.entrySet()) {
        changed = changed.withSetting(each.getKey(), each.getValue());
      }
      put(changed);
    }
  }

  @Override
  public synchronized List<String> configurations(String id) {
    return List.copyOf(configurations.getOrDefault(id, List.of()));
  }

  @Override
  public synchronized void saveConfiguration(String id, String text) {
    List<String> versions = configurations.computeIfAbsent(id, key -> new ArrayList<>());
    if (versions.isEmpty() || !versions.getLast().equals(text)) {
      versions.add(requireNonNull(text, "text"));
    }
  }
}
