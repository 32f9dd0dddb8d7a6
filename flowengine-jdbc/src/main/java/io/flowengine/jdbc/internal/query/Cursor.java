package io.flowengine.jdbc.internal.query;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Order;
import io.flowengine.execution.Value;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a page ended: the order fields and the id of its last record. */
final class Cursor {
  private Cursor() {}

  static String write(List<Order> orders, Function<String, @Nullable Object> fields) {
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

  static List<@Nullable Object> read(String cursor, List<Order> orders) {
    if (!(Value.ofJson(cursor).toObject() instanceof List<?> last)
        || last.size() != orders.size()) {
      throw new InvalidInputException(
          "cursor", "must be one that a page with the same order gave", cursor);
    }
    List<@Nullable Object> keys = new ArrayList<>();
    for (Object key : last) {
      keys.add(key instanceof OffsetDateTime time ? time.toInstant() : key);
    }
    return keys;
  }

  /** {@return true if a record comes behind the keys} */
  static boolean isBehind(
      List<Order> orders, List<@Nullable Object> keys, Function<String, @Nullable Object> fields) {
    for (int i = 0; i < orders.size(); i++) {
      Order order = orders.get(i);
      int result = order.compare(fields.apply(order.field()), keys.get(i));
      if (result != 0) {
        return result > 0;
      }
    }
    return false;
  }
}
