package io.flowengine.jdbc.internal.query;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Order;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordType;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.table.RecordColumns;
import io.flowengine.jdbc.internal.table.RecordTable;
import io.flowengine.spi.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists records page by page. The database filters and sorts as far as it can; what it cannot tell
 * is filtered while its rows are streamed, and what it cannot sort goes through a heap of the size
 * of a page. Either way no more than a page is in memory, however many rows there are.
 *
 * @param <T> what is listed
 */
public final class Listing<T> {
  private final String select;
  private final Condition scope;
  private final Row.Reader<T> reader;
  private final Function<T, Function<String, @Nullable Object>> fields;
  private final RecordType type;

  private Listing(
      String select,
      Condition scope,
      Row.Reader<T> reader,
      Function<T, Function<String, @Nullable Object>> fields,
      RecordType type) {
    this.select = select;
    this.scope = scope;
    this.reader = reader;
    this.fields = fields;
    this.type = type;
  }

  /** {@return a listing of executions} */
  public static Listing<ExecutionRecord> executions() {
    return new Listing<>(
        "SELECT " + RecordColumns.COLUMNS + " FROM {executions} WHERE ",
        Condition.ALWAYS,
        RecordColumns::read,
        record -> record::field,
        RecordType.EXECUTION);
  }

  /** {@return a listing of records of a type} */
  public static Listing<StoredRecord> records(RecordType type) {
    return new Listing<>(
        "SELECT " + RecordTable.COLUMNS + " FROM {records} WHERE ",
        Condition.of("type = ?", type.name()),
        RecordTable::read,
        StoredRecord::fieldReader,
        type);
  }

  /** Reads a page. */
  public Page<T> page(Session session, Query query) throws SQLException {
    List<Order> orders = new ArrayList<>(query.effectiveOrder());
    orders.add(new Order("id", false));
    List<@Nullable Object> last =
        query.cursor() == null ? null : Cursor.read(query.cursor(), orders);
    OrderSql order = OrderSql.of(orders, columns(session));
    List<T> found =
        order == null
            ? smallest(session, query, orders, last)
            : inOrder(session, query, order, last);
    boolean more = found.size() > query.limit();
    List<T> items = more ? found.subList(0, query.limit()) : found;
    return new Page<>(items, more ? Cursor.write(orders, fields.apply(items.getLast())) : null);
  }

  private Function<String, @Nullable Column> columns(Session session) {
    return Column.of(type, session.payloads().areEncoded());
  }

  private Condition filter(Session session, Query query) {
    return new FilterSql(columns(session), session.dialect().hasExactLike())
        .translate(query.filter());
  }

  private List<T> inOrder(
      Session session, Query query, OrderSql order, @Nullable List<@Nullable Object> last)
      throws SQLException {
    Condition filter = filter(session, query);
    Condition behind = last == null ? Condition.ALWAYS : order.behind(last);
    Condition where = Condition.join(" AND ", List.of(scope, filter, behind), Condition.ALWAYS);
    int wanted = query.limit() + 1;
    String limit = filter.isExact() ? " LIMIT " + wanted : "";
    Binding rows = session.prepare(select + where.sql() + " ORDER BY " + order.sql() + limit);
    where.bind(rows);
    List<T> found = new ArrayList<>();
    rows.each(
        row -> {
          T item = reader.read(row);
          if (filter.isExact() || query.filter().matches(fields.apply(item))) {
            found.add(item);
          }
          return found.size() < wanted;
        });
    return found;
  }

  /** A row with its fields, which may be costly to make. */
  private record Candidate<T>(T item, Function<String, @Nullable Object> fields) {}

  private List<T> smallest(
      Session session, Query query, List<Order> orders, @Nullable List<@Nullable Object> last)
      throws SQLException {
    Condition filter = filter(session, query);
    Condition where = Condition.join(" AND ", List.of(scope, filter), Condition.ALWAYS);
    Comparator<Candidate<T>> comparator = Order.comparator(orders, Candidate::fields);
    PriorityQueue<Candidate<T>> greatest = new PriorityQueue<>(comparator.reversed());
    Binding rows = session.prepare(select + where.sql());
    where.bind(rows);
    rows.each(
        row -> {
          T item = reader.read(row);
          Candidate<T> candidate = new Candidate<>(item, fields.apply(item));
          if (query.filter().matches(candidate.fields)
              && (last == null || Cursor.isBehind(orders, last, candidate.fields))) {
            greatest.add(candidate);
            if (greatest.size() > query.limit() + 1) {
              greatest.remove();
            }
          }
          return true;
        });
    return greatest.stream().sorted(comparator).map(Candidate::item).toList();
  }
}
