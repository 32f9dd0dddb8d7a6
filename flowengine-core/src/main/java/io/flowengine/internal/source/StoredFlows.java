package io.flowengine.internal.source;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.StoreQueries;
import io.flowengine.spi.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Flows that other flows have saved as records. */
public final class StoredFlows {
  /** The field that names the language of the script. */
  public static final String LANGUAGE = "_language";

  private final StoreQueries store;

  StoredFlows(StoreQueries store) {
    this.store = store;
  }

  /** Finds the record of a flow by id or name. */
  Optional<StoredRecord> find(String flow) {
    Optional<StoredRecord> byId =
        ExecutionId.isId(flow)
            ? store.record(new RecordRef(RecordType.FLOW, "id", flow))
            : Optional.empty();
    return byId.or(() -> store.record(RecordRef.of(RecordType.FLOW, flow)))
        .filter(record -> !record.deleted());
  }

  /** The script that a record holds; empty if it holds none. */
  static Optional<FlowScript> script(StoredRecord record) {
    Map<String, @Nullable Object> fields = record.fields().toMap();
    return fields.get("script") instanceof String text
            && fields.get(LANGUAGE) instanceof String language
        ? Optional.of(new FlowScript(record.name(), language, "<flow " + record.name() + ">", text))
        : Optional.empty();
  }

  /** The names of all stored flows, sorted. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    Query query = Query.where(Filter.eq("is_deleted", false)).limit(Query.MAX_LIMIT);
    do {
      Page<StoredRecord> page = store.records(RecordType.FLOW, query);
      page.items().forEach(record -> names.add(record.name()));
      query = query.after(page.cursor());
    } while (query.cursor() != null);
    return names;
  }
}
