package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which records a listing holds. Two-valued logic: a null field is equal to null only and fails
 * every other comparison, and {@code not} and {@code ne} are exact negations. Values of different
 * types are unequal and unordered. Immutable.
 */
public sealed interface Filter {
  /** {@return a filter that all records pass} */
  static Filter all() {
    return new And(List.of());
  }

  /** How a field is compared. The names in lower case are those that scripts use. */
  enum Op {
    /** Equal. */
    EQ,
    /** Not equal. */
    NE,
    /** Less. */
    LT,
    /** Less or equal. */
    LE,
    /** Greater. */
    GT,
    /** Greater or equal. */
    GE,
    /** Equal to one of a list. */
    IN,
    /**
     * Text that matches: {@code %} any text, {@code _} one character, {@code \} takes the next
     * character as it is.
     */
    LIKE,
    /** Like {@link #LIKE}, upper and lower case being the same. */
    ILIKE,
    /** Absent, or with the value false: present. */
    IS_NULL
  }

  /**
   * A comparison of one field.
   *
   * @param field the field
   * @param op how it is compared
   * @param value with what
   */
  record Condition(String field, Op op, @Nullable Object value) implements Filter {
    /**
     * Checks the components.
     *
     * @throws InvalidInputException if the value does not fit the operator
     */
    public Condition {
      requireNonNull(field, "field");
      requireNonNull(op, "op");
      boolean fits =
          switch (op) {
            case IN -> value instanceof List<?>;
            case LIKE, ILIKE -> value instanceof String;
            case IS_NULL -> value instanceof Boolean;
            default -> !(value instanceof List<?>) && !(value instanceof Map<?, ?>);
          };
      if (!fits) {
        throw new InvalidInputException(
            "filter on '" + field + "'",
            "must have "
                + (op == Op.IN
                    ? "a list"
                    : op == Op.IS_NULL ? "true or false" : "one value, for like a text,")
                + " as value of "
                + op.name().toLowerCase(Locale.ROOT),
            value);
      }
    }
  }

  /**
   * All of several filters; true if there are none.
   *
   * @param all the filters
   */
  record And(List<Filter> all) implements Filter {
    /** Copies the list. */
    public And {
      all = List.copyOf(all);
    }
  }

  /**
   * Any of several filters; false if there are none.
   *
   * @param any the filters
   */
  record Or(List<Filter> any) implements Filter {
    /** Copies the list. */
    public Or {
      any = List.copyOf(any);
    }
  }

  /**
   * The negation of a filter.
   *
   * @param negated the filter
   */
  record Not(Filter negated) implements Filter {
    /** Checks presence. */
    public Not {
      requireNonNull(negated, "negated");
    }
  }

  /**
   * Compares a field for equality.
   *
   * @param field the field
   * @param value the value; null for absent
   * @return the filter
   */
  static Filter eq(String field, @Nullable Object value) {
    return new Condition(field, Op.EQ, value);
  }

  /**
   * Compares a text field with a pattern.
   *
   * @param field the field
   * @param pattern {@code %} any text, {@code _} one character, {@code \} takes the next character
   *     as it is
   * @return the filter
   */
  static Filter like(String field, String pattern) {
    return new Condition(field, Op.LIKE, pattern);
  }

  /**
   * Compares a field with several values.
   *
   * @param field the field
   * @param values the values
   * @return the filter
   */
  static Filter in(String field, List<?> values) {
    return new Condition(field, Op.IN, values);
  }

  /**
   * Joins filters.
   *
   * @param filters the filters
   * @return a filter that all of them must pass
   */
  static Filter and(Filter... filters) {
    return new And(List.of(filters));
  }

  /**
   * Joins filters.
   *
   * @param filters the filters
   * @return a filter that any of them must pass
   */
  static Filter or(Filter... filters) {
    return new Or(List.of(filters));
  }

  /**
   * Turns a filter round.
   *
   * @param filter the filter
   * @return its exact negation
   */
  static Filter not(Filter filter) {
    return new Not(filter);
  }

  /**
   * Reads the form that scripts use: {@code {'field': 'name', 'op': 'like', 'value': 'my-%'}},
   * {@code {'and': [..]}}, {@code {'or': [..]}}, {@code {'not': {..}}}.
   *
   * @param spec the form; null for {@link #all()}
   * @return the filter
   * @throws InvalidInputException if it has another shape or an unknown operator
   */
  static Filter of(@Nullable Object spec) {
    if (spec == null) {
      return all();
    }
    if (!(spec instanceof Map<?, ?> map)) {
      throw new InvalidInputException(
          "filter_", "must be a dict like {'field': 'name', 'op': 'eq', 'value': 'x'}", spec);
    }
    if (map.containsKey("field")) {
      return condition(map);
    }
    if (map.size() == 1 && map.get("and") instanceof List<?> parts) {
      return new And(parts(parts));
    }
    if (map.size() == 1 && map.get("or") instanceof List<?> parts) {
      return new Or(parts(parts));
    }
    if (map.size() == 1 && map.get("not") instanceof Map<?, ?> negated) {
      return new Not(of(negated));
    }
    throw new InvalidInputException(
        "filter_",
        "must be {'field', 'op', 'value'}, {'and': [..]}, {'or': [..]} or {'not': {..}}",
        spec);
  }

  private static List<Filter> parts(List<?> parts) {
    List<Filter> filters = new ArrayList<>();
    for (Object part : parts) {
      filters.add(of(requireMap(part)));
    }
    return filters;
  }

  private static Map<?, ?> requireMap(@Nullable Object part) {
    if (part instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidInputException("filter_", "must hold dicts", String.valueOf(part));
  }

  private static Filter condition(Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!Set.of("field", "op", "value").contains(key)) {
        throw new InvalidInputException(
            "filter_", "has an unknown key; it may have field, op, value", key);
      }
    }
    if (!(map.get("field") instanceof String field)) {
      throw new InvalidInputException(
          "filter_ field", "must be text", String.valueOf(map.get("field")));
    }
    Object name = map.get("op");
    for (Op op : Op.values()) {
      if (op.name().toLowerCase(Locale.ROOT).equals(name)) {
        Object value =
            op == Op.IS_NULL && !map.containsKey("value") ? (Object) true : map.get("value");
        return new Condition(field, op, value);
      }
    }
    throw new InvalidInputException(
        "filter_ op",
        "must be one of eq, ne, lt, le, gt, ge, in, like, ilike, is_null",
        String.valueOf(name));
  }

  /** {@return the form that scripts use, which {@link #of} reads} */
  default Map<String, @Nullable Object> toSpec() {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    switch (this) {
      case Condition condition -> {
        spec.put("field", condition.field);
        spec.put("op", condition.op.name().toLowerCase(Locale.ROOT));
        spec.put("value", condition.value);
      }
      case And and -> spec.put("and", and.all.stream().map(Filter::toSpec).toList());
      case Or or -> spec.put("or", or.any.stream().map(Filter::toSpec).toList());
      case Not not -> spec.put("not", not.negated.toSpec());
    }
    return spec;
  }

  /**
   * Refuses fields that the listed records do not have.
   *
   * @param known the names of their fields
   * @throws InvalidInputException if the filter names another one
   */
  default void requireFields(Set<String> known) {
    switch (this) {
      case Condition condition -> {
        if (!known.contains(condition.field)) {
          throw new InvalidInputException(
              "filter_ field",
              "must be one of " + known.stream().sorted().toList(),
              condition.field);
        }
      }
      case And and -> and.all.forEach(part -> part.requireFields(known));
      case Or or -> or.any.forEach(part -> part.requireFields(known));
      case Not not -> not.negated.requireFields(known);
    }
  }

  /**
   * Applies the filter.
   *
   * @param fields gives the value of a field: text, number, boolean, {@link java.time.Instant} or
   *     null
   * @return true if the record belongs to the listing
   */
  default boolean matches(Function<String, @Nullable Object> fields) {
    return switch (this) {
      case Condition condition ->
          Comparison.holds(fields.apply(condition.field), condition.op, condition.value);
      case And and -> and.all.stream().allMatch(part -> part.matches(fields));
      case Or or -> or.any.stream().anyMatch(part -> part.matches(fields));
      case Not not -> !not.negated.matches(fields);
    };
  }
}
