package io.flowengine.resource;

import static io.flowengine.execution.InvalidInputException.shown;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.resource.FormField.Element;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a form as scripts write it, and collects everything that is wrong with it. */
final class FormReader {
  private static final Set<String> PARTS = Set.of("type", "properties", "required");
  private static final Set<String> PROPERTY =
      Set.of(
          "element",
          "type",
          "label",
          "description",
          "example",
          "default",
          "order",
          "format",
          "maxLength",
          "required");
  private static final List<String> ELEMENTS =
      Arrays.stream(Element.values()).map(Element::scriptName).toList();

  private final List<String> wrong = new ArrayList<>();
  private final Set<String> required = new LinkedHashSet<>();

  Set<String> required() {
    return required;
  }

  List<FormField> read(Map<String, ?> body) {
    unknown("body", body, PARTS);
    if (!"object".equals(body.get("type"))) {
      wrong.add("body.type must be 'object', was " + shown(body.get("type")));
    }
    List<FormField> fields = new ArrayList<>();
    if (body.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((key, property) -> add(fields, String.valueOf(key), property));
    } else {
      wrong.add("body.properties must be a dict of fields, was " + shown(body.get("properties")));
    }
    Set<String> keys = new LinkedHashSet<>();
    for (FormField field : fields) {
      if (field.element() != Element.MARKDOWN && field.element() != Element.SUBMIT) {
        keys.add(field.key());
      }
    }
    required.addAll(keys("body.required", body.get("required"), keys, wrong.isEmpty()));
    for (FormField field : fields) {
      keys("body.properties." + field.key() + ".required", field.required(), keys, wrong.isEmpty());
    }
    if (!wrong.isEmpty()) {
      throw new InvalidInputException(String.join("; ", wrong));
    }
    return fields;
  }

  private void add(List<FormField> fields, String key, @Nullable Object given) {
    String at = "body.properties." + key;
    if (!(given instanceof Map<?, ?> property)) {
      wrong.add(at + " must be a dict, was " + shown(given));
      return;
    }
    unknown(at, property, PROPERTY);
    Object name = property.get("element");
    if (!(name instanceof String text) || !ELEMENTS.contains(text)) {
      wrong.add(at + ".element must be one of " + ELEMENTS + ", was " + shown(name));
      return;
    }
    Element element = Element.valueOf(text.toUpperCase(Locale.ROOT));
    Object type = property.get("type");
    boolean fits =
        type == null
            || type.equals(element.type())
            || (element == Element.NUMBER && type.equals("integer"))
            || element == Element.MARKDOWN;
    if (!fits) {
      wrong.add(
          at + ".type of a " + text + " must be '" + element.type() + "', was " + shown(type));
    }
    if (element != Element.SUBMIT && property.get("required") != null) {
      wrong.add(at + ".required is for elements 'submit'; put the key into body.required");
    }
    fields.add(
        new FormField(
            key,
            element,
            text(at, property, "label"),
            text(at, property, "description"),
            property.get("example"),
            preset(at, element, property.get("default")),
            order(at, property.get("order")),
            text(at, property, "format"),
            maxLength(at, property.get("maxLength")),
            list(at, property.get("required"))));
  }

  private void unknown(String at, Map<?, ?> given, Set<String> known) {
    for (Object key : given.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        wrong.add(at + " has no '" + key + "'; it has " + known.stream().sorted().toList());
      }
    }
  }

  private @Nullable String text(String at, Map<?, ?> property, String key) {
    Object given = property.get(key);
    if (given != null && !(given instanceof String)) {
      wrong.add(at + "." + key + " must be text, was " + shown(given));
      return null;
    }
    return (String) given;
  }

  private @Nullable Object preset(String at, Element element, @Nullable Object given) {
    boolean fits =
        given == null
            || switch (element) {
              case STRING, PASSWORD, TIME, MARKDOWN -> given instanceof String;
              case NUMBER -> FieldRules.isNumber(given);
              case TOGGLE, SUBMIT -> given instanceof Boolean;
            };
    if (!fits) {
      wrong.add(at + ".default must be a " + element.type() + ", was " + shown(given));
    }
    return given;
  }

  private long order(String at, @Nullable Object given) {
    if (given == null || given instanceof Long || given instanceof Integer) {
      return given == null ? 0 : ((Number) given).longValue();
    }
    wrong.add(at + ".order must be an int, was " + shown(given));
    return 0;
  }

  private @Nullable Long maxLength(String at, @Nullable Object given) {
    boolean whole = given instanceof Long || given instanceof Integer;
    if (given == null || (whole && ((Number) given).longValue() >= 0)) {
      return given == null ? null : ((Number) given).longValue();
    }
    wrong.add(at + ".maxLength must be an int >= 0, was " + shown(given));
    return null;
  }

  private @Nullable List<String> list(String at, @Nullable Object given) {
    if (given == null) {
      return null;
    }
    if (given instanceof List<?> keys && keys.stream().allMatch(String.class::isInstance)) {
      return keys.stream().map(String::valueOf).toList();
    }
    wrong.add(at + ".required must be a list of keys, was " + shown(given));
    return null;
  }

  /** A list of keys, each of which must be that of a field that can be filled. */
  private List<String> keys(
      String at, @Nullable Object given, Set<String> keys, boolean isComplete) {
    if (given == null) {
      return List.of();
    }
    if (!(given instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      wrong.add(at + " must be a list of keys, was " + shown(given));
      return List.of();
    }
    List<String> texts = list.stream().map(String::valueOf).toList();
    for (String key : texts) {
      if (isComplete && !keys.contains(key)) {
        wrong.add(at + " names '" + key + "', which is no field to fill; these are " + keys);
      }
    }
    return texts;
  }
}
