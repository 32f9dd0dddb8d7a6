package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Something a flow works on: a device, a server, a database. Immutable; a change makes another one
 * with the next version.
 *
 * @param id what tells it from all others of its inventory; case counts, not empty
 * @param name how people call it; not empty
 * @param profile the profile it has; not empty
 * @param groups the groups it is in, in the order in which their variables apply: later ones win
 * @param tags its tags
 * @param settings its own settings; a name with dots is a path ({@code net.0.hostname}); values are
 *     texts, numbers, booleans, null, lists and maps of them
 * @param isEnabled whether flows may work on it
 * @param version how often it has been changed, from 1
 */
public record Element(
    String id,
    String name,
    String profile,
    SequencedSet<String> groups,
    SequencedSet<String> tags,
    Map<String, @Nullable Object> settings,
    boolean isEnabled,
    long version) {
  private static final SequencedSet<String> NONE =
      Collections.unmodifiableSequencedSet(new LinkedHashSet<>());

  /**
   * Checks and copies.
   *
   * @throws InvalidInputException if the id, the name or the profile is empty
   */
  public Element {
    id = requireText("id of an element", id);
    name = requireText("name of element " + id, name);
    profile = requireText("profile of element " + id, profile);
    groups = copy(groups);
    tags = copy(tags);
    settings = copy(settings);
  }

  /** There may be very many elements, most of them without tags and with few settings. */
  private static SequencedSet<String> copy(SequencedSet<String> set) {
    return set.isEmpty() ? NONE : Collections.unmodifiableSequencedSet(new LinkedHashSet<>(set));
  }

  private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> map) {
    if (map.size() == 1) {
      var only = map.entrySet().iterator().next();
      return Collections.singletonMap(only.getKey(), only.getValue());
    }
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Makes an element that is enabled, without groups, tags and settings, and named like its id.
   *
   * @param id its id, not empty
   * @param profile its profile, not empty
   * @return the element
   * @throws InvalidInputException if one of them is empty
   */
  public static Element of(String id, String profile) {
    return new Element(id, id, profile, NONE, NONE, Map.of(), true, 1);
  }

  /**
   * Gives the element with another name.
   *
   * @param changed the name, not empty
   * @return the same element with it
   */
  public Element withName(String changed) {
    return new Element(id, changed, profile, groups, tags, settings, isEnabled, version);
  }

  /**
   * Gives the element with other groups.
   *
   * @param changed the groups; of groups with the same variable the last one wins
   * @return the same element in them
   */
  public Element withGroups(String... changed) {
    SequencedSet<String> set = new LinkedHashSet<>(List.of(changed));
    return new Element(id, name, profile, set, tags, settings, isEnabled, version);
  }

  /**
   * Gives the element with other tags.
   *
   * @param changed the tags
   * @return the same element with them
   */
  public Element withTags(String... changed) {
    SequencedSet<String> set = new LinkedHashSet<>(List.of(changed));
    return new Element(id, name, profile, groups, set, settings, isEnabled, version);
  }

  /**
   * Gives the element with one setting more, or another value of one.
   *
   * @param path the name; dots make it a path
   * @param value the value
   * @return the same element with it
   */
  public Element withSetting(String path, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(settings);
    changed.put(requireNonNull(path, "path"), value);
    return new Element(id, name, profile, groups, tags, changed, isEnabled, version);
  }

  /**
   * Gives the element enabled or disabled.
   *
   * @param enabled whether flows may work on it
   * @return the same element, enabled or not
   */
  public Element withEnabled(boolean enabled) {
    return new Element(id, name, profile, groups, tags, settings, enabled, version);
  }

  /** The element as an inventory keeps it after a change. */
  Element withVersion(long next) {
    return new Element(id, name, profile, groups, tags, settings, isEnabled, next);
  }

  private static String requireText(String what, String text) {
    if (text.isBlank()) {
      throw new InvalidInputException(what, "must not be empty", text);
    }
    return text;
  }
}
