package io.flowengine.python.internal.bridge;

import java.util.regex.Pattern;

/**
 * What the encoder of Python gets wrong, found in the text it has made: keys that were a bool, None
 * or a float and look like text now, the key of tags, and more levels than can be stored.
 */
final class Doubt {
  private static final Pattern NUMBER =
      Pattern.compile("-inf|-?[0-9]+\\.[0-9]+(e[-+]?[0-9]+)?|-?[0-9]+e[-+]?[0-9]+");

  private Doubt() {}

  static boolean about(String json, int most) {
    int level = 0;
    for (int i = 0; i < json.length(); i++) {
      switch (json.charAt(i)) {
        case '"' -> {
          int end = end(json, i + 1);
          if (isKey(json, end) && isDoubtful(json, i + 1, end)) {
            return true;
          }
          i = end;
        }
        case '[', '{' -> level++;
        case ']', '}' -> level--;
        default -> {}
      }
      if (level > most) {
        return true;
      }
    }
    return false;
  }

  /** The index of the quotation mark that ends a text. */
  private static int end(String json, int start) {
    int end = json.indexOf('"', start);
    while (isEscaped(json, start, end)) {
      end = json.indexOf('"', end + 1);
    }
    return end;
  }

  private static boolean isEscaped(String json, int start, int quote) {
    int before = quote;
    while (before > start && json.charAt(before - 1) == '\\') {
      before--;
    }
    return (quote - before) % 2 == 1;
  }

  private static boolean isKey(String json, int end) {
    return end + 1 < json.length() && json.charAt(end + 1) == ':';
  }

  /** An expression for all of them would take most of the time, for many keys begin as these do. */
  private static boolean isDoubtful(String json, int start, int end) {
    if (end == start) {
      return false;
    }
    return switch (json.charAt(start)) {
      case 't' -> is("true", json, start, end);
      case 'f' -> is("false", json, start, end);
      case 'n' -> is("null", json, start, end) || is("nan", json, start, end);
      case 'i' -> is("inf", json, start, end);
      case '$' -> is("$type", json, start, end);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          NUMBER.matcher(json).region(start, end).matches();
      default -> false;
    };
  }

  private static boolean is(String word, String json, int start, int end) {
    return end - start == word.length() && json.startsWith(word, start);
  }
}
