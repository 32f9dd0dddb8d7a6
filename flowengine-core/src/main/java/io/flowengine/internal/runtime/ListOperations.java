package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Order;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.record.RecordFields;
import io.flowengine.internal.source.Catalog;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.Position;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls on many records: {@code list}, {@code list.page} and {@code load_records}.
 *
 * <p>A listing is in the journal, page by page, and only there: {@code list} tells where, and a
 * page is read from the journal when it is asked for, on replay too. So a listing of any length
 * takes the memory of one page.
 */
final class ListOperations {
  private static final int PAGE = Query.MAX_LIMIT;
  private static final int MOST_LISTED = 1_000_000;

  private ListOperations() {}

  /**
   * Each page is an entry of its own. The listing holds what existed when it started.
   *
   * @return {@code pages}, of each the position of its entry, how many rows to leave out there, and
   *     how many rows it has; and {@code rows}, those of the first page
   */
  static Value list(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(Set.of("type", "filter", "order", "allow_normal", "allow_deleted"), Set.of());
    RecordType type = RecordType.of(in.text("type"));
    Query query = query(type, in);
    ListedPages listed = new ListedPages();
    String cursor = null;
    Instant started = run.clock();
    do {
      String from = cursor;
      Call call = run.describe(Kind.READ, name, type.scriptName(), arguments);
      Map<String, @Nullable Object> page =
          run.read(
                  call,
                  () -> {
                    Permission.require(run, Access.LIST, RecordRef.of(type, "*"));
                    return page(run, type, query.after(from), started, in);
                  })
              .toMap();
      listed.add(run.journal().last(), (List<?>) requireNonNull(page.get("rows")));
      cursor = (String) page.get("next");
      if (listed.size() > MOST_LISTED) {
        throw new InvalidInputException(
            "the listing has more than 1,000,000 records; use a filter");
      }
      if (cursor != null || listed.isLong()) {
        run.flush(); // so that it need not be kept
      }
    } while (cursor != null);
    return listed.toValue();
  }

  /** Reads a page of a listing that this execution has made. */
  static Value page(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("at", "from"), Set.of());
    Position at = Position.of(in.text("at"));
    JournalEntry entry = run.services().store().entry(run.id(), at).orElse(null);
    if (entry == null
        || !entry.call().name().equals("list")
        || !(entry.result() instanceof JournalEntry.Returned returned)) {
      throw new InvalidInputException("at", "must be the position of a page of a listing", at);
    }
    List<?> rows = (List<?>) requireNonNull(returned.value().toMap().get("rows"));
    return Value.of(ListedPages.part(rows, in.integer("from", 0)));
  }

  private static Query query(RecordType type, Arguments in) {
    List<Order> orders = new ArrayList<>();
    Object order = in.get("order");
    if (order instanceof String text) {
      orders.add(Order.of(text));
    } else if (order instanceof List<?> texts) {
      texts.forEach(text -> orders.add(Order.of(String.valueOf(text))));
    } else if (order != null) {
      throw new InvalidInputException("order", "must be text or a list of text", order);
    }
    Query query = new Query(Filter.of(in.get("filter")), orders, PAGE, null);
    query.requireFields(RecordFields.names(type));
    return query;
  }

  private static Value page(
      FlowRun run, RecordType type, Query query, Instant started, Arguments in) {
    Query effective = limited(type, query, started, in);
    List<Object> rows = new ArrayList<>();
    String next = null;
    if (type == RecordType.EXECUTION) {
      Page<ExecutionRecord> page = run.services().store().executions(effective);
      page.items().forEach(record -> rows.add(row(record)));
      next = page.cursor();
    } else if (type == RecordType.FLOW) {
      List<Map<String, @Nullable Object>> flows = flows(run);
      flows.removeIf(flow -> !effective.filter().matches(flow::get));
      flows.sort(Order.comparator(effective.effectiveOrder(), flow -> flow::get));
      flows.forEach(
          flow ->
              rows.add(List.of(String.valueOf(flow.get("id")), String.valueOf(flow.get("name")))));
    } else {
      Page<StoredRecord> page = run.services().store().records(type, effective);
      page.items().forEach(record -> rows.add(List.of(record.id(), record.name())));
      next = page.cursor();
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("rows", rows);
    result.put("next", next);
    return Value.of(result);
  }

  private static List<String> row(ExecutionRecord record) {
    return List.of(
        record.id().toString(),
        record.name(),
        record.status().name(),
        record.origin().type().name());
  }

  /** The query, for what the caller may see and what existed when the listing started. */
  private static Query limited(RecordType type, Query query, Instant started, Arguments in) {
    boolean normal = in.flag("allow_normal", true);
    boolean deleted = in.flag("allow_deleted", false);
    List<Filter> filters = new ArrayList<>(List.of(query.filter()));
    if (!normal || !deleted) {
      filters.add(Filter.eq("is_deleted", !normal));
    }
    if (type != RecordType.FLOW) {
      filters.add(new Filter.Condition("created_at", Filter.Op.LE, started));
    }
    return new Query(new Filter.And(filters), query.order(), query.limit(), query.cursor());
  }

  /** All flows: those that the host has installed, and those that are records. */
  private static List<Map<String, @Nullable Object>> flows(FlowRun run) {
    Catalog catalog = run.services().catalog();
    List<Map<String, @Nullable Object>> flows = new ArrayList<>();
    for (String name : catalog.installedNames()) {
      catalog.installed(name).map(RecordFields::of).ifPresent(flows::add);
    }
    Query stored = Query.all().limit(PAGE);
    do {
      Page<StoredRecord> page = run.services().store().records(RecordType.FLOW, stored);
      page.items().forEach(record -> flows.add(RecordFields.of(record)));
      stored = stored.after(page.cursor());
    } while (stored.cursor() != null);
    return flows;
  }

  /** Loads up to a page of records at once, in the order of their ids; null for a missing one. */
  static Value loadRecords(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(Set.of("type", "ids", "allow_normal", "allow_deleted"), Set.of());
    RecordType type = RecordType.of(in.text("type"));
    if (!(in.get("ids") instanceof List<?> ids) || ids.size() > PAGE) {
      throw new InvalidInputException("ids", "must be a list of at most " + PAGE, in.get("ids"));
    }
    boolean normal = in.flag("allow_normal", true);
    boolean deleted = !normal || in.flag("allow_deleted", false);
    Call call = run.describe(Kind.READ, name, type.scriptName(), arguments);
    return run.read(
        call,
        () -> {
          Permission.require(run, Access.LIST, RecordRef.of(type, "*"));
          Map<String, Map<String, @Nullable Object>> found = found(run, type, ids);
          List<@Nullable Object> loaded = new ArrayList<>();
          for (Object id : ids) {
            Map<String, @Nullable Object> fields = found.get(String.valueOf(id));
            boolean isDeleted = fields != null && Boolean.TRUE.equals(fields.get("is_deleted"));
            loaded.add((isDeleted ? deleted : normal) ? fields : null);
          }
          return Value.of(loaded);
        });
  }

  private static Map<String, Map<String, @Nullable Object>> found(
      FlowRun run, RecordType type, List<?> ids) {
    Map<String, Map<String, @Nullable Object>> found = new HashMap<>();
    if (type == RecordType.EXECUTION) {
      List<ExecutionId> executions =
          ids.stream().map(id -> ExecutionId.of(String.valueOf(id))).toList();
      run.services()
          .store()
          .executions(executions)
          .forEach(record -> found.put(record.id().toString(), RecordFields.of(record)));
    } else if (type == RecordType.FLOW) {
      RecordLookup lookup = new RecordLookup(run, true, false);
      ids.forEach(
          id ->
              lookup
                  .fields(new RecordRef(type, "id", String.valueOf(id)))
                  .ifPresent(fields -> found.put(String.valueOf(id), fields)));
    } else {
      Query query = Query.where(new Filter.Condition("id", Filter.Op.IN, ids)).limit(PAGE);
      run.services()
          .store()
          .records(type, query)
          .items()
          .forEach(record -> found.put(record.id(), RecordFields.of(record, run.services())));
    }
    return found;
  }
}
