package io.flowengine.jdbc.internal.query;

import io.flowengine.execution.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Orders in SQL, and the condition that a record comes behind another one. Null comes last. */
final class OrderSql {
  private record Key(Column column, boolean descending) {}

  private final List<Key> keys;

  private OrderSql(List<Key> keys) {
    this.keys = keys;
  }

  /** Translates orders; null if one of them is by a field that is no column. */
  static @Nullable OrderSql of(List<Order> orders, Function<String, @Nullable Column> columns) {
    List<Key> keys = new ArrayList<>();
    for (Order order : orders) {
      Column column = columns.apply(order.field());
      if (column == null) {
        return null;
      }
      keys.add(new Key(column, order.descending()));
    }
    return new OrderSql(keys);
  }

  String sql() {
    return keys.stream()
        .map(key -> key.column.sql() + (key.descending ? " DESC" : "") + " NULLS LAST")
        .collect(Collectors.joining(", "));
  }

  /** Behind the last of a page: equal in the first keys and behind in the next, for some next. */
  Condition behind(List<@Nullable Object> last) {
    List<Condition> any = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      List<Condition> all = new ArrayList<>();
      for (int equal = 0; equal < i; equal++) {
        all.add(same(keys.get(equal), last.get(equal)));
      }
      all.add(behind(keys.get(i), last.get(i)));
      any.add(Condition.join(" AND ", all, Condition.ALWAYS));
    }
    return Condition.join(" OR ", any, Condition.NEVER);
  }

  private static Condition same(Key key, @Nullable Object value) {
    String column = key.column.sql();
    return value == null
        ? Condition.of(column + " IS NULL")
        : Condition.of(column + " = ?", parameter(value));
  }

  private static Condition behind(Key key, @Nullable Object value) {
    if (value == null) {
      return Condition.NEVER;
    }
    String column = key.column.sql();
    return Condition.of(
        "(" + column + (key.descending ? " < ?" : " > ?") + " OR " + column + " IS NULL)",
        parameter(value));
  }

  private static Object parameter(Object value) {
    return value instanceof Boolean flag ? (Long) (flag ? 1L : 0L) : value;
  }
}
