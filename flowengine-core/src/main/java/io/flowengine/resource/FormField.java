package io.flowengine.resource;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link Form}.
 *
 * @param key the key under which the answer has its value
 * @param element what it is
 * @param label its label; null if it has none, then the key may stand for it
 * @param description an explanation; the text itself, in Markdown, of a {@link Element#MARKDOWN}
 * @param example an example of a value, to be shown; null for none
 * @param preset the value that is there before anything is entered ({@code default} in a script);
 *     null for none. It is for whoever shows the form: an answer without the key has no value
 * @param order where it stands: smaller ones first, equal ones in the order they were written
 * @param format a hint for whoever shows the form; it is not checked. Null for none
 * @param maxLength how many characters a text has at most; null for no limit
 * @param required for a {@link Element#SUBMIT}: the keys that are required when this button is
 *     pressed, in place of those of the form; null to keep those
 */
public record FormField(
    String key,
    Element element,
    @Nullable String label,
    @Nullable String description,
    @Nullable Object example,
    @Nullable Object preset,
    long order,
    @Nullable String format,
    @Nullable Long maxLength,
    @Nullable List<String> required) {

  /** What a field is. */
  public enum Element {
    /** A text. */
    STRING,
    /** A text that is not shown: {@code ***} in logs and listings. */
    PASSWORD,
    /** A number. */
    NUMBER,
    /** Yes or no. */
    TOGGLE,
    /** A time of day, {@code HH:MM:SS}, with an offset from UTC or without. */
    TIME,
    /** A text that is shown; has no value. */
    MARKDOWN,
    /** A button that sends the answer; the one that was pressed is true. */
    SUBMIT;

    /** {@return the name that scripts use} */
    public String scriptName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The type of its value in a schema. */
    String type() {
      return switch (this) {
        case STRING, PASSWORD, TIME, MARKDOWN -> "string";
        case NUMBER -> "number";
        case TOGGLE, SUBMIT -> "boolean";
      };
    }
  }

  /** Checks presence and copies the list. */
  public FormField {
    requireNonNull(key, "key");
    requireNonNull(element, "element");
    required = required == null ? null : List.copyOf(required);
  }

  /** {@return the text that names the field: its label, or its key} */
  public String title() {
    return label == null ? key : label;
  }
}
