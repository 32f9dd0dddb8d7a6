package io.flowengine.element;

import io.flowengine.element.FilterToken.Kind;
import io.flowengine.execution.InvalidInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a filter by recursive descent: {@code or} of {@code and} of {@code not} of tests. */
final class FilterParser {
  /** How deep a filter may nest, so that none exhausts the stack. */
  private static final int MAX_DEPTH = 200;

  private static final Set<String> RESERVED =
      Set.of("and", "or", "not", "in", "contains", "matches");

  private final String filter;
  private final List<FilterToken> tokens;
  private int next;
  private int depth;

  private FilterParser(String filter) {
    this.filter = filter;
    this.tokens = FilterTokens.of(filter);
  }

  /**
   * Reads a filter.
   *
   * @param filter the text
   * @return what it says
   * @throws InvalidInputException if it breaks the syntax; the message names the column, from 1
   */
  static FilterNode parse(String filter) {
    FilterParser parser = new FilterParser(filter);
    FilterNode test = parser.anyOf();
    if (parser.peek().kind() != Kind.END) {
      throw parser.error(parser.peek(), "expected 'and', 'or' or the end, found");
    }
    return test;
  }

  private FilterNode anyOf() {
    List<FilterNode> parts = new ArrayList<>(List.of(allOf()));
    while (takes(Kind.WORD, "or")) {
      parts.add(allOf());
    }
    return parts.size() == 1 ? parts.getFirst() : new FilterNode.AnyOf(List.copyOf(parts));
  }

  private FilterNode allOf() {
    List<FilterNode> parts = new ArrayList<>(List.of(negation()));
    while (takes(Kind.WORD, "and")) {
      parts.add(negation());
    }
    return parts.size() == 1 ? parts.getFirst() : new FilterNode.AllOf(List.copyOf(parts));
  }

  private FilterNode negation() {
    if (++depth > MAX_DEPTH) {
      throw FilterTokens.error(
          filter, peek().column(), "nested deeper than " + MAX_DEPTH + " levels; split the filter");
    }
    try {
      if (takes(Kind.WORD, "not")) {
        return new FilterNode.Not(negation());
      }
      if (takes(Kind.SIGN, "(")) {
        FilterNode inner = anyOf();
        require(")");
        return inner;
      }
      return test();
    } finally {
      depth--;
    }
  }

  private FilterNode test() {
    if (isCall("exists")) {
      next += 2;
      FilterNode exists = new FilterNode.Exists(path());
      require(")");
      return exists;
    }
    FilterOperand left = operand();
    FilterToken sign = peek();
    FilterComparator comparator = FilterComparator.of(sign);
    if (comparator == null) {
      return new FilterNode.IsTrue(left);
    }
    next++;
    FilterToken place = peek();
    FilterOperand right = operand();
    if (comparator == FilterComparator.MATCHES && right instanceof FilterOperand.Literal pattern) {
      requirePattern(pattern, place);
    }
    FilterToken after = peek();
    if (FilterComparator.of(after) != null) {
      throw error(after, "comparisons are not chained; join them by 'and'; found");
    }
    return new FilterNode.Compared(left, comparator, right);
  }

  private void requirePattern(FilterOperand.Literal literal, FilterToken place) {
    if (!(literal.value() instanceof String pattern)) {
      throw error(place, "'matches' takes a pattern in quotes, found");
    }
    try {
      var unused = Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw FilterTokens.error(
          filter, place.column(), "the pattern is wrong: " + e.getDescription());
    }
  }

  private FilterOperand operand() {
    FilterToken token = peek();
    if (isCall("num")) {
      next += 2;
      FilterOperand number = new FilterOperand.Num(path());
      require(")");
      return number;
    }
    return switch (token.kind()) {
      case TEXT -> literal(token.text());
      case NUMBER -> literal(new BigDecimal(token.text()));
      case WORD ->
          switch (token.text()) {
            case "true" -> literal(true);
            case "false" -> literal(false);
            case "null" ->
                throw error(
                    token, "a comparison with null is never true; use exists(path) instead of");
            default -> path();
          };
      case SIGN -> members();
      case END -> throw error(token, "expected a path, a text, a number or '(', found");
    };
  }

  private FilterOperand literal(Object value) {
    next++;
    return new FilterOperand.Literal(value);
  }

  private FilterOperand members() {
    if (!takes(Kind.SIGN, "[")) {
      throw error(peek(), "expected a path, a text, a number or '(', found");
    }
    List<FilterOperand> members = new ArrayList<>();
    if (!peek().is(Kind.SIGN, "]")) {
      do {
        members.add(operand());
      } while (takes(Kind.SIGN, ","));
    }
    require("]");
    return new FilterOperand.Members(List.copyOf(members));
  }

  private FilterOperand.Path path() {
    FilterToken first = peek();
    if (first.kind() != Kind.WORD || RESERVED.contains(first.text())) {
      throw error(first, "expected a path, found");
    }
    next++;
    List<String> keys = new ArrayList<>(List.of(first.text()));
    while (true) {
      if (takes(Kind.SIGN, ".")) {
        FilterToken key = take();
        if (key.kind() != Kind.WORD) {
          throw error(key, "expected a key of letters, digits, '_' or '-' after the dot, found");
        }
        keys.add(key.text());
      } else if (takes(Kind.SIGN, "[")) {
        FilterToken key = take();
        if (key.kind() != Kind.TEXT) {
          throw error(key, "expected a key in quotes after '[', found");
        }
        keys.add(key.text());
        require("]");
      } else {
        return new FilterOperand.Path(List.copyOf(keys));
      }
    }
  }

  // ---------------------------------------------------------------- tokens

  private FilterToken peek() {
    return tokens.get(next);
  }

  private FilterToken take() {
    FilterToken token = peek();
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  private boolean takes(Kind kind, String text) {
    boolean found = peek().is(kind, text);
    if (found) {
      next++;
    }
    return found;
  }

  /** A word that is a path unless a parenthesis follows it. */
  private boolean isCall(String word) {
    return peek().is(Kind.WORD, word) && tokens.get(next + 1).is(Kind.SIGN, "(");
  }

  private void require(String sign) {
    if (!takes(Kind.SIGN, sign)) {
      throw error(peek(), "expected '" + sign + "', found");
    }
  }

  private InvalidInputException error(FilterToken token, String expected) {
    return FilterTokens.error(filter, token.column(), expected + " " + token.shown());
  }
}
