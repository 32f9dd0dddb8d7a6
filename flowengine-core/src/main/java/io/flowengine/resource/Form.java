package io.flowengine.resource;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.resource.FormField.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message asks for: fields, and which of them are required. A host shows the {@link
 * #fields}, gets an answer with {@link #read} or in a way of its own, and hands it to the engine,
 * which checks it with {@link #check}. Immutable.
 */
public final class Form {
  /** The key of the text in the answer to a request. */
  public static final String STRING = "string";

  private final List<FormField> fields;
  private final Set<String> required;
  private final boolean acceptsEmptyText;

  private Form(List<FormField> fields, Set<String> required, boolean acceptsEmptyText) {
    this.fields = fields.stream().sorted(Comparator.comparingLong(FormField::order)).toList();
    this.required = required;
    this.acceptsEmptyText = acceptsEmptyText;
  }

  /**
   * Reads a form as scripts write it: {@code {"type": "object", "properties": {key: {"element":
   * ..., "type": ...}}, "required": [...]}}.
   *
   * @param body the form
   * @return the form
   * @throws InvalidInputException if it is none; the message names everything that is wrong
   */
  public static Form of(Map<String, ?> body) {
    FormReader reader = new FormReader();
    List<FormField> fields = reader.read(body);
    return new Form(fields, reader.required(), false);
  }

  /**
   * Makes the form of a text that is to be acknowledged: it asks for nothing.
   *
   * @param markdown the text
   * @return the form; its answer is empty
   */
  public static Form text(String markdown) {
    FormField text =
        new FormField("message", Element.MARKDOWN, null, markdown, null, null, 0, null, null, null);
    return new Form(List.of(text), Set.of(), false);
  }

  /**
   * Makes the form of a question: one text field with the key {@link #STRING}, which may be left
   * empty.
   *
   * @param label its label
   * @return the form
   */
  public static Form request(String label) {
    FormField field =
        new FormField(STRING, Element.STRING, label, null, null, null, 0, null, null, null);
    return new Form(List.of(field), Set.of(STRING), true);
  }

  /** {@return the fields, in the order in which they are to be shown} */
  public List<FormField> fields() {
    return fields;
  }

  /** {@return the buttons among the fields; if there are none, one that says OK is to be shown} */
  public List<FormField> buttons() {
    return fields.stream().filter(field -> field.element() == Element.SUBMIT).toList();
  }

  /**
   * {@return the keys of the fields that must be filled, unless the button that is pressed says
   * otherwise}
   */
  public Set<String> required() {
    return required;
  }

  /**
   * Makes an answer from what a web page sends: texts by key. A field that is missing or empty is
   * left out, a toggle is true if it was sent, a number is read, a button is pressed if it was
   * sent. What cannot be read stays a text, for {@link #check} to find.
   *
   * @param entries the texts by key; others than those of fields are kept too
   * @return the answer, not checked
   */
  public Map<String, Object> read(Map<String, String> entries) {
    Map<String, Object> answer = new LinkedHashMap<>(entries);
    for (FormField field : fields) {
      String entry = entries.get(field.key());
      switch (field.element()) {
        case SUBMIT -> answer.computeIfPresent(field.key(), (key, text) -> true);
        case TOGGLE -> answer.put(field.key(), entry != null && !entry.equals("false"));
        case NUMBER -> answer.computeIfPresent(field.key(), (key, text) -> number((String) text));
        case STRING, PASSWORD, TIME, MARKDOWN -> {}
      }
      if ("".equals(entry) && !acceptsEmptyText && field.element() != Element.SUBMIT) {
        answer.remove(field.key());
      }
    }
    return answer;
  }

  private static Object number(String text) {
    try {
      String trimmed = text.strip();
      return trimmed.matches("[+-]?\\d{1,18}")
          ? (Object) Long.valueOf(trimmed)
          : (Object) Double.valueOf(trimmed);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /**
   * Checks an answer.
   *
   * @param answer the values by key; null and, unless the form is a {@linkplain #request request},
   *     the empty text count as left empty
   * @return what the script gets: the filled keys, and the button that was pressed as true
   * @throws InvalidAnswerException if it does not fit; with every violation
   */
  public Map<String, Object> check(Map<String, ?> answer) {
    Map<String, Object> filled = new LinkedHashMap<>();
    answer.forEach(
        (key, value) -> {
          if (value != null && (acceptsEmptyText || !value.equals(""))) {
            filled.put(key, value);
          }
        });
    Map<String, String> errors = new LinkedHashMap<>();
    Set<String> needed = needed(filled, errors);
    Set<String> keys = new LinkedHashSet<>();
    for (FormField field : fields) {
      keys.add(field.key());
      Object value = filled.get(field.key());
      String error =
          value == null
              ? needed.contains(field.key()) ? "is required" : null
              : FieldRules.violation(field, value);
      if (error != null) {
        errors.putIfAbsent(field.key(), error);
      }
    }
    for (String key : answer.keySet()) {
      if (!keys.contains(key)) {
        errors.put(key, "is no field of this form; its fields are " + keys);
      }
    }
    if (!errors.isEmpty()) {
      throw new InvalidAnswerException(errors);
    }
    return filled;
  }

  /** Which fields must be filled; that depends on the button that was pressed. */
  private Set<String> needed(Map<String, Object> filled, Map<String, String> errors) {
    List<FormField> buttons = buttons();
    List<FormField> pressed =
        buttons.stream().filter(button -> filled.containsKey(button.key())).toList();
    if (!buttons.isEmpty() && pressed.size() != 1) {
      List<String> keys = buttons.stream().map(FormField::key).toList();
      String rule =
          buttons.size() == 1
              ? "must be pressed"
              : "or another one of " + keys + " must be pressed, and only one";
      errors.put(keys.getFirst(), rule);
    }
    List<String> own = pressed.isEmpty() ? null : pressed.getFirst().required();
    return own == null ? required : Set.copyOf(own);
  }

  /** {@return the keys of the fields whose values are not to be shown} */
  public Set<String> passwords() {
    Set<String> keys = new LinkedHashSet<>();
    for (FormField field : fields) {
      if (field.element() == Element.PASSWORD) {
        keys.add(field.key());
      }
    }
    return keys;
  }

  /** {@return the form as scripts write it; a fresh map that belongs to the caller} */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    for (FormField field : fields) {
      Map<String, @Nullable Object> property = new LinkedHashMap<>();
      property.put("element", field.element().scriptName());
      property.put("type", field.element().type());
      putIfThere(property, "label", field.label());
      putIfThere(property, "description", field.description());
      putIfThere(property, "example", field.example());
      putIfThere(property, "default", field.preset());
      putIfThere(property, "order", field.order() == 0 ? null : field.order());
      putIfThere(property, "format", field.format());
      putIfThere(property, "maxLength", field.maxLength());
      putIfThere(property, "required", field.required());
      properties.put(field.key(), property);
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("type", "object");
    map.put("properties", properties);
    map.put("required", new ArrayList<>(required));
    return map;
  }

  private static void putIfThere(
      Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Form form
        && form.fields.equals(fields)
        && form.required.equals(required)
        && form.acceptsEmptyText == acceptsEmptyText;
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** {@return the form as scripts write it} */
  @Override
  public String toString() {
    return requireNonNull(toMap()).toString();
  }
}
