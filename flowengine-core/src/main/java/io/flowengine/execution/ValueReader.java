package io.flowengine.execution;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stored form into plain Java objects. A tag is an object whose first key is {@code
 * $type}: writers put user maps with that key under the tag {@code dict}, so that nothing else can
 * begin like this.
 */
final class ValueReader {
  private ValueReader() {}

  static @Nullable Object read(String json) {
    try (JsonParser in = ValueTypes.FACTORY.createParser(json)) {
      in.nextToken();
      return next(in);
    } catch (IOException e) {
      throw new InvalidInputException("a stored value is not JSON: " + e.getMessage());
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> map(Value value) {
    Object object = value.toObject();
    if (object == null) {
      return new LinkedHashMap<>();
    }
    if (object instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new InvalidInputException("value", "must be a map", value);
  }

  /** The value that starts at the current token; afterwards the current token is its last one. */
  static @Nullable Object next(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw new InvalidInputException("a stored value is empty text");
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_NUMBER_INT ->
          in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? in.getBigIntegerValue()
              : (Object) in.getLongValue();
      case START_ARRAY -> list(in);
      case START_OBJECT -> object(in);
      default -> throw new InvalidInputException("a stored value has an unexpected " + token);
    };
  }

  private static List<@Nullable Object> list(JsonParser in) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(next(in));
    }
    return list;
  }

  private static @Nullable Object object(JsonParser in) throws IOException {
    return startsWithTag(in) ? tagged(in) : members(in);
  }

  /**
   * Goes to the first key of an object, or to its end, and tells whether that is the key of tags.
   */
  private static boolean startsWithTag(JsonParser in) throws IOException {
    return in.nextToken() == JsonToken.FIELD_NAME && ValueTypes.TAG.equals(in.currentName());
  }

  /** The members up to the end of the object; the current token is the first key or that end. */
  private static Map<String, @Nullable Object> members(JsonParser in) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (in.currentToken() != JsonToken.END_OBJECT) {
      String key = in.currentName();
      in.nextToken();
      map.put(key, next(in));
      in.nextToken();
    }
    return map;
  }

  private static Object tagged(JsonParser in) throws IOException {
    String tag = tag(in);
    Object content;
    if (tag.equals("dict")) {
      in.nextToken();
      content = members(in);
    } else {
      content = next(in);
    }
    in.nextToken();
    if (tag.equals("dict")) {
      return content == null ? Map.of() : content;
    }
    if (tag.equals("record")) {
      return ValueTypes.record(content);
    }
    if (content instanceof String text) {
      return ValueTypes.untyped(tag, text);
    }
    throw new InvalidInputException("a stored value tagged '" + tag + "' has no text");
  }

  /** Reads the tag; afterwards the current token is the first one of its content. */
  private static String tag(JsonParser in) throws IOException {
    in.nextToken();
    String tag = in.getText();
    in.nextToken();
    if (!ValueTypes.CONTENT.equals(in.currentName())) {
      throw new InvalidInputException("a stored value tagged '" + tag + "' has no content");
    }
    in.nextToken();
    return tag;
  }

  /**
   * Rewrites the text so that each tag is replaced by what it tags; the tag of user maps stays, or
   * they would look like tags.
   */
  static String untagged(String json) {
    StringWriter text = new StringWriter();
    try (JsonParser in = ValueTypes.FACTORY.createParser(json);
        JsonGenerator out = ValueTypes.FACTORY.createGenerator(text)) {
      in.nextToken();
      copy(in, out);
    } catch (IOException e) {
      throw new InvalidInputException("a stored value is not JSON: " + e.getMessage());
    }
    return text.toString();
  }

  private static void copy(JsonParser in, JsonGenerator out) throws IOException {
    switch (in.currentToken()) {
      case START_ARRAY -> {
        out.writeStartArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          copy(in, out);
        }
        out.writeEndArray();
      }
      case START_OBJECT -> {
        if (startsWithTag(in)) {
          copyTagged(in, out);
        } else {
          copyMembers(in, out);
        }
      }
      default -> out.copyCurrentEvent(in);
    }
  }

  private static void copyMembers(JsonParser in, JsonGenerator out) throws IOException {
    out.writeStartObject();
    while (in.currentToken() != JsonToken.END_OBJECT) {
      out.writeFieldName(in.currentName());
      in.nextToken();
      copy(in, out);
      in.nextToken();
    }
    out.writeEndObject();
  }

  private static void copyTagged(JsonParser in, JsonGenerator out) throws IOException {
    String tag = tag(in);
    if (tag.equals("record")) {
      out.writeString(ValueTypes.record(next(in)).select());
    } else if (tag.equals("dict")) {
      in.nextToken();
      out.writeStartObject();
      out.writeStringField(ValueTypes.TAG, tag);
      out.writeFieldName(ValueTypes.CONTENT);
      copyMembers(in, out);
      out.writeEndObject();
    } else {
      out.copyCurrentEvent(in);
    }
    in.nextToken();
  }
}
