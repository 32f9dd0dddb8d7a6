package io.flowengine.internal.memory;

import io.flowengine.execution.Order;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.Value;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a listing into pages. The cursor holds the order fields and the id of the last record of a
 * page, so the next page starts behind it whatever was created or deleted meanwhile.
 */
final class Pages {
  private Pages() {}

  static <T> Page<T> page(
      Stream<T> all, Query query, Function<T, Function<String, @Nullable Object>> fields) {
    List<Order> orders = new ArrayList<>(query.effectiveOrder());
    orders.add(new Order("id", false));
    List<T> found =
        all.filter(item -> query.filter().matches(fields.apply(item)))
            .filter(behind(orders, query.cursor(), fields))
            .sorted(Order.comparator(orders, fields))
            .limit(query.limit() + 1L)
            .toList();
    boolean more = found.size() > query.limit();
    List<T> items = more ? found.subList(0, query.limit()) : found;
    return new Page<>(items, more ? cursor(orders, fields.apply(items.getLast())) : null);
  }

  private static <T> java.util.function.Predicate<T> behind(
      List<Order> orders,
      @Nullable String cursor,
      Function<T, Function<String, @Nullable Object>> fields) {
    if (cursor == null || !(Value.ofJson(cursor).toObject() instanceof List<?> last)) {
      return item -> true;
    }
    List<@Nullable Object> keys = new ArrayList<>();
    for (Object key : last) {
      keys.add(key instanceof OffsetDateTime time ? time.toInstant() : key);
    }
    Comparator<T> order =
        (item, ignored) -> {
          for (int i = 0; i < orders.size(); i++) {
            int result =
                orders.get(i).compare(fields.apply(item).apply(orders.get(i).field()), keys.get(i));
            if (result != 0) {
              return result;
            }
          }
          return 0;
        };
    return item -> order.compare(item, item) > 0;
  }

  private static String cursor(List<Order> orders, Function<String, @Nullable Object> fields) {
    List<@Nullable Object> keys = new ArrayList<>();
    for (Order order : orders) {
      Object key = fields.apply(order.field());
      keys.add(
          key instanceof Instant || key instanceof Number || key instanceof Boolean || key == null
              ? key
              : key.toString());
    }
    return Value.of(keys).json();
  }
}
