package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogEntry;
import io.flowengine.jdbc.internal.table.CellTable;
import io.flowengine.jdbc.internal.table.DependencyTable;
import io.flowengine.jdbc.internal.table.JournalTable;
import io.flowengine.jdbc.internal.table.LogTable;
import io.flowengine.jdbc.internal.table.Slot;
import io.flowengine.jdbc.internal.table.Slot.Change;
import io.flowengine.jdbc.internal.table.WaitTable.Kind;
import io.flowengine.jdbc.internal.table.WaitTable.Registration;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Commit.CellCheck;
import io.flowengine.spi.Commit.CellWrite;
import io.flowengine.spi.Commit.Creation;
import io.flowengine.spi.Commit.Fence;
import io.flowengine.spi.Commit.RecordCheck;
import io.flowengine.spi.Commit.RecordWrite;
import io.flowengine.spi.Commit.Release;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What commits do, computed on a working set: pure, no SQL, no clock. A commit that is refused
 * changes nothing, so the members of a group do not disturb each other.
 */
final class CommitRules {
  private final WorkingSet set;

  CommitRules(WorkingSet set) {
    this.set = set;
  }

  /** Applies a commit wholly, or not at all. */
  CommitResult apply(Commit commit, Instant now) {
    Fence fence = commit.fence();
    Slot own = fence == null ? null : set.slot(fence.execution());
    if (fence != null) {
      if (own == null) {
        return new CommitResult.Fenced();
      }
      if (own.epoch == fence.epoch() && own.sequence == fence.sequence()) {
        return own.node == null ? Committed.RELEASED : Committed.PLAIN;
      }
      if (own.node == null || own.epoch != fence.epoch()) {
        return new CommitResult.Fenced();
      }
    } else if (!commit.creations().isEmpty()
        && set.slot(commit.creations().getFirst().record().id()) != null) {
      return Committed.PLAIN;
    }
    CommitResult conflict = conflict(commit);
    if (conflict != null) {
      return conflict;
    }
    Effects effects = new Effects(now);
    applyUnfenced(commit, effects);
    boolean released = own != null && fence != null && applyFenced(commit, own, fence, effects);
    boolean news = own != null && !released && own.hasNews();
    return effects.committed(released, news);
  }

  // ---------------------------------------------------------------- preconditions

  private @Nullable CommitResult conflict(Commit commit) {
    List<StoredRecord> wrongRecords = new ArrayList<>(0);
    for (RecordWrite write : commit.records()) {
      StoredRecord current = conflict(write);
      if (current != null) {
        wrongRecords.add(current);
      }
    }
    for (RecordCheck check : commit.checks()) {
      StoredRecord current = conflict(check);
      if (current != null) {
        wrongRecords.add(current);
      }
    }
    List<Cell> wrongCells = new ArrayList<>(0);
    for (CellWrite write : commit.cells()) {
      Cell current = set.cell(write.namespace(), write.key());
      if (current.version() != write.expected()) {
        wrongCells.add(current);
      }
    }
    for (CellCheck check : commit.cellChecks()) {
      Cell current = set.cell(check.namespace(), check.key());
      if (current.version() != check.expected()) {
        wrongCells.add(current);
      }
    }
    return wrongRecords.isEmpty() && wrongCells.isEmpty()
        ? null
        : new CommitResult.Conflict(wrongRecords, wrongCells);
  }

  private @Nullable StoredRecord conflict(RecordWrite write) {
    StoredRecord wanted = write.record();
    StoredRecord current = conflict(new RecordCheck(wanted.type(), wanted.id(), write.expected()));
    if (current != null || wanted.deleted()) {
      return current;
    }
    StoredRecord holder = set.named(wanted.type(), wanted.name());
    return holder == null || holder.id().equals(wanted.id()) ? null : holder;
  }

  private @Nullable StoredRecord conflict(RecordCheck check) {
    StoredRecord current = set.record(check.type(), check.id());
    if ((current == null ? 0 : current.version()) == check.expected()) {
      return null;
    }
    return current == null ? StoredRecord.missing(check.type(), check.id()) : current;
  }

  // ---------------------------------------------------------------- what needs no lease

  private void applyUnfenced(Commit commit, Effects effects) {
    for (Creation creation : commit.creations()) {
      create(creation, effects);
    }
    for (RecordWrite write : commit.records()) {
      set.write(write.record());
    }
    for (CellWrite write : commit.cells()) {
      set.write(
          new CellTable.Key(write.namespace(), write.key()), write.expected() + 1, write.value());
    }
    for (InboxItem item : commit.inbox()) {
      send(item, effects);
    }
    for (String topic : commit.notified()) {
      for (Slot waiter : set.waitersFor(Kind.TOPIC, topic)) {
        wake(waiter, effects);
      }
    }
  }

  private void create(Creation creation, Effects effects) {
    ExecutionRecord record = creation.record();
    Slot slot = new Slot(record.id(), record.status());
    slot.record(record);
    slot.changed(Change.NEW);
    set.slots.put(slot.id, slot);
    for (JournalEntry entry : creation.journal()) {
      set.journal(new JournalTable.Line(slot.id, entry));
    }
    if (creation.node() != null) {
      slot.node = creation.node();
      slot.epoch = 1;
      slot.attempts = 1;
      set.holders.add(creation.node());
    } else if (creation.dueAt() != null) {
      slot.dueAt = creation.dueAt();
      if (!creation.dueAt().isAfter(effects.now)) {
        effects.woke(slot);
      }
    }
  }

  private void send(InboxItem item, Effects effects) {
    Slot slot = set.slot(item.target());
    if (slot == null) {
      return;
    }
    if (slot.ended()) {
      arriveAtEnded(slot, item);
      return;
    }
    if (slot.node == null && slot.record != null) {
      ExecutionRecord before = slot.record;
      ExecutionRecord after = item.arriveAt(before);
      if (after.status() != before.status()) {
        slot.record(after);
        slot.changed(Change.STATE);
        effects.scheduled(before);
        if (item.kind() == InboxItem.Kind.START && !isToPause(slot)) {
          start(slot, effects);
          return;
        }
      }
    }
    set.append(slot, item);
    wake(slot, effects);
  }

  private static void arriveAtEnded(Slot slot, InboxItem item) {
    ExecutionRecord before = slot.record;
    if (before != null) {
      ExecutionRecord after = item.arriveAt(before);
      if (!after.equals(before)) {
        update(slot, after);
      }
    }
  }

  private boolean isToPause(Slot slot) {
    return set.inbox(slot).stream().anyMatch(item -> item.kind() == InboxItem.Kind.PAUSE);
  }

  /** A start of what nobody holds needs no item: that it is scheduled says it all. */
  private static void start(Slot slot, Effects effects) {
    Instant notBefore = slot.scheduledFor;
    boolean waits = slot.startedAt == null && notBefore != null && notBefore.isAfter(effects.now);
    slot.dueAt = waits ? notBefore : effects.now;
    if (!waits) {
      effects.woke(slot);
    }
  }

  private static void wake(Slot slot, Effects effects) {
    slot.changed(Change.STATE);
    slot.woken = true;
    if (slot.node == null) {
      slot.dueAt = effects.now;
      effects.woke(slot);
    } else {
      effects.stirred(slot);
    }
  }

  // ---------------------------------------------------------------- what needs the lease

  /** Applies what needs the lease and tells whether the lease was given back. */
  private boolean applyFenced(Commit commit, Slot own, Fence fence, Effects effects) {
    own.sequence = fence.sequence();
    own.attempts = 0;
    own.changed(Change.FENCE);
    append(commit, own);
    if (set.take(own, commit.taken())) {
      own.changed(Change.STATE);
    }
    ExecutionRecord update = commit.update();
    if (update != null && update.status().isEnded()) {
      end(own, update, effects);
      return true;
    }
    Release release = commit.release();
    if (release == null) {
      update(own, update);
      return false;
    }
    own.changed(Change.STATE);
    register(own, release.waitsFor());
    if (own.hasNews() || own.isSettled()) {
      set.unregister(own);
      own.woken = false;
      update(own, update == null ? null : update.with(update.state().with(own.status, own.reason)));
      return false;
    }
    update(own, update);
    own.node = null;
    own.dueAt = release.dueAt();
    return true;
  }

  private void append(Commit commit, Slot own) {
    for (JournalEntry entry : commit.journal()) {
      set.journal(new JournalTable.Line(own.id, entry));
    }
    for (LogEntry line : commit.log()) {
      set.log.add(new LogTable.Line(own.id, own.logLength++, line));
    }
    for (ExecutionId dependency : commit.dependencies()) {
      set.dependencies.add(new DependencyTable.Edge(own.id, dependency));
    }
  }

  private static void update(Slot own, @Nullable ExecutionRecord update) {
    if (update != null) {
      own.record(update);
      own.changed(Change.ROW);
    }
  }

  private void register(Slot own, Wait wait) {
    set.unregister(own);
    if (wait.equals(Wait.NOTHING)) {
      return;
    }
    own.waitWhen = wait.returnWhen();
    own.waitTotal = wait.executions().size();
    int number = 0;
    for (ExecutionId id : wait.executions()) {
      Slot target = set.slot(id);
      boolean isOpen = target != null && !target.ended();
      if (!isOpen) {
        own.count(target != null && target.status.isFailed());
      }
      set.register(new Registration(Kind.EXECUTION, id.toString(), own.id, number++), own, isOpen);
    }
    for (String topic : wait.topics()) {
      set.register(new Registration(Kind.TOPIC, topic, own.id, number++), own, true);
    }
  }

  private void end(Slot own, ExecutionRecord update, Effects effects) {
    own.end = ++set.ends;
    update(own, update);
    set.unregister(own);
    own.node = null;
    own.woken = false;
    own.dueAt = null;
    set.clearInbox(own);
    for (Slot waiter : set.takeWaiters(own)) {
      waiter.count(own.status.isFailed());
      waiter.changed(Change.STATE);
      if (waiter.isSettled()) {
        set.unregister(waiter);
        wake(waiter, effects);
      }
    }
  }
}
