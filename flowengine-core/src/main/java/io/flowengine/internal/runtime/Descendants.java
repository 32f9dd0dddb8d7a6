package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Commit;
import io.flowengine.spi.InboxItem;
import java.time.Instant;
import java.util.Map;

/**
 * Passes a cancellation down the tree, one generation at a time: each child that has not ended gets
 * an item and passes it on itself; behind those that have ended the walk goes deeper. It goes in
 * batches and can be begun again at any time, because an item of the same id is appended once, and
 * a child does not count what comes from its parent twice.
 */
final class Descendants {
  private Descendants() {}

  /** Passes the cancellation of an execution on. What schedules start goes on without them. */
  static void cancel(Services services, ExecutionRecord record, Instant now) {
    if (record.origin().type() != ExecutionType.SCHEDULE) {
      cancel(services, record.id(), now);
    }
  }

  private static void cancel(Services services, ExecutionId parent, Instant now) {
    Query query =
        Query.where(Filter.eq("parent_execution_id", parent.toString())).limit(Query.MAX_LIMIT);
    Value payload =
        Value.of(
            Map.of("from", parent.toString(), "message", "cancelled with its parent " + parent));
    Page<ExecutionRecord> page;
    do {
      page = services.store().executions(query);
      Commit commit = new Commit(services.node());
      for (ExecutionRecord child : page.items()) {
        if (child.status().isEnded()) {
          cancel(services, child.id(), now);
        } else {
          commit.send(
              new InboxItem(child.id(), parent + "/cancel", InboxItem.Kind.CANCEL, payload, now));
        }
      }
      if (!commit.isEmpty()) {
        services.commit(commit);
      }
      query = query.after(page.cursor());
    } while (page.cursor() != null);
  }
}
