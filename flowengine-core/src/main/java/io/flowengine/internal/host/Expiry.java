package io.flowengine.internal.host;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes top-level executions whose whole tree ended long enough ago, with their descendants and
 * messages, in small batches on a thread of its own. Descendants go first, so that a crash on the
 * way leaves the root, by which the next pass finds what is left. Several engines on one store may
 * do this at the same time.
 */
public final class Expiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final Duration PAUSE = Duration.ofSeconds(60);
  private static final int TREES = 100;
  private static final int BATCH = 500;

  private final Store store;
  private final Environment environment;
  private final Duration retention;
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  private Expiry(Services services, Duration retention) {
    this.store = services.store();
    this.environment = services.environment();
    this.retention = retention;
  }

  /**
   * Begins to remove, now and then every minute.
   *
   * @param services the engine
   * @param retention how long executions are kept after the end of their tree
   * @return to be closed with the engine, before the store
   */
  public static Expiry start(Services services, Duration retention) {
    Expiry expiry = new Expiry(services, retention);
    services.environment().daemon("flowengine-expiry", expiry::run);
    return expiry;
  }

  private void run() {
    thread = Thread.currentThread();
    while (!closed) {
      Instant now = environment.instant();
      try {
        removeEndedBefore(now.minus(retention));
      } catch (EngineClosedException e) {
        LOG.debug("closed meanwhile", e);
      } catch (FlowEngineException e) {
        LOG.warn("expired executions could not be removed; trying again in a minute", e);
      }
      if (!closed) {
        environment.idleUntil(now.plus(PAUSE));
      }
    }
  }

  private void removeEndedBefore(Instant limit) {
    Filter expired =
        new Filter.And(
            List.of(
                Filter.eq("parent_execution_id", null),
                new Filter.Condition("created_at", Filter.Op.LT, limit),
                new Filter.Condition("ended_at", Filter.Op.LT, limit)));
    String cursor = null;
    do {
      Page<ExecutionRecord> roots =
          store.executions(Query.where(expired).limit(TREES).after(cursor));
      for (ExecutionRecord root : roots.items()) {
        if (closed) {
          return;
        }
        List<ExecutionId> tree = endedTree(root.id(), limit);
        if (tree != null) {
          remove(tree);
        }
      }
      cursor = roots.cursor();
    } while (cursor != null);
  }

  /** The tree from its root on; null if something in it has not ended before the limit. */
  private @Nullable List<ExecutionId> endedTree(ExecutionId root, Instant limit) {
    List<ExecutionId> tree = new ArrayList<>(List.of(root));
    for (int at = 0; at < tree.size(); at++) {
      Query children =
          Query.where(Filter.eq("parent_execution_id", tree.get(at).toString()))
              .limit(Query.MAX_LIMIT);
      String cursor = null;
      do {
        Page<ExecutionRecord> page = store.executions(children.after(cursor));
        for (ExecutionRecord child : page.items()) {
          ExecutionRecord.End end = child.state().end();
          if (end == null || !end.at().isBefore(limit)) {
            return null;
          }
          tree.add(child.id());
        }
        cursor = page.cursor();
      } while (cursor != null);
    }
    return tree;
  }

  private void remove(List<ExecutionId> tree) {
    List<ExecutionId> leavesFirst = tree.reversed();
    for (int start = 0; start < leavesFirst.size(); start += BATCH) {
      List<ExecutionId> batch =
          leavesFirst.subList(start, Math.min(leavesFirst.size(), start + BATCH));
      store.remove(batch, messages(batch));
    }
  }

  private List<RecordRef> messages(List<ExecutionId> executions) {
    List<RecordRef> messages = new ArrayList<>();
    List<String> ids = executions.stream().map(ExecutionId::toString).toList();
    Query ofThem =
        Query.where(new Filter.Condition("execution_id", Filter.Op.IN, ids))
            .orderBy("id")
            .limit(Query.MAX_LIMIT);
    String cursor = null;
    do {
      Page<StoredRecord> page = store.records(RecordType.MESSAGE, ofThem.after(cursor));
      page.items().forEach(message -> messages.add(RecordRef.of(RecordType.MESSAGE, message.id())));
      cursor = page.cursor();
    } while (cursor != null);
    return messages;
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      environment.unpark(running);
    }
  }
}
