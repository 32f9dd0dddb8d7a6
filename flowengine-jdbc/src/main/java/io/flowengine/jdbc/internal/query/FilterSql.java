package io.flowengine.jdbc.internal.query;

import io.flowengine.execution.Filter;
import io.flowengine.execution.Filter.Op;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Filters in SQL. The logic is that of {@link Filter}: two-valued, values of different types are
 * unequal and unordered. What SQL cannot say in exactly the same way becomes a condition that holds
 * for more records, and the filter itself is applied to the rows.
 */
final class FilterSql {
  private final Function<String, @Nullable Column> columns;
  private final boolean exactLike;

  FilterSql(Function<String, @Nullable Column> columns, boolean exactLike) {
    this.columns = columns;
    this.exactLike = exactLike;
  }

  Condition translate(Filter filter) {
    return switch (filter) {
      case Filter.And and -> Condition.join(" AND ", all(and.all()), Condition.ALWAYS);
      case Filter.Or or -> Condition.join(" OR ", all(or.any()), Condition.NEVER);
      case Filter.Not not -> translate(not.negated()).not();
      case Filter.Condition condition -> {
        Column column = columns.apply(condition.field());
        yield column == null
            ? Condition.UNKNOWN
            : compare(column, condition.op(), condition.value());
      }
    };
  }

  private List<Condition> all(List<Filter> filters) {
    return filters.stream().map(this::translate).toList();
  }

  private Condition compare(Column column, Op op, @Nullable Object value) {
    return switch (op) {
      case EQ -> equal(column, value);
      case NE -> equal(column, value).not();
      case LT -> ordered(column, " < ", value);
      case LE -> ordered(column, " <= ", value);
      case GT -> ordered(column, " > ", value);
      case GE -> ordered(column, " >= ", value);
      case IN -> in(column, value);
      case LIKE -> like(column, value);
      case ILIKE -> column.kind() == Column.Kind.TEXT ? Condition.UNKNOWN : Condition.NEVER;
      case IS_NULL ->
          Condition.of(column.sql() + (Boolean.TRUE.equals(value) ? " IS NULL" : " IS NOT NULL"));
    };
  }

  private static Condition equal(Column column, @Nullable Object value) {
    return value == null ? Condition.of(column.sql() + " IS NULL") : ordered(column, " = ", value);
  }

  private static Condition ordered(Column column, String operator, @Nullable Object value) {
    if (value == null) {
      return Condition.NEVER;
    }
    Object parameter =
        switch (column.kind()) {
          case TEXT -> value instanceof Enum<?> constant ? constant.name() : text(value);
          case NUMBER -> number(value);
          case INSTANT -> instant(value);
          case FLAG -> value instanceof Boolean flag ? flag ? 1L : 0L : Condition.NEVER;
        };
    if (parameter instanceof Condition constant) {
      return constant;
    }
    return Condition.of(
        "(" + column.sql() + " IS NOT NULL AND " + column.sql() + operator + "?)", parameter);
  }

  private static Object text(Object value) {
    return value instanceof String ? value : Condition.NEVER;
  }

  private static Object number(Object value) {
    return switch (value) {
      case Long number -> number;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case BigInteger number -> number.bitLength() < 64 ? number.longValue() : Condition.UNKNOWN;
      case Number other -> Condition.UNKNOWN;
      default -> Condition.NEVER;
    };
  }

  /** A text may be a time in one of several forms, and finer times than are stored do not occur. */
  private static Object instant(Object value) {
    Instant instant =
        switch (value) {
          case Instant plain -> plain;
          case OffsetDateTime time -> time.toInstant();
          case ZonedDateTime time -> time.toInstant();
          case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
          default -> null;
        };
    if (instant == null) {
      return value instanceof String ? Condition.UNKNOWN : Condition.NEVER;
    }
    boolean isWhole = instant.equals(instant.truncatedTo(ChronoUnit.MICROS));
    return isWhole ? instant : Condition.UNKNOWN;
  }

  private static Condition in(Column column, @Nullable Object value) {
    List<Condition> parts = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Object element : (List<?>) (value == null ? List.of() : value)) {
      if (column.kind() == Column.Kind.TEXT && element instanceof String text) {
        texts.add(text);
      } else {
        parts.add(equal(column, element));
      }
    }
    if (!texts.isEmpty()) {
      parts.add(
          Condition.of(
              "(" + column.sql() + " IS NOT NULL AND " + column.sql() + " IN [list])", texts));
    }
    return Condition.join(" OR ", parts, Condition.NEVER);
  }

  /** An underscore stands for one character, and not every database agrees on what that is. */
  private Condition like(Column column, @Nullable Object value) {
    if (column.kind() != Column.Kind.TEXT || !(value instanceof String pattern)) {
      return Condition.NEVER;
    }
    if (pattern.indexOf('_') >= 0 || pattern.indexOf('\\') >= 0) {
      return Condition.UNKNOWN;
    }
    Condition like =
        Condition.of(
            "(" + column.sql() + " IS NOT NULL AND " + column.sql() + " LIKE ? ESCAPE '\\')",
            pattern);
    return new Condition(like.sql(), like.parameters(), exactLike);
  }
}
