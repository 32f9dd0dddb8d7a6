package io.flowengine.internal.memory;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogEntry;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Position;
import io.flowengine.spi.Standing;
import io.flowengine.spi.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the memory store has about one execution. Lists are made at their first use, because
 * most executions of a busy engine never need them. Guarded by the store's lock.
 */
final class Slot {
  ExecutionRecord record;
  final long order;
  long epoch;
  long sequence;
  int attempts;
  @Nullable NodeLease node;
  @Nullable Instant dueAt;
  boolean woken;
  @Nullable Registration wait;
  private @Nullable List<JournalEntry> journal;
  private @Nullable List<InboxItem> inbox;
  private @Nullable List<LogEntry> log;
  private @Nullable Set<ExecutionId> dependencies;
  private @Nullable List<Slot> children;
  private @Nullable Set<Registration> awaiters;

  Slot(ExecutionRecord record, long order) {
    this.record = record;
    this.order = order;
  }

  Standing standing() {
    NodeLease lease = node;
    Registration registration = wait;
    return new Standing(
        lease == null ? null : lease.node,
        lease == null ? null : lease.until,
        epoch,
        attempts,
        dueAt,
        registration == null ? Wait.NOTHING : registration.wait);
  }

  boolean ended() {
    return record.status().isEnded();
  }

  boolean hasNews() {
    return woken || inbox != null;
  }

  boolean isToPause() {
    return inbox().stream().anyMatch(item -> item.kind() == InboxItem.Kind.PAUSE);
  }

  List<JournalEntry> journal() {
    return journal == null ? List.of() : journal;
  }

  Optional<JournalEntry> entry(Position position) {
    return journal().stream().filter(entry -> entry.position().equals(position)).findFirst();
  }

  List<InboxItem> inbox() {
    return inbox == null ? List.of() : inbox;
  }

  List<LogEntry> log() {
    return log == null ? List.of() : log;
  }

  Set<ExecutionId> dependencies() {
    return dependencies == null ? Set.of() : dependencies;
  }

  List<Slot> children() {
    return children == null ? List.of() : children;
  }

  /** Appends an entry, or replaces the one at its position; entries stay ordered by position. */
  void add(JournalEntry entry) {
    List<JournalEntry> entries = journal;
    if (entries == null) {
      entries = new ArrayList<>(2);
      journal = entries;
    }
    int at = entries.size();
    while (at > 0 && entries.get(at - 1).position().compareTo(entry.position()) > 0) {
      at--;
    }
    if (at > 0 && entries.get(at - 1).position().equals(entry.position())) {
      entries.set(at - 1, entry);
    } else {
      entries.add(at, entry);
    }
  }

  void add(LogEntry entry) {
    if (log == null) {
      log = new ArrayList<>(2);
    }
    log.add(entry);
  }

  void addDependency(ExecutionId id) {
    if (dependencies == null) {
      dependencies = new LinkedHashSet<>(4);
    }
    dependencies.add(id);
  }

  void addChild(Slot child) {
    if (children == null) {
      children = new ArrayList<>(2);
    }
    children.add(child);
  }

  /** Appends an item unless it was appended before. */
  void removeChild(Slot child) {
    if (children != null) {
      children.remove(child);
    }
  }

  void add(InboxItem item) {
    if (inbox == null) {
      inbox = new ArrayList<>(2);
    } else if (inbox.stream().anyMatch(known -> known.id().equals(item.id()))) {
      return;
    }
    inbox.add(item);
  }

  void take(List<String> items) {
    if (inbox != null && !items.isEmpty()) {
      inbox.removeIf(item -> items.contains(item.id()));
      if (inbox.isEmpty()) {
        inbox = null;
      }
    }
  }

  void clearInbox() {
    inbox = null;
  }

  void addAwaiter(Registration registration) {
    if (awaiters == null) {
      awaiters = new LinkedHashSet<>(4);
    }
    awaiters.add(registration);
  }

  void removeAwaiter(Registration registration) {
    if (awaiters != null && awaiters.remove(registration) && awaiters.isEmpty()) {
      awaiters = null;
    }
  }

  /** Hands over everybody who waits for this execution and forgets them. */
  Set<Registration> takeAwaiters() {
    Set<Registration> all = awaiters == null ? Set.of() : awaiters;
    awaiters = null;
    return all;
  }
}
