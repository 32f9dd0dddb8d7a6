package io.flowengine.element;

import io.flowengine.element.FilterToken.Kind;
import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a filter into tokens. A word may contain {@code -}, and after a dot it may begin with a
 * digit, so {@code net.0.host-name} is three words and two dots.
 */
final class FilterTokens {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_-]*");
  private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Nd}_-]+");
  private static final Pattern SIGN = Pattern.compile("==|!=|<=|>=|[<>()\\[\\],.]");
  private static final Pattern TEXT = Pattern.compile("'((?:[^']|'')*)'|\"((?:[^\"]|\"\")*)\"");

  private final String filter;
  private final List<FilterToken> tokens = new ArrayList<>();
  private int at;

  private FilterTokens(String filter) {
    this.filter = filter;
  }

  static List<FilterToken> of(String filter) {
    FilterTokens tokens = new FilterTokens(filter);
    tokens.cut();
    return tokens.tokens;
  }

  private void cut() {
    while (true) {
      matchSpace();
      if (at == filter.length()) {
        tokens.add(new FilterToken(Kind.END, "", at + 1));
        return;
      }
      boolean afterDot = !tokens.isEmpty() && tokens.getLast().is(Kind.SIGN, ".");
      if (afterDot && take(KEY, Kind.WORD)) {
        continue;
      }
      if (!take(NUMBER, Kind.NUMBER) && !take(WORD, Kind.WORD) && !take(SIGN, Kind.SIGN)) {
        takeText();
      }
    }
  }

  private void matchSpace() {
    Matcher space = at(SPACE);
    if (space.lookingAt()) {
      at = space.end();
    }
  }

  private boolean take(Pattern pattern, Kind kind) {
    Matcher matcher = at(pattern);
    if (!matcher.lookingAt()) {
      return false;
    }
    tokens.add(new FilterToken(kind, matcher.group(), at + 1));
    at = matcher.end();
    return true;
  }

  private void takeText() {
    Matcher matcher = at(TEXT);
    if (!matcher.lookingAt()) {
      char found = filter.charAt(at);
      boolean quote = found == '\'' || found == '"';
      throw error(
          at + 1, quote ? "the text has no closing quote" : "did not expect '" + found + "'");
    }
    String single = matcher.group(1);
    String text =
        single == null ? matcher.group(2).replace("\"\"", "\"") : single.replace("''", "'");
    tokens.add(new FilterToken(Kind.TEXT, text, at + 1));
    at = matcher.end();
  }

  private Matcher at(Pattern pattern) {
    return pattern.matcher(filter).region(at, filter.length());
  }

  InvalidInputException error(int column, String what) {
    return error(filter, column, what);
  }

  static InvalidInputException error(String filter, int column, String what) {
    return new InvalidInputException("filter, column " + column + ": " + what + ", in: " + filter);
  }
}
