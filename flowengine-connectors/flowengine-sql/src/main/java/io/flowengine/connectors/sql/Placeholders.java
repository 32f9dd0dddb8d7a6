package io.flowengine.connectors.sql;

import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement with the placeholders {@code $1} of PostgreSQL as one with those of JDBC. Literals,
 * quoted names and comments are left alone; question marks, which are operators there, are escaped.
 *
 * @param text the statement for the driver
 * @param arguments what is bound, one for each {@code ?}
 */
record Placeholders(String text, List<@Nullable Object> arguments) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^']|'')*'|\"[^\"]*\"|--[^\\n]*|/\\*.*?\\*/|\\$([A-Za-z_]\\w*|)\\$.*?\\$\\1\\$|\\$(\\d+)|\\?",
          Pattern.DOTALL);

  static Placeholders of(String text, List<@Nullable Object> arguments) {
    StringBuilder translated = new StringBuilder();
    List<@Nullable Object> bound = new ArrayList<>();
    boolean numbered = false;
    Matcher tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      String number = tokens.group(2);
      String replacement = tokens.group();
      if (number != null) {
        numbered = true;
        bound.add(argument(arguments, number));
        replacement = "?";
      } else if (replacement.equals("?")) {
        replacement = "??";
      }
      tokens.appendReplacement(translated, Matcher.quoteReplacement(replacement));
    }
    tokens.appendTail(translated);
    return numbered
        ? new Placeholders(translated.toString(), bound)
        : new Placeholders(text, arguments);
  }

  private static @Nullable Object argument(List<@Nullable Object> arguments, String number) {
    int index = number.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(number);
    if (index < 1 || index > arguments.size()) {
      throw new InvalidInputException(
          "input 'args'", "has no value for $" + number, arguments.size() + " values");
    }
    return arguments.get(index - 1);
  }
}
