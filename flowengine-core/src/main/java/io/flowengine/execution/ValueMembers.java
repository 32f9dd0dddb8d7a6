package io.flowengine.execution;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Divides a map in stored form into its values without reading these: it looks for the end of each
 * only, which takes a fraction of the time for long ones. What a value is, and whether it is JSON,
 * shows when it is read.
 */
final class ValueMembers {
  private static final String TAGGED = "{\"" + ValueTypes.TAG + "\"";

  private final String json;
  private int at;

  private ValueMembers(String json) {
    this.json = json;
  }

  static Map<String, Value> of(Value value) {
    if (value.isNull()) {
      return new LinkedHashMap<>();
    }
    Map<String, Value> members = new ValueMembers(value.json()).members();
    if (!value.json().startsWith(TAGGED)) {
      return members;
    }
    Value tag = members.get(ValueTypes.TAG);
    Value content = members.get(ValueTypes.CONTENT);
    if (tag == null || content == null || !tag.json().equals("\"dict\"")) {
      throw new InvalidInputException("value", "must be a map", value);
    }
    return new ValueMembers(content.json()).members();
  }

  private Map<String, Value> members() {
    Map<String, Value> members = new LinkedHashMap<>();
    require('{');
    if (next() == '}') {
      return members;
    }
    while (true) {
      String key = key();
      require(':');
      members.put(key, Value.ofJson(value()));
      if (next() == '}') {
        return members;
      }
      require(',');
    }
  }

  private String key() {
    int start = at;
    require('"');
    text();
    String quoted = json.substring(start, at);
    return quoted.indexOf('\\') < 0
        ? quoted.substring(quoted.indexOf('"') + 1, quoted.length() - 1)
        : String.valueOf(ValueReader.read(quoted));
  }

  private String value() {
    char first = next();
    int start = at;
    if (first == '"') {
      at++;
      text();
    } else if (first == '{' || first == '[') {
      nested();
    } else {
      while (at < json.length() && ",}] \t\r\n".indexOf(json.charAt(at)) < 0) {
        at++;
      }
    }
    return json.substring(start, at);
  }

  /** Passes over a map or list to behind its end. */
  private void nested() {
    int level = 0;
    do {
      char c = json.charAt(here());
      at++;
      switch (c) {
        case '"' -> text();
        case '{', '[' -> level++;
        case '}', ']' -> level--;
        default -> {}
      }
    } while (level > 0);
  }

  /** Passes over a text, from behind its first quotation mark to behind its last one. */
  private void text() {
    while (true) {
      char c = json.charAt(here());
      at++;
      if (c == '"') {
        return;
      }
      if (c == '\\') {
        at++;
      }
    }
  }

  /** The next character that is no blank; it is not passed. */
  private char next() {
    while (Character.isWhitespace(json.charAt(here()))) {
      at++;
    }
    return json.charAt(at);
  }

  private void require(char wanted) {
    if (next() != wanted) {
      throw wanted == '{' && at == 0
          ? new InvalidInputException("value", "must be a map", json)
          : broken();
    }
    at++;
  }

  private int here() {
    if (at >= json.length()) {
      throw broken();
    }
    return at;
  }

  private InvalidInputException broken() {
    return new InvalidInputException("a stored value is not JSON at character " + at);
  }
}
