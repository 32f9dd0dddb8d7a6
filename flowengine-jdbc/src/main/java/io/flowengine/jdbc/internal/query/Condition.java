package io.flowengine.jdbc.internal.query;

import io.flowengine.jdbc.internal.session.Binding;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition in SQL that is never null.
 *
 * @param sql the text
 * @param parameters its parameters in order: text, Long, Instant, or a list of texts
 * @param isExact true if it holds for the right records only; false if it may hold for more
 */
record Condition(String sql, List<Object> parameters, boolean isExact) {
  static final Condition ALWAYS = new Condition("1 = 1", List.of(), true);
  static final Condition NEVER = new Condition("1 = 0", List.of(), true);

  /** Stands for what SQL cannot tell. */
  static final Condition UNKNOWN = new Condition("1 = 1", List.of(), false);

  static Condition of(String sql, Object... parameters) {
    return new Condition(sql, List.of(parameters), true);
  }

  static Condition of(boolean always) {
    return always ? ALWAYS : NEVER;
  }

  static Condition join(String operator, List<Condition> parts, Condition none) {
    if (parts.isEmpty()) {
      return none;
    }
    StringBuilder sql = new StringBuilder("(");
    List<Object> parameters = new ArrayList<>();
    boolean exact = true;
    for (Condition part : parts) {
      sql.append(sql.length() == 1 ? "" : operator).append(part.sql);
      parameters.addAll(part.parameters);
      exact &= part.isExact;
    }
    return new Condition(sql.append(')').toString(), parameters, exact);
  }

  /** The negation. What may hold for too many records cannot be negated, and stays unknown. */
  Condition not() {
    return isExact ? new Condition("NOT (" + sql + ")", parameters, true) : UNKNOWN;
  }

  void bind(Binding binding) throws SQLException {
    for (Object parameter : parameters) {
      bind(binding, parameter);
    }
  }

  private static void bind(Binding binding, Object parameter) throws SQLException {
    Binding unused =
        switch (parameter) {
          case Long number -> binding.number(number);
          case Instant instant -> binding.instant(instant);
          case List<?> texts -> binding.list(texts.stream().map(String::valueOf).toList());
          default -> binding.text(String.valueOf(parameter));
        };
  }
}
