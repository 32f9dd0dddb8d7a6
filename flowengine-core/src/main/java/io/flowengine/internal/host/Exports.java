package io.flowengine.internal.host;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalExport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what an exported journal consists of. */
public final class Exports {
  private Exports() {}

  /**
   * Exports an execution as it is now.
   *
   * @param services the engine
   * @param record the execution
   * @return its journal, and what a replay of it looks at
   */
  public static JournalExport of(Services services, ExecutionRecord record) {
    return of(services, record, services.store().journal(record.id()));
  }

  /**
   * Exports a part of the journal of an execution.
   *
   * @param services the engine
   * @param record the execution
   * @param journal the part, from the beginning
   * @return the part, and what a replay of it looks at
   */
  public static JournalExport of(
      Services services, ExecutionRecord record, List<JournalEntry> journal) {
    Map<ExecutionId, ExecutionRecord> others = new LinkedHashMap<>();
    Query children =
        Query.where(Filter.eq("parent_execution_id", record.id().toString()))
            .limit(Query.MAX_LIMIT);
    Reruns.all(services, children).forEach(child -> others.put(child.id(), child));
    List<ExecutionId> dependencies = services.store().dependencies(record.id());
    services
        .store()
        .executions(dependencies)
        .forEach(dependency -> others.put(dependency.id(), dependency));
    return new JournalExport(
        Protection.redacted(record),
        script(services, record),
        journal,
        others.values().stream().map(Protection::redacted).toList());
  }

  private static @Nullable FlowScript script(Services services, ExecutionRecord record) {
    String hash = record.origin().scriptHash();
    return hash == null ? null : services.catalog().texts().find(hash).orElse(null);
  }
}
