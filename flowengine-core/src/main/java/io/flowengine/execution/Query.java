package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records to list, in which order, and from where on. Immutable.
 *
 * @param filter which records
 * @param order in which order; empty for {@code created_at}
 * @param limit how many at most in one page; 1 to {@value #MAX_LIMIT}
 * @param cursor where the page starts, as {@link Page#next()} gave it; null for the first page
 */
public record Query(Filter filter, List<Order> order, int limit, @Nullable String cursor) {
  /** The greatest size of a page. */
  public static final int MAX_LIMIT = 1000;

  private static final Query ALL = new Query(Filter.all(), List.of(), 100, null);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code limit < 1} or {@code limit > 1000}
   */
  public Query {
    requireNonNull(filter, "filter");
    order = List.copyOf(order);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be in 1.." + MAX_LIMIT + ", was " + limit);
    }
  }

  /** {@return a query for all records, oldest first, in pages of 100} */
  public static Query all() {
    return ALL;
  }

  /**
   * Starts a query with a filter.
   *
   * @param filter which records
   * @return the query
   */
  public static Query where(Filter filter) {
    return new Query(filter, List.of(), 100, null);
  }

  /**
   * Gives a copy with another order.
   *
   * @param fields the fields, most important first, with a leading {@code -} for descending
   * @return the copy
   */
  public Query orderBy(String... fields) {
    return new Query(filter, Arrays.stream(fields).map(Order::of).toList(), limit, cursor);
  }

  /**
   * Gives a copy with another page size.
   *
   * @param limit how many at most; 1 to 1000
   * @return the copy
   */
  public Query limit(int limit) {
    return new Query(filter, order, limit, cursor);
  }

  /**
   * Gives a copy that starts elsewhere.
   *
   * @param cursor as {@link Page#next()} gave it; null for the first page
   * @return the copy
   */
  public Query after(@Nullable String cursor) {
    return new Query(filter, order, limit, cursor);
  }

  /** {@return the effective orders: those asked for, else {@code created_at}} */
  public List<Order> effectiveOrder() {
    return order.isEmpty() ? List.of(new Order("created_at", false)) : order;
  }

  /**
   * Refuses fields that the listed records do not have.
   *
   * @param known the names of their fields
   * @throws InvalidInputException if filter or order names another one
   */
  public void requireFields(Set<String> known) {
    filter.requireFields(known);
    for (Order by : order) {
      if (!known.contains(by.field())) {
        throw new InvalidInputException(
            "order", "must be one of " + known.stream().sorted().toList(), by.field());
      }
    }
  }
}
