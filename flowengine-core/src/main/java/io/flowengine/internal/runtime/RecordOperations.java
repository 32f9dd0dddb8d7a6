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
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls on records: {@code load}, {@code exists}, {@code save_record}, {@code delete}, {@code
 * list}.
 */
final class RecordOperations {
  private static final int PAGE = Query.MAX_LIMIT;
  private static final int MOST_LISTED = 1_000_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT);

  private RecordOperations() {}

  private static RecordRef ref(Arguments in) {
    RecordType type = RecordType.of(in.text("type"));
    RecordFields.requireAvailable(type);
    String by = in.has("by") ? in.text("by") : "name";
    if (!by.equals("id") && !by.equals("name")) {
      throw new InvalidInputException("by", "must be 'id' or 'name'", by);
    }
    return new RecordRef(type, by, in.text("select").strip());
  }

  static Value exists(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(Set.of("type", "by", "select", "allow_normal", "allow_deleted"), Set.of());
    RecordRef ref = ref(in);
    return run.read(
        FlowRun.describe(Kind.READ, name, ref.select(), arguments),
        () -> Value.of(find(run, ref, in).isPresent()));
  }

  static Value load(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(
                Set.of("type", "by", "select", "fields", "allow_normal", "allow_deleted"),
                Set.of());
    RecordRef ref = ref(in);
    Call call = FlowRun.describe(Kind.READ, name, ref.select(), arguments);
    if (ref.type() == RecordType.EXECUTION) {
      return loadExecution(run, call, ref);
    }
    return run.read(
        call,
        () -> Value.of(find(run, ref, in).orElseThrow(() -> new ResourceNotFoundException(ref))));
  }

  /**
   * Inputs and outputs of an ended execution never change, so they are read again on replay instead
   * of being recorded.
   */
  private static Value loadExecution(FlowRun run, Call call, RecordRef ref) {
    Value loaded =
        run.read(
            call,
            () -> {
              ExecutionRecord record = execution(run, ref);
              return Value.of(RecordFields.of(record, !record.status().isEnded()));
            });
    Map<String, @Nullable Object> fields = loaded.toMap();
    if (fields.containsKey("output_value")) {
      return loaded;
    }
    ExecutionRecord ended =
        execution(run, new RecordRef(RecordType.EXECUTION, "id", String.valueOf(fields.get("id"))));
    fields.put("input_value", ended.attributes().inputs());
    fields.put("output_value", ended.state().outputs());
    return Value.of(fields);
  }

  private static ExecutionRecord execution(FlowRun run, RecordRef ref) {
    if (ref.by().equals("id")) {
      if (ref.select().equals(run.id().toString())) {
        return run.record();
      }
      List<ExecutionRecord> found =
          ExecutionId.isId(ref.select())
              ? run.services().store().executions(List.of(ExecutionId.of(ref.select())))
              : List.of();
      return found.stream().findFirst().orElseThrow(() -> new ResourceNotFoundException(ref));
    }
    Query byName = Query.where(Filter.eq("name", ref.select())).orderBy("-created_at").limit(1);
    return run.services().store().executions(byName).items().stream()
        .findFirst()
        .orElseThrow(() -> new ResourceNotFoundException(ref));
  }

  private static Optional<Map<String, @Nullable Object>> find(
      FlowRun run, RecordRef ref, Arguments in) {
    boolean normal = in.flag("allow_normal", true);
    boolean deleted = in.flag("allow_deleted", false);
    switch (ref.type()) {
      case EXECUTION -> {
        try {
          return Optional.of(RecordFields.of(execution(run, ref), true));
        } catch (ResourceNotFoundException e) {
          return Optional.empty();
        }
      }
      case FLOW -> {
        return run.services().catalog().find(ref.select()).map(RecordOperations::flowFields);
      }
      default -> {
        return run.services()
            .store()
            .record(ref)
            .filter(record -> record.deleted() ? deleted : normal)
            .map(RecordFields::of);
      }
    }
  }

  private static Map<String, @Nullable Object> flowFields(FlowDefinition flow) {
    Map<String, @Nullable Object> fields = RecordFields.empty(RecordType.FLOW);
    fields.put("id", flow.name());
    fields.put("name", flow.name());
    fields.put("script", flow.script() == null ? null : flow.script().text());
    fields.put("is_deleted", false);
    fields.put("is_readonly", true);
    return fields;
  }

  static Value save(FlowRun run, String name, Value arguments) {
    return save(run, name, arguments, true);
  }

  static Value update(FlowRun run, String name, Value arguments) {
    return save(run, name, arguments, false);
  }

  private static Value save(FlowRun run, String name, Value arguments, boolean creates) {
    Arguments in =
        new Arguments(arguments).only(Set.of("type", "by", "select", "fields"), Set.of());
    RecordRef ref = ref(in);
    Map<String, @Nullable Object> fields = in.map("fields");
    RecordFields.requireWritable(ref.type(), fields);
    Call call = FlowRun.describe(Kind.WRITE, name, ref.select(), arguments);
    return run.write(
        call,
        () -> {
          Optional<StoredRecord> current =
              run.services().store().record(ref).filter(record -> !record.deleted());
          if (current.isEmpty() && (!creates || ref.by().equals("id"))) {
            throw new ResourceNotFoundException(ref);
          }
          StoredRecord saved = saved(run, ref, current.orElse(null), fields);
          long expected = current.map(StoredRecord::version).orElse(0L);
          return new FlowRun.Change(
              Value.of(RecordFields.of(saved)),
              run.record(),
              commit -> commit.write(saved, expected));
        });
  }

  private static StoredRecord saved(
      FlowRun run,
      RecordRef ref,
      @Nullable StoredRecord current,
      Map<String, @Nullable Object> changes) {
    Instant now = run.instant();
    Map<String, @Nullable Object> fields =
        current == null ? new LinkedHashMap<>() : current.fields().toMap();
    if (current == null) {
      fields.put("created_at", now);
      fields.put("created_by", run.id().toString());
      if (ref.type() != RecordType.PROJECT) {
        fields.put("project_id", run.record().attributes().projectId());
      }
    }
    fields.put("modified_at", now);
    fields.put("modified_by", run.id().toString());
    String name = current == null ? Arguments.checkedName("name", ref.select()) : current.name();
    for (Map.Entry<String, @Nullable Object> change : changes.entrySet()) {
      if (change.getKey().equals("name")) {
        name = Arguments.checkedName("name", String.valueOf(change.getValue()));
      } else {
        Value stored = Value.of(change.getKey(), change.getValue());
        fields.put(
            change.getKey(),
            RecordFields.isUntagged(ref.type(), change.getKey()) ? stored.untagged() : stored);
      }
    }
    String id = current == null ? run.services().newId().toString() : current.id();
    return new StoredRecord(
        ref.type(), id, name, false, current == null ? 1 : current.version() + 1, Value.of(fields));
  }

  static Value delete(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("type", "by", "select"), Set.of());
    RecordRef ref = ref(in);
    RecordFields.requireWritable(ref.type(), Map.of());
    return run.write(
        FlowRun.describe(Kind.WRITE, name, ref.select(), arguments),
        () -> {
          StoredRecord current =
              run.services()
                  .store()
                  .record(ref)
                  .filter(record -> !record.deleted())
                  .orElseThrow(() -> new ResourceNotFoundException(ref));
          Map<String, @Nullable Object> fields = current.fields().toMap();
          fields.put("deleted_at", run.instant());
          fields.put("deleted_by", run.id().toString());
          StoredRecord deleted =
              new StoredRecord(
                  current.type(),
                  current.id(),
                  current.name(),
                  true,
                  current.version() + 1,
                  Value.of(fields));
          return new FlowRun.Change(
              Value.NULL,
              run.record(),
              commit -> {
                commit.write(deleted, current.version());
                commit.notify(LockQueue.deletion(current.id()));
              });
        });
  }

  /**
   * Each page is an entry of its own and durable before the next is read. The listing holds what
   * existed when it started.
   */
  static Value list(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(Set.of("type", "filter", "order", "allow_normal", "allow_deleted"), Set.of());
    RecordType type = RecordType.of(in.text("type"));
    Query query = query(type, in);
    List<@Nullable Object> rows = new ArrayList<>();
    String cursor = null;
    Instant started = run.clock();
    do {
      String from = cursor;
      Call call = FlowRun.describe(Kind.READ, name, type.scriptName(), arguments);
      Map<String, @Nullable Object> page =
          run.read(call, () -> page(run, type, query.after(from), started, in)).toMap();
      rows.addAll((List<?>) requireNonNull(page.get("rows")));
      cursor = (String) page.get("next");
      if (rows.size() > MOST_LISTED) {
        throw new InvalidInputException(
            "the listing has more than 1,000,000 records; use a filter");
      }
    } while (cursor != null);
    return Value.of(rows);
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
    boolean normal = in.flag("allow_normal", true);
    boolean deleted = in.flag("allow_deleted", false);
    List<Filter> filters = new ArrayList<>(List.of(query.filter()));
    if (!normal || !deleted) {
      filters.add(Filter.eq("is_deleted", !normal));
    }
    if (type != RecordType.FLOW) {
      filters.add(new Filter.Condition("created_at", Filter.Op.LE, started));
    }
    Query effective =
        new Query(new Filter.And(filters), query.order(), query.limit(), query.cursor());
    List<Object> rows = new ArrayList<>();
    String next;
    if (type == RecordType.EXECUTION) {
      Page<ExecutionRecord> page = run.services().store().executions(effective);
      page.items()
          .forEach(
              record ->
                  rows.add(
                      List.of(
                          record.id().toString(),
                          record.name(),
                          record.status().name(),
                          record.origin().type().name())));
      next = page.cursor();
    } else if (type == RecordType.FLOW) {
      flows(run, effective).forEach(flow -> rows.add(List.of(flow, flow)));
      next = null;
    } else {
      RecordFields.requireWritable(type, Map.of());
      Page<StoredRecord> page = run.services().store().records(type, effective);
      page.items().forEach(record -> rows.add(List.of(record.id(), record.name())));
      next = page.cursor();
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("rows", rows);
    result.put("next", next);
    return Value.of(result);
  }

  private static List<String> flows(FlowRun run, Query query) {
    return run.services().catalog().names().stream()
        .filter(
            flow ->
                query
                    .filter()
                    .matches(
                        field ->
                            field.equals("name") || field.equals("id")
                                ? flow
                                : field.equals("is_deleted") ? (Object) false : null))
        .toList();
  }

  static String time(Instant instant) {
    return TIME.format(instant.atOffset(ZoneOffset.UTC));
  }
}
