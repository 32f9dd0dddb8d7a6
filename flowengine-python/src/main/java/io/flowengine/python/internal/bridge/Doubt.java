package io.flowengine.python.internal.bridge;

import java.util.regex.Pattern;

/**
 * What the encoder of Python gets wrong, found in the text it has made: keys that were a bool, None
 * or a float and look like text now, the key of tags, and more levels than can be stored.
 */
final class Doubt {
  private static final Pattern KEY =
      Pattern.compile(
          "true|false|null|nan|-?inf|-?[0-9]+\\.[0-9]+(e[-+]?[0-9]+)?|-?[0-9]+e[-+]?[0-9]+"
              + "|\\$type");
  private static final String FIRST = "tfni-$0123456789";

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

  private static boolean isDoubtful(String json, int start, int end) {
    return end > start
        && FIRST.indexOf(json.charAt(start)) >= 0
        && KEY.matcher(json).region(start, end).matches();
  }
}
