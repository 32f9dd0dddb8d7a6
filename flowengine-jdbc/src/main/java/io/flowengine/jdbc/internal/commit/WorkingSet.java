package io.flowengine.jdbc.internal.commit;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.jdbc.internal.table.CellTable;
import io.flowengine.jdbc.internal.table.DependencyTable;
import io.flowengine.jdbc.internal.table.InboxTable;
import io.flowengine.jdbc.internal.table.JournalTable;
import io.flowengine.jdbc.internal.table.LogTable;
import io.flowengine.jdbc.internal.table.Slot;
import io.flowengine.jdbc.internal.table.WaitTable;
import io.flowengine.spi.Cell;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Position;
import io.flowengine.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a group of commits touches, as it is in the store and as the group changes it. What was
 * not loaded does not exist. Belongs to the thread that runs the transaction.
 */
final class WorkingSet {
  /** Names a record. */
  record RecordKey(RecordType type, String text) {}

  private record EntryKey(ExecutionId execution, Position position) {}

  private record Target(WaitTable.Kind kind, String name) {}

  final Map<ExecutionId, Slot> slots = new LinkedHashMap<>();
  final Map<ExecutionId, List<InboxTable.Header>> inboxes = new HashMap<>();
  final Map<CellTable.Key, Cell> cells = new HashMap<>();
  final Set<CellTable.Key> storedCells = new HashSet<>();
  final Map<RecordKey, StoredRecord> records = new HashMap<>();
  final Map<RecordKey, String> recordNames = new HashMap<>();
  private final Map<Target, Set<Slot>> waiters = new HashMap<>();

  final Set<CellTable.Key> changedCells = new LinkedHashSet<>();
  final List<WrittenRecord> writtenRecords = new ArrayList<>(0);
  final List<InboxItem> appended = new ArrayList<>(0);
  final List<InboxTable.Header> taken = new ArrayList<>(0);
  final Set<ExecutionId> cleared = new LinkedHashSet<>();
  final List<LogTable.Line> log = new ArrayList<>(0);
  final List<DependencyTable.Edge> dependencies = new ArrayList<>(0);
  final Set<ExecutionId> forgottenWaiters = new LinkedHashSet<>();
  final Set<String> holders = new LinkedHashSet<>();
  private final Map<EntryKey, JournalTable.Line> journal = new LinkedHashMap<>();
  private final Map<ExecutionId, Set<WaitTable.Registration>> registered = new LinkedHashMap<>();
  int ends;

  /** A record that was written, and whether it is new. */
  record WrittenRecord(StoredRecord record, boolean isNew) {}

  @Nullable Slot slot(ExecutionId id) {
    return slots.get(id);
  }

  // ---------------------------------------------------------------- journal

  void journal(JournalTable.Line line) {
    journal.put(new EntryKey(line.execution(), line.entry().position()), line);
  }

  /** The entries to write, the last one for each position. */
  Collection<JournalTable.Line> journal() {
    return journal.values();
  }

  // ---------------------------------------------------------------- inbox

  List<InboxTable.Header> inbox(Slot slot) {
    return inboxes.getOrDefault(slot.id, List.of());
  }

  /** Appends an item unless it was appended before. */
  void append(Slot slot, InboxItem item) {
    List<InboxTable.Header> inbox = inboxes.computeIfAbsent(slot.id, id -> new ArrayList<>(2));
    if (inbox.stream().noneMatch(known -> known.item().equals(item.id()))) {
      inbox.add(new InboxTable.Header(slot.id, item.id(), item.kind()));
      appended.add(item);
      slot.inboxSize++;
    }
  }

  /** Removes items; gives false if there were none of them. */
  boolean take(Slot slot, List<String> items) {
    List<InboxTable.Header> inbox = inboxes.get(slot.id);
    if (inbox == null || items.isEmpty()) {
      return false;
    }
    List<InboxTable.Header> found =
        inbox.stream().filter(item -> items.contains(item.item())).toList();
    inbox.removeAll(found);
    slot.inboxSize -= found.size();
    taken.addAll(found);
    appended.removeIf(item -> item.target().equals(slot.id) && items.contains(item.id()));
    return !found.isEmpty();
  }

  void clearInbox(Slot slot) {
    if (slot.inboxSize > 0) {
      cleared.add(slot.id);
      appended.removeIf(item -> item.target().equals(slot.id));
      inboxes.remove(slot.id);
      slot.inboxSize = 0;
    }
  }

  // ---------------------------------------------------------------- waits

  /** Takes in a registration that is stored. */
  void loaded(WaitTable.Registration registration) {
    Slot waiter = slots.get(registration.waiter());
    if (waiter != null) {
      waiters(registration).add(waiter);
    }
  }

  /** Registers a wait for something; {@code isOpen} tells whether that can still come. */
  void register(WaitTable.Registration registration, Slot waiter, boolean isOpen) {
    if (isOpen) {
      waiters(registration).add(waiter);
    }
    registered.computeIfAbsent(waiter.id, id -> new LinkedHashSet<>()).add(registration);
  }

  private Set<Slot> waiters(WaitTable.Registration registration) {
    return waiters.computeIfAbsent(
        new Target(registration.kind(), registration.target()), key -> new LinkedHashSet<>());
  }

  /** Forgets what somebody waits for. */
  void unregister(Slot waiter) {
    if (waiter.waitStored) {
      forgottenWaiters.add(waiter.id);
      waiter.waitStored = false;
    }
    if (waiter.waitWhen != null) {
      waiters.values().forEach(all -> all.remove(waiter));
      registered.remove(waiter.id);
      waiter.clearWait();
      waiter.changed(Slot.Change.STATE);
    }
  }

  List<Slot> waitersFor(WaitTable.Kind kind, String target) {
    return List.copyOf(waiters.getOrDefault(new Target(kind, target), Set.of()));
  }

  /** Hands over who waits for an execution that has ended; it ends only once. */
  List<Slot> takeWaiters(Slot ended) {
    Set<Slot> all = waiters.remove(new Target(WaitTable.Kind.EXECUTION, ended.id.toString()));
    return all == null ? List.of() : List.copyOf(all);
  }

  List<WaitTable.Registration> registrations() {
    return registered.values().stream().flatMap(Set::stream).toList();
  }

  // ---------------------------------------------------------------- cells and records

  Cell cell(String namespace, String key) {
    Cell cell = cells.get(new CellTable.Key(namespace, key));
    return cell == null ? new Cell(namespace, key, 0, Value.NULL) : cell;
  }

  void write(CellTable.Key key, long version, @Nullable Value value) {
    changedCells.add(key);
    if (value == null) {
      cells.remove(key);
    } else {
      cells.put(key, new Cell(key.namespace(), key.key(), version, value));
    }
  }

  @Nullable StoredRecord record(RecordType type, String id) {
    return records.get(new RecordKey(type, id));
  }

  /** The record that has a name and is not deleted. */
  @Nullable StoredRecord named(RecordType type, String name) {
    String id = recordNames.get(new RecordKey(type, name));
    return id == null ? null : requireNonNull(record(type, id));
  }

  void loaded(StoredRecord record) {
    records.put(new RecordKey(record.type(), record.id()), record);
    if (!record.deleted()) {
      recordNames.put(new RecordKey(record.type(), record.name()), record.id());
    }
  }

  void write(StoredRecord record) {
    StoredRecord before = record(record.type(), record.id());
    if (before != null && !before.deleted()) {
      recordNames.remove(new RecordKey(before.type(), before.name()));
    }
    writtenRecords.add(new WrittenRecord(record, before == null));
    loaded(record);
  }
}
