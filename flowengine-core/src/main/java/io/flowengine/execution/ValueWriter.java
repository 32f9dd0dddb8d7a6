package io.flowengine.execution;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Java object in stored form and knows at each moment the path it is at, for the error
 * that names it.
 */
final class ValueWriter {
  private final JsonGenerator out;
  private final Deque<Object> path = new ArrayDeque<>();

  private ValueWriter(String root, JsonGenerator out) {
    this.out = out;
    path.addLast(root);
  }

  static String write(String root, Object object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = ValueTypes.FACTORY.createGenerator(text)) {
      new ValueWriter(root, out).write(object);
    } catch (IOException e) {
      throw ValueTypes.impossible(e);
    }
    return text.toString();
  }

  private void write(@Nullable Object object) throws IOException {
    switch (object) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Boolean bool -> out.writeBoolean(bool);
      case Long number -> out.writeNumber(number);
      case Integer number -> out.writeNumber(number);
      case Short number -> out.writeNumber(number);
      case Byte number -> out.writeNumber(number);
      case BigInteger number -> out.writeNumber(number);
      case Double number -> real(number);
      case Float number -> real(number.doubleValue());
      case CharSequence text -> out.writeString(text.toString());
      case Character character -> out.writeString(character.toString());
      case Enum<?> constant -> out.writeString(constant.name());
      case Map<?, ?> map -> map(map);
      case List<?> list -> list(list);
      case Value value -> out.writeRawValue(value.json());
      case RecordRef ref -> ValueTypes.writeRecord(out, ref);
      case RecordRef.Live live -> ValueTypes.writeRecord(out, live.ref());
      case ExecutionId id -> out.writeString(id.toString());
      default -> other(object);
    }
  }

  private void real(double number) throws IOException {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw refused("NaN and infinity cannot be stored");
    }
    out.writeNumber(number);
  }

  private void list(List<?> list) throws IOException {
    enter();
    out.writeStartArray();
    int index = 0;
    for (Object element : list) {
      path.addLast(index++);
      write(element);
      path.removeLast();
    }
    out.writeEndArray();
  }

  private void map(Map<?, ?> map) throws IOException {
    enter();
    boolean escape = map.containsKey(ValueTypes.TAG);
    if (escape) {
      out.writeStartObject();
      out.writeStringField(ValueTypes.TAG, "dict");
      out.writeFieldName(ValueTypes.CONTENT);
    }
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = key(entry.getKey());
      out.writeFieldName(key);
      path.addLast(key);
      write(entry.getValue());
      path.removeLast();
    }
    out.writeEndObject();
    if (escape) {
      out.writeEndObject();
    }
  }

  private String key(@Nullable Object key) {
    return switch (key) {
      case String text -> text;
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Enum<?> constant -> constant.name();
      case null -> throw refused("a map with the key null cannot be stored");
      default ->
          throw refused(
              "a map with keys of " + key.getClass().getName() + " cannot be stored; use text");
    };
  }

  private void other(Object object) throws IOException {
    ValueTypes.Tagged<?> row = ValueTypes.of(object.getClass());
    if (row != null) {
      ValueTypes.writeTag(out, row.tag(), row.text(object));
    } else if (object.getClass().isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(object); i++) {
        elements.add(Array.get(object, i));
      }
      list(elements);
    } else if (object instanceof Set<?>) {
      throw refused("a set cannot be stored; use List.copyOf(...)");
    } else if (object.getClass().getName().startsWith("java.") || object.getClass().isHidden()) {
      throw refused("a " + object.getClass().getName() + " cannot be stored");
    } else {
      bean(object);
    }
  }

  private void bean(Object object) throws IOException {
    try {
      out.writeRawValue(ValueMapper.write(object));
    } catch (JsonProcessingException e) {
      throw refused(
          "a "
              + object.getClass().getName()
              + " cannot be stored ("
              + e.getOriginalMessage()
              + ")");
    }
  }

  private void enter() {
    if (path.size() > Value.MAX_DEPTH) {
      throw refused(
          "lists and maps are nested deeper than "
              + Value.MAX_DEPTH
              + " levels, perhaps in a circle; this cannot be stored");
    }
  }

  private InvalidInputException refused(String why) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (Object part : path) {
      if (shown++ == 20) {
        text.append("…");
        break;
      }
      if (part instanceof Integer index) {
        text.append('[').append(index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(part);
      }
    }
    return new InvalidInputException(text + ": " + why);
  }
}
