package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * By which field a listing is ordered. Null comes last in either direction; ties are ordered by id.
 *
 * @param field the field
 * @param descending true for the greatest first
 */
public record Order(String field, boolean descending) {
  /** Checks presence. */
  public Order {
    requireNonNull(field, "field");
  }

  /**
   * Reads the form that scripts use.
   *
   * @param text a field, with a leading {@code -} for descending
   * @return the order
   */
  public static Order of(String text) {
    return text.startsWith("-") ? new Order(text.substring(1), true) : new Order(text, false);
  }

  /**
   * Compares two records under several orders.
   *
   * @param orders the orders, most important first
   * @param fields gives the value of a field of a record
   * @param <T> the type of the records
   * @return the comparator; records that tie under all orders are equal
   */
  public static <T> Comparator<T> comparator(
      List<Order> orders, Function<T, Function<String, @Nullable Object>> fields) {
    return (a, b) -> {
      for (Order order : orders) {
        int result =
            order.compare(fields.apply(a).apply(order.field), fields.apply(b).apply(order.field));
        if (result != 0) {
          return result;
        }
      }
      return 0;
    };
  }

  /**
   * Compares two values of the field.
   *
   * @param a one value
   * @param b the other value
   * @return negative if {@code a} comes first
   */
  public int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null) {
      return b == null ? 0 : 1;
    }
    if (b == null) {
      return -1;
    }
    int result =
        Comparison.compare(a, b)
            .orElseGet(() -> a.getClass().getName().compareTo(b.getClass().getName()));
    return descending ? -result : result;
  }
}
