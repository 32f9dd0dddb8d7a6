package io.flowengine.internal.runtime;

import io.flowengine.execution.Query;
import io.flowengine.execution.Value;
import io.flowengine.spi.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where in the journal the pages of a listing are; of their rows those of the first. */
final class ListedPages {
  private static final int PAGE = Query.MAX_LIMIT;

  private final List<List<Object>> pages = new ArrayList<>();
  private List<?> first = List.of();
  private long size;

  /** Adds an entry; one with more rows than a page has is several pages. */
  void add(Position at, List<?> rows) {
    for (int from = 0; from < rows.size(); from += PAGE) {
      List<?> page = part(rows, from);
      if (pages.isEmpty()) {
        first = List.copyOf(page);
      }
      pages.add(List.of(at.toString(), from, page.size()));
    }
    size += rows.size();
  }

  /** The rows of a page of an entry. */
  static List<?> part(List<?> rows, int from) {
    return rows.subList(Math.min(from, rows.size()), Math.min(rows.size(), from + PAGE));
  }

  /** How many rows there are. */
  long size() {
    return size;
  }

  /** True if there is more than the first page. */
  boolean isLong() {
    return pages.size() > 1;
  }

  Value toValue() {
    return Value.of(Map.of("pages", pages, "rows", first));
  }
}
