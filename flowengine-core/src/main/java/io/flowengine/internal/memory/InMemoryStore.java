package io.flowengine.internal.memory;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Position;
import io.flowengine.spi.Standing;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in memory, in the form a database would keep it: immutable records and
 * stored-form values, so nothing that a flow or host changes later can change it. Leases, fencing
 * and wake-ups work as in any store, and the store outlives the engines that use it, so a second
 * engine can go on where a first one was abandoned.
 *
 * <p>One lock guards it all. Every operation holds it for a few microseconds at most, except
 * listings, which copy references under it and filter outside. Listeners are called after the lock
 * was given back.
 */
public final class InMemoryStore implements Store {
  private final Object lock = new Object();
  private final Tables tables = new Tables();
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();

  /** Makes an empty store. */
  public InMemoryStore() {}

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    CommitResult result;
    synchronized (lock) {
      result = tables.apply(commit, now);
    }
    if (result instanceof CommitResult.Committed committed && listeners.size() > 1) {
      tell(commit, committed);
    }
    return result;
  }

  private void tell(Commit commit, CommitResult.Committed committed) {
    ExecutionRecord update = commit.update();
    for (Map.Entry<String, Listener> entry : listeners.entrySet()) {
      if (entry.getKey().equals(commit.node())) {
        continue;
      }
      if (!committed.woken().isEmpty()) {
        entry.getValue().due(committed.woken());
      }
      if (!committed.stirred().isEmpty()) {
        entry.getValue().stirred(committed.stirred());
      }
      if (update != null && update.status().isEnded()) {
        entry.getValue().ended(update.id());
      }
    }
  }

  @Override
  public List<Claim> claim(Claim.Request request) {
    synchronized (lock) {
      return tables.claim(request);
    }
  }

  @Override
  public List<ExecutionId> renew(String node, Instant now, Instant until) {
    synchronized (lock) {
      NodeLease lease = tables.node(node);
      lease.until = until;
      return lease.held.stream().filter(Slot::hasNews).map(slot -> slot.record.id()).toList();
    }
  }

  @Override
  public List<ExecutionId> held(String node) {
    synchronized (lock) {
      return tables.node(node).held.stream().map(slot -> slot.record.id()).toList();
    }
  }

  @Override
  public void leave(String node) {
    synchronized (lock) {
      tables.node(node).until = Instant.MIN;
    }
  }

  @Override
  public boolean release(ExecutionId execution, Instant now) {
    synchronized (lock) {
      return tables.release(execution, now);
    }
  }

  @Override
  public void remove(Collection<ExecutionId> executions, Collection<RecordRef> records) {
    synchronized (lock) {
      tables.remove(executions, records);
    }
  }

  @Override
  public List<Due> due(Instant until, int limit) {
    synchronized (lock) {
      return tables.due.until(until, limit);
    }
  }

  @Override
  public Runnable subscribe(String node, Listener listener) {
    listeners.put(node, listener);
    return () -> listeners.remove(node, listener);
  }

  @Override
  public List<ExecutionRecord> executions(Collection<ExecutionId> ids) {
    synchronized (lock) {
      List<ExecutionRecord> found = new ArrayList<>(ids.size());
      for (ExecutionId id : ids) {
        Slot slot = tables.slots.get(id);
        if (slot != null) {
          found.add(slot.record);
        }
      }
      return found;
    }
  }

  @Override
  public Page<ExecutionRecord> executions(Query query) {
    List<ExecutionRecord> candidates;
    synchronized (lock) {
      ExecutionId parent = parentIn(query.filter());
      Slot slot = parent == null ? null : tables.slots.get(parent);
      Collection<Slot> all =
          parent == null ? tables.slots.values() : slot == null ? List.of() : slot.children();
      candidates = all.stream().map(each -> each.record).toList();
    }
    return Pages.page(candidates.stream(), query, record -> record::field);
  }

  /**
   * The parent that a filter asks for, so that listing the children of one execution does not look
   * at all others.
   */
  private static @Nullable ExecutionId parentIn(Filter filter) {
    if (filter instanceof Filter.And and) {
      return and.all().stream()
          .map(InMemoryStore::parentIn)
          .filter(id -> id != null)
          .findFirst()
          .orElse(null);
    }
    return filter instanceof Filter.Condition condition
            && condition.field().equals("parent_execution_id")
            && condition.op() == Filter.Op.EQ
            && condition.value() instanceof String id
            && ExecutionId.isId(id)
        ? ExecutionId.of(id)
        : null;
  }

  @Override
  public Optional<Standing> standing(ExecutionId id) {
    synchronized (lock) {
      return Optional.ofNullable(tables.slots.get(id)).map(Slot::standing);
    }
  }

  @Override
  public Map<ExecutionId, List<JournalEntry>> journals(Collection<ExecutionId> ids) {
    Map<ExecutionId, List<JournalEntry>> journals = new HashMap<>();
    synchronized (lock) {
      for (ExecutionId id : ids) {
        Slot slot = tables.slots.get(id);
        if (slot != null && !slot.journal().isEmpty()) {
          journals.put(id, List.copyOf(slot.journal()));
        }
      }
    }
    return journals;
  }

  @Override
  public Optional<JournalEntry> entry(ExecutionId id, Position position) {
    synchronized (lock) {
      return Optional.ofNullable(tables.slots.get(id)).flatMap(slot -> slot.entry(position));
    }
  }

  @Override
  public List<InboxItem> inbox(ExecutionId id) {
    synchronized (lock) {
      Slot slot = tables.slots.get(id);
      return slot == null ? List.of() : List.copyOf(slot.inbox());
    }
  }

  @Override
  public List<LogEntry> log(ExecutionId id, int from, int limit) {
    synchronized (lock) {
      Slot slot = tables.slots.get(id);
      Stream<LogEntry> lines = slot == null ? Stream.of() : slot.log().stream();
      return lines.skip(from).limit(limit).toList();
    }
  }

  @Override
  public List<ExecutionId> dependencies(ExecutionId id) {
    synchronized (lock) {
      Slot slot = tables.slots.get(id);
      return slot == null ? List.of() : List.copyOf(slot.dependencies());
    }
  }

  @Override
  public Optional<StoredRecord> record(RecordRef ref) {
    synchronized (lock) {
      return tables.records.find(ref);
    }
  }

  @Override
  public Page<StoredRecord> records(RecordType type, Query query) {
    List<StoredRecord> candidates;
    synchronized (lock) {
      candidates = tables.records.all(type);
    }
    return Pages.page(candidates.stream(), query, StoredRecord::fieldReader);
  }

  @Override
  public Cell cell(String namespace, String key) {
    synchronized (lock) {
      return tables.find(namespace, key);
    }
  }

  @Override
  public List<Cell> cells(String namespace, String prefix, String after, int limit) {
    synchronized (lock) {
      return tables.cells(namespace, prefix, after, limit);
    }
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
