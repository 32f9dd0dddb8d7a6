package io.flowengine.element;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where elements are kept, with the defaults of profiles and the variables of groups. A flow reads
 * it when it starts, and each element again when its turn comes. Implementations are thread-safe.
 */
public interface Inventory {
  /**
   * Gives all elements.
   *
   * @return the elements as they are now, disabled ones included, in the order in which they were
   *     added; no later change shows in it
   */
  List<Element> elements();

  /**
   * Finds an element.
   *
   * @param id its id
   * @return the element as it is now; empty if there is none
   */
  Optional<Element> element(String id);

  /**
   * Gives the default values that all elements of a profile have.
   *
   * @param profile the name of the profile
   * @return the values by name, dots making it a path; empty if the profile has none or is unknown
   */
  Map<String, @Nullable Object> profileDefaults(String profile);

  /**
   * Gives the variables of a group.
   *
   * @param group the name of the group
   * @return the values by name, dots making it a path; empty if the group has none or is unknown
   */
  Map<String, @Nullable Object> groupVariables(String group);

  /**
   * Gives what connectors need to reach the elements of a profile: address, user, password. It
   * reaches connectors only; no context, event or result shows it.
   *
   * @param profile the name of the profile
   * @return the inputs of a connector by name; empty if the profile has none or is unknown
   */
  default Map<String, @Nullable Object> connection(String profile) {
    return Map.of();
  }

  /**
   * Saves settings of an element. An inventory that cannot be written refuses, as this method does.
   *
   * @param id the id of the element
   * @param settings the values by name, dots making it a path
   * @throws UnsupportedOperationException if the inventory cannot be written
   */
  default void saveSettings(String id, Map<String, ? extends @Nullable Object> settings) {
    throw new UnsupportedOperationException("this inventory cannot be written");
  }

  /**
   * Gives the stored versions of the configuration of an element.
   *
   * @param id the id of the element
   * @return the texts, oldest first; empty if there is none
   */
  default List<String> configurations(String id) {
    return List.of();
  }

  /**
   * Saves a version of the configuration of an element.
   *
   * @param id the id of the element
   * @param text the configuration; nothing is saved if the newest version is equal
   * @throws UnsupportedOperationException if the inventory cannot be written
   */
  default void saveConfiguration(String id, String text) {
    throw new UnsupportedOperationException("this inventory cannot be written");
  }
}
