package io.flowengine.element;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An inventory that people write down, as JSON or YAML:
 *
 * <pre>{@code
 * profiles:
 *   postgres:
 *     defaults: {port: 5432}
 *     connection: {user: admin}
 * groups:
 *   north: {net.mtu: 1500}
 * elements:
 *   - id: pg1
 *     profile: postgres
 *     groups: [north]
 *     settings: {patroni_leader: master}
 *   - {id: pg2, profile: postgres, name: second, tags: [spare], enabled: false}
 * }</pre>
 *
 * <p>{@code profiles}, {@code groups} and {@code elements} may be left out; an element needs its
 * {@code id} and {@code profile}. The order of the elements is that of the inventory.
 */
public final class InventoryDocument {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final Set<String> PARTS = Set.of("profiles", "groups", "elements");
  private static final Set<String> OF_PROFILE = Set.of("defaults", "connection");
  private static final Set<String> OF_ELEMENT =
      Set.of("id", "name", "profile", "groups", "tags", "settings", "enabled");

  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<String> violations = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private InventoryDocument() {}

  /**
   * Reads an inventory from JSON.
   *
   * @param text the text
   * @return a new inventory; a later change of it does not go back into any text
   * @throws InvalidInputException if it is not JSON, with line and column; or says something that
   *     no inventory says, with all such places
   */
  public static InMemoryInventory json(String text) {
    try {
      return of(JSON.readValue(text, Object.class));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new InvalidInputException(
          "the inventory is not JSON: line "
              + at.getLineNr()
              + ", column "
              + at.getColumnNr()
              + ": "
              + e.getOriginalMessage());
    }
  }

  /**
   * Reads an inventory from what a parser has made of its text.
   *
   * @param document maps, lists, texts, numbers and booleans; null for an empty text. For YAML
   *     {@code YamlText.reader().read(text)} of flowengine-yaml gives it
   * @return a new inventory; a later change of it does not go back into the document
   * @throws InvalidInputException if it says something that no inventory says, with all such places
   */
  public static InMemoryInventory of(@Nullable Object document) {
    InventoryDocument read = new InventoryDocument();
    read.all(document);
    if (!read.violations.isEmpty()) {
      throw new InvalidInputException(
          "the inventory cannot be read:\n  " + String.join("\n  ", read.violations));
    }
    return read.inventory;
  }

  private void all(@Nullable Object document) {
    Map<String, @Nullable Object> parts = fields("the inventory", document, PARTS);
    map("profiles", parts.get("profiles"))
        .forEach((name, profile) -> profile("profiles." + name, name, profile));
    map("groups", parts.get("groups"))
        .forEach((name, group) -> inventory.group(name, map("groups." + name, group)));
    List<?> elements = list("elements", parts.get("elements"));
    for (int i = 0; i < elements.size(); i++) {
      element("elements[" + i + "]", elements.get(i));
    }
  }

  private void profile(String where, String name, @Nullable Object given) {
    Map<String, @Nullable Object> profile = fields(where, given, OF_PROFILE);
    inventory.profile(name, map(where + ".defaults", profile.get("defaults")));
    inventory.connection(name, map(where + ".connection", profile.get("connection")));
  }

  private void element(String where, @Nullable Object given) {
    Map<String, @Nullable Object> fields = fields(where, given, OF_ELEMENT);
    String id = text(where + ".id", fields.get("id"), null);
    String profile = text(where + ".profile", fields.get("profile"), null);
    String name = text(where + ".name", fields.get("name"), id);
    Object enabled = fields.getOrDefault("enabled", true);
    if (!(enabled instanceof Boolean)) {
      violations.add(where + ".enabled must be true or false, was " + enabled);
    }
    String[] groups = texts(where + ".groups", fields.get("groups"));
    String[] tags = texts(where + ".tags", fields.get("tags"));
    Map<String, @Nullable Object> settings = map(where + ".settings", fields.get("settings"));
    if (!id.isEmpty() && !ids.add(id)) {
      violations.add(where + ".id: there is an element '" + id + "' already");
    }
    if (violations.isEmpty()) {
      Element element = Element.of(id, profile).withName(name).withGroups(groups).withTags(tags);
      for (Map.Entry<String, @Nullable Object> setting : settings.entrySet()) {
        element = element.withSetting(setting.getKey(), setting.getValue());
      }
      inventory.put(element.withEnabled(Boolean.TRUE.equals(enabled)));
    }
  }

  private Map<String, @Nullable Object> fields(
      String where, @Nullable Object given, Set<String> known) {
    Map<String, @Nullable Object> fields = map(where, given);
    Set<String> unknown = new TreeSet<>(fields.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      violations.add(where + " has " + unknown + "; it may have " + new TreeSet<>(known));
    }
    return fields;
  }

  private Map<String, @Nullable Object> map(String where, @Nullable Object given) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (given instanceof Map<?, ?> values) {
      values.forEach((key, value) -> map.put(String.valueOf(key), value));
    } else if (given != null) {
      violations.add(where + " must be a map, was " + given);
    }
    return map;
  }

  private List<?> list(String where, @Nullable Object given) {
    if (given instanceof List<?> list) {
      return list;
    }
    if (given != null) {
      violations.add(where + " must be a list, was " + given);
    }
    return List.of();
  }

  private String[] texts(String where, @Nullable Object given) {
    List<?> list = list(where, given);
    String[] texts = new String[list.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(where + "[" + i + "]", list.get(i), null);
    }
    return texts;
  }

  /** A text that is not empty; an empty one if that was refused. */
  private String text(String where, @Nullable Object given, @Nullable String absent) {
    Object value = given == null ? absent : given;
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    if (value == null) {
      violations.add(where + " is missing");
    } else if (!value.equals(absent)) {
      violations.add(where + " must be a text that is not empty, was " + value);
    }
    return "";
  }
}
