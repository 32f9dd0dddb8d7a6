package io.flowengine.internal.handler;

import io.flowengine.execution.Filter;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records that existed when a listing was made. It knows where its pages are recorded and has
 * one of them in memory, the one that was asked for last.
 *
 * @param <T> what a record is to the flow
 */
final class Listed<T> extends AbstractList<T> implements RandomAccess {
  private final Calls calls;
  private final Function<List<List<?>>, List<T>> reader;
  private final List<Page> pages = new ArrayList<>();
  private int size;
  private int held;
  private List<T> elements = List.of();

  /** A page: where its rows are recorded, and which index its first element has. */
  private record Page(String at, long from, int start, int rows) {
    boolean has(int index) {
      return index < start + rows;
    }
  }

  /** What the call {@code list} is told. */
  static Map<String, @Nullable Object> arguments(
      RecordType type, Shown shown, Filter filter, String... order) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("type", type.scriptName());
    arguments.put("filter", filter.toSpec());
    if (order.length > 0) {
      arguments.put("order", List.of(order));
    }
    shown.addTo(arguments);
    return arguments;
  }

  /**
   * Lists records now.
   *
   * @param arguments those of the call {@code list}
   * @param reader makes elements of the rows of a page
   */
  static <T> Listed<T> now(
      Calls calls,
      Map<String, @Nullable Object> arguments,
      Function<List<List<?>>, List<T>> reader) {
    return new Listed<>(calls, calls.call("list", arguments).toMap(), reader);
  }

  private Listed(
      Calls calls, Map<String, @Nullable Object> listed, Function<List<List<?>>, List<T>> reader) {
    this.calls = calls;
    this.reader = reader;
    for (Object each : list(listed.get("pages"))) {
      List<?> page = list(each);
      int rows = ((Long) Objects.requireNonNull(page.get(2))).intValue();
      pages.add(new Page((String) page.get(0), (Long) page.get(1), size, rows));
      size += rows;
    }
    elements = reader.apply(rows(listed.get("rows")));
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }

  private static List<List<?>> rows(@Nullable Object value) {
    List<List<?>> rows = new ArrayList<>();
    list(value).forEach(row -> rows.add(list(row)));
    return rows;
  }

  @Override
  public T get(int index) {
    Objects.checkIndex(index, size);
    int number = index / pages.getFirst().rows; // if all pages are full
    while (!pages.get(number).has(index)) {
      number++;
    }
    Page page = pages.get(number);
    if (number != held) {
      Value rows = calls.call("list.page", Map.of("at", page.at, "from", page.from));
      elements = reader.apply(rows(rows.toObject()));
      held = number;
    }
    return elements.get(index - page.start);
  }

  @Override
  public int size() {
    return size;
  }
}
