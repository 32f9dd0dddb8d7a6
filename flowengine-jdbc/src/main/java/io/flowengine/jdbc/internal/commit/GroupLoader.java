package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.table.CellTable;
import io.flowengine.jdbc.internal.table.ExecutionTable;
import io.flowengine.jdbc.internal.table.InboxTable;
import io.flowengine.jdbc.internal.table.RecordTable;
import io.flowengine.jdbc.internal.table.Slot;
import io.flowengine.jdbc.internal.table.WaitTable;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Commit.Creation;
import io.flowengine.spi.Commit.Fence;
import io.flowengine.spi.Commit.Release;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Loads what a group of commits touches, in a fixed number of statements however large the group
 * is, and keeps it from other processes.
 *
 * <p><b>Why there are no deadlocks.</b> Everything is locked kind by kind, and within a kind in one
 * statement in the order of the keys: topics, executions, records, cells, and last the counter of
 * ends. The one exception are executions that wait for one that ends: who they are is known only
 * when the ended one is locked. They are locked without waiting; if somebody else has one of them,
 * the group is rolled back and run again with them among those that are locked at first.
 *
 * <p><b>Why no wake-up is lost.</b> Who registers a wait holds the rows of the executions it waits
 * for, and the locks of its topics, until its transaction ends; who ends an execution or notifies a
 * topic needs the same locks, and looks for registrations when it has them.
 */
final class GroupLoader {
  private final Session session;
  private final WorkingSet set = new WorkingSet();
  private final Set<ExecutionId> executions = new TreeSet<>();
  private final Set<ExecutionId> inboxes = new TreeSet<>();
  private final Set<ExecutionId> startable = new TreeSet<>();
  private final Set<ExecutionId> doomed = new TreeSet<>();
  private final Set<ExecutionId> ending = new TreeSet<>();
  private final Set<String> topics = new TreeSet<>();
  private final Set<String> notified = new TreeSet<>();
  private final Set<String> recordIds = new TreeSet<>();
  private final Set<String> recordNames = new TreeSet<>();
  private final Set<CellTable.Key> cells = new java.util.LinkedHashSet<>();

  private GroupLoader(Session session) {
    this.session = session;
  }

  /**
   * Loads what some commits touch.
   *
   * @param alsoLocked executions that are to be locked at first too; gets those that were found to
   *     wait
   */
  static WorkingSet load(Session session, List<Commit> commits, Set<ExecutionId> alsoLocked)
      throws SQLException {
    GroupLoader loader = new GroupLoader(session);
    loader.executions.addAll(alsoLocked);
    commits.forEach(loader::collect);
    loader.load(alsoLocked);
    return loader.set;
  }

  private void collect(Commit commit) {
    Fence fence = commit.fence();
    if (fence != null) {
      executions.add(fence.execution());
      if (!commit.taken().isEmpty()) {
        inboxes.add(fence.execution());
      }
      ExecutionRecord update = commit.update();
      if (update != null && update.status().isEnded()) {
        ending.add(fence.execution());
      }
    }
    for (Creation creation : commit.creations()) {
      executions.add(creation.record().id());
    }
    for (InboxItem item : commit.inbox()) {
      executions.add(item.target());
      inboxes.add(item.target());
      if (item.kind() == InboxItem.Kind.START || item.isCancel()) {
        startable.add(item.target());
      }
      if (item.kind() == InboxItem.Kind.DELETE) {
        doomed.add(item.target());
      }
    }
    Release release = commit.release();
    if (release != null) {
      executions.addAll(release.waitsFor().executions());
      topics.addAll(release.waitsFor().topics());
    }
    topics.addAll(commit.notified());
    notified.addAll(commit.notified());
    commit.records().forEach(write -> recordIds.add(write.record().id()));
    commit.records().forEach(write -> recordNames.add(write.record().name()));
    commit.checks().forEach(check -> recordIds.add(check.id()));
    commit.cells().forEach(write -> cells.add(new CellTable.Key(write.namespace(), write.key())));
    commit
        .cellChecks()
        .forEach(check -> cells.add(new CellTable.Key(check.namespace(), check.key())));
  }

  private void load(Set<ExecutionId> alsoLocked) throws SQLException {
    if (!topics.isEmpty()) {
      session.dialect().lockTopics(session.connection(), topics);
    }
    List<WaitTable.Registration> registrations = new ArrayList<>(0);
    if (!ending.isEmpty()) {
      List<String> targets = ending.stream().map(ExecutionId::toString).toList();
      add(ExecutionTable.lock(session, executions, targets, registrations));
    } else if (!executions.isEmpty()) {
      add(ExecutionTable.lock(session, executions));
    }
    if (!notified.isEmpty()) {
      registrations.addAll(WaitTable.ofTopics(session, notified));
    }
    loadWaiters(registrations, alsoLocked);
    loadInboxes();
    loadRecords();
    loadCells();
  }

  private void add(List<Slot> slots) {
    slots.forEach(slot -> set.slots.put(slot.id, slot));
  }

  private void loadWaiters(List<WaitTable.Registration> registrations, Set<ExecutionId> alsoLocked)
      throws SQLException {
    Set<ExecutionId> missing = new TreeSet<>();
    for (WaitTable.Registration registration : registrations) {
      if (set.slot(registration.waiter()) == null) {
        missing.add(registration.waiter());
      }
    }
    if (!missing.isEmpty()) {
      alsoLocked.addAll(missing);
      add(ExecutionTable.lockNow(session, missing));
    }
    registrations.forEach(set::loaded);
  }

  private void loadInboxes() throws SQLException {
    inboxes.removeIf(id -> !hasItems(id));
    if (!inboxes.isEmpty()) {
      for (InboxTable.Header item : InboxTable.headers(session, inboxes)) {
        set.inboxes.computeIfAbsent(item.execution(), id -> new ArrayList<>(2)).add(item);
      }
    }
    startable.removeIf(id -> !stands(id));
    if (!startable.isEmpty()) {
      for (ExecutionRecord record : ExecutionTable.records(session, startable)) {
        Slot slot = set.slot(record.id());
        if (slot != null) {
          slot.record = record;
        }
      }
    }
  }

  private boolean hasItems(ExecutionId id) {
    Slot slot = set.slot(id);
    return slot != null && slot.inboxSize > 0;
  }

  private boolean stands(ExecutionId id) {
    Slot slot = set.slot(id);
    return slot != null
        && (slot.status == ExecutionStatus.CREATED
            || slot.status == ExecutionStatus.PAUSED
            || slot.node != null
            || (slot.ended() && doomed.contains(id)));
  }

  private void loadRecords() throws SQLException {
    if (!recordIds.isEmpty()) {
      for (StoredRecord record : RecordTable.lock(session, recordIds, recordNames)) {
        set.loaded(record);
      }
    }
  }

  private void loadCells() throws SQLException {
    if (!cells.isEmpty()) {
      for (Cell cell : CellTable.lock(session, cells)) {
        CellTable.Key key = new CellTable.Key(cell.namespace(), cell.key());
        if (cells.contains(key)) {
          set.cells.put(key, cell);
          set.storedCells.add(key);
        }
      }
    }
  }
}
