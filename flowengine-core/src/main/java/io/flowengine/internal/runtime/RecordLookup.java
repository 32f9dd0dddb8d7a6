package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.internal.record.RecordFields;
import io.flowengine.internal.source.Attachments;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a record, wherever records of its type are.
 *
 * @param run the flow that looks
 * @param normal true to find records that are not deleted
 * @param deleted true to find deleted ones; by name, the one that was deleted last, unless there is
 *     one that is not deleted and may be found
 */
record RecordLookup(FlowRun run, boolean normal, boolean deleted) {

  private Store store() {
    return run.services().store();
  }

  Optional<Map<String, @Nullable Object>> fields(RecordRef ref) {
    return switch (ref.type()) {
      case EXECUTION -> execution(ref).map(RecordFields::of);
      case FLOW -> installed(ref).or(() -> stored(ref).map(RecordFields::of));
      default -> stored(ref).map(record -> RecordFields.of(record, run.services()));
    };
  }

  /** A flow that is no record. */
  private Optional<Map<String, @Nullable Object>> installed(RecordRef ref) {
    return normal
        ? run.services().catalog().installed(ref.select()).map(this::installed)
        : Optional.empty();
  }

  private Map<String, @Nullable Object> installed(FlowDefinition flow) {
    Map<String, @Nullable Object> fields = RecordFields.of(flow);
    Attachments attachments = run.services().catalog().attachments();
    fields.put("wrapper_id", attachments.wrapperOf(flow));
    fields.putAll(attachments.saidOf(flow));
    return fields;
  }

  private Optional<StoredRecord> stored(RecordRef ref) {
    Optional<StoredRecord> found =
        store().record(ref).filter(record -> record.deleted() ? deleted : normal);
    if (found.isPresent() || !deleted || ref.by().equals("id")) {
      return found;
    }
    Filter filter =
        new Filter.And(List.of(Filter.eq("name", ref.select()), Filter.eq("is_deleted", true)));
    return store()
        .records(ref.type(), Query.where(filter).orderBy("-deleted_at").limit(1))
        .items()
        .stream()
        .findFirst();
  }

  Optional<ExecutionRecord> execution(RecordRef ref) {
    Optional<ExecutionRecord> found;
    if (!ref.by().equals("id")) {
      Filter named = Filter.eq("name", ref.select());
      Filter filter =
          deleted && normal
              ? named
              : new Filter.And(List.of(named, Filter.eq("is_deleted", deleted)));
      found =
          store().executions(Query.where(filter).orderBy("-created_at").limit(1)).items().stream()
              .findFirst();
    } else if (ref.select().equals(run.id().toString())) {
      found = Optional.of(run.record());
    } else if (ExecutionId.isId(ref.select())) {
      found = store().executions(List.of(ExecutionId.of(ref.select()))).stream().findFirst();
    } else {
      found = Optional.empty();
    }
    return found.filter(
        record -> Boolean.TRUE.equals(record.field("is_deleted")) ? deleted : normal);
  }
}
