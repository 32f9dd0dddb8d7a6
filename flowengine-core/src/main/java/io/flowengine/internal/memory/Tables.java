package io.flowengine.internal.memory;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.Value;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Commit.CellCheck;
import io.flowengine.spi.Commit.CellWrite;
import io.flowengine.spi.Commit.Creation;
import io.flowengine.spi.Commit.Fence;
import io.flowengine.spi.Commit.RecordCheck;
import io.flowengine.spi.Commit.RecordWrite;
import io.flowengine.spi.Commit.Release;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data of the memory store, and what commits and claims do to it. Guarded by the store's lock.
 */
final class Tables {
  final Map<ExecutionId, Slot> slots = new HashMap<>();
  final RecordTable records = new RecordTable();
  final DueIndex due = new DueIndex();
  private final Map<String, NodeLease> nodes = new HashMap<>();
  private final Map<String, List<Registration>> topics = new HashMap<>();
  private final Map<String, NavigableMap<String, Cell>> cells = new HashMap<>();
  private long created;
  private long ended;

  /** Applies a commit wholly, or not at all. */
  CommitResult apply(Commit commit, Instant now) {
    Fence fence = commit.fence();
    Slot own = fence == null ? null : slots.get(fence.execution());
    if (fence != null) {
      if (own == null) {
        return new CommitResult.Fenced();
      }
      if (own.epoch == fence.epoch() && own.sequence == fence.sequence()) {
        return own.node == null ? CommitResult.Committed.RELEASED : CommitResult.Committed.PLAIN;
      }
      if (own.node == null || own.epoch != fence.epoch()) {
        return new CommitResult.Fenced();
      }
    } else if (!commit.creations().isEmpty()
        && slots.containsKey(commit.creations().getFirst().record().id())) {
      return CommitResult.Committed.PLAIN;
    }
    CommitResult conflict = conflict(commit);
    if (conflict != null) {
      return conflict;
    }
    Effects effects = new Effects(now);
    applyUnfenced(commit, effects);
    boolean released = own != null && fence != null && applyFenced(commit, own, fence, effects);
    boolean news = own != null && !released && own.hasNews();
    return effects.isEmpty() && !news
        ? released ? CommitResult.Committed.RELEASED : CommitResult.Committed.PLAIN
        : new CommitResult.Committed(
            released, news, effects.woken, effects.stirred, effects.scheduled);
  }

  private @Nullable CommitResult conflict(Commit commit) {
    List<StoredRecord> wrongRecords = new ArrayList<>(0);
    for (RecordWrite write : commit.records()) {
      StoredRecord current = records.conflict(write);
      if (current != null) {
        wrongRecords.add(current);
      }
    }
    for (RecordCheck check : commit.checks()) {
      StoredRecord current = records.conflict(check);
      if (current != null) {
        wrongRecords.add(current);
      }
    }
    List<Cell> wrongCells = new ArrayList<>(0);
    for (CellWrite write : commit.cells()) {
      Cell current = find(write.namespace(), write.key());
      if (current.version() != write.expected()) {
        wrongCells.add(current);
      }
    }
    for (CellCheck check : commit.cellChecks()) {
      Cell current = find(check.namespace(), check.key());
      if (current.version() != check.expected()) {
        wrongCells.add(current);
      }
    }
    return wrongRecords.isEmpty() && wrongCells.isEmpty()
        ? null
        : new CommitResult.Conflict(wrongRecords, wrongCells);
  }

  private void applyUnfenced(Commit commit, Effects effects) {
    for (Creation creation : commit.creations()) {
      create(creation, effects);
    }
    for (RecordWrite write : commit.records()) {
      records.write(write.record());
    }
    for (CellWrite write : commit.cells()) {
      write(write);
    }
    for (InboxItem item : commit.inbox()) {
      send(item, effects);
    }
    for (String topic : commit.notified()) {
      for (Registration registration : List.copyOf(topics.getOrDefault(topic, List.of()))) {
        wake(registration.waiter, effects);
      }
    }
  }

  private void create(Creation creation, Effects effects) {
    ExecutionRecord record = creation.record();
    Slot slot = new Slot(record, ++created);
    slots.put(record.id(), slot);
    creation.journal().forEach(slot::add);
    Slot parent = record.parent() == null ? null : slots.get(record.parent());
    if (parent != null) {
      parent.addChild(slot);
    }
    if (creation.node() != null) {
      hold(slot, node(creation.node()));
    } else if (creation.dueAt() != null) {
      due.set(slot, creation.dueAt());
      if (!creation.dueAt().isAfter(effects.now)) {
        effects.woke(slot);
      }
    }
  }

  private void send(InboxItem item, Effects effects) {
    Slot slot = slots.get(item.target());
    if (slot == null) {
      return;
    }
    if (slot.ended()) {
      slot.record = item.arriveAt(slot.record);
      return;
    }
    if (slot.node == null) {
      ExecutionRecord before = slot.record;
      slot.record = item.arriveAt(before);
      if (slot.record.status() != before.status()) {
        effects.scheduled(before);
        if (item.kind() == InboxItem.Kind.START && !slot.isToPause()) {
          start(slot, effects);
          return;
        }
      }
    }
    slot.add(item);
    wake(slot, effects);
  }

  /** A start of what nobody holds needs no item: that it is scheduled says it all. */
  private void start(Slot slot, Effects effects) {
    boolean waits = slot.record.isBeforeItsTime(effects.now);
    due.set(slot, waits ? slot.record.attributes().scheduledFor() : effects.now);
    if (!waits) {
      effects.woke(slot);
    }
  }

  private void wake(Slot slot, Effects effects) {
    slot.woken = true;
    if (slot.node == null) {
      due.set(slot, effects.now);
      effects.woke(slot);
    } else {
      effects.stirred(slot);
    }
  }

  /** Applies what needs the lease and tells whether the lease was given back. */
  private boolean applyFenced(Commit commit, Slot own, Fence fence, Effects effects) {
    own.sequence = fence.sequence();
    own.attempts = 0;
    commit.journal().forEach(own::add);
    commit.log().forEach(own::add);
    commit.dependencies().forEach(own::addDependency);
    own.take(commit.taken());
    ExecutionRecord update = commit.update();
    if (update != null && update.status().isEnded()) {
      end(own, update, effects);
      return true;
    }
    Release release = commit.release();
    if (release == null) {
      own.record = update == null ? own.record : update;
      return false;
    }
    Registration registration = register(own, release.waitsFor());
    if (own.hasNews() || registration.isSettled()) {
      unregister(own);
      own.woken = false;
      own.record =
          update == null
              ? own.record
              : update.with(update.state().with(own.record.status(), own.record.state().reason()));
      return false;
    }
    own.record = update == null ? own.record : update;
    letGo(own);
    due.set(own, release.dueAt());
    return true;
  }

  private Registration register(Slot own, Wait wait) {
    unregister(own);
    Registration registration = new Registration(own, wait);
    if (wait.equals(Wait.NOTHING)) {
      return registration;
    }
    own.wait = registration;
    for (ExecutionId id : wait.executions()) {
      Slot target = slots.get(id);
      if (target == null || target.ended()) {
        registration.count(target == null ? own : target);
      } else {
        target.addAwaiter(registration);
      }
    }
    for (String topic : wait.topics()) {
      topics.computeIfAbsent(topic, key -> new ArrayList<>(1)).add(registration);
    }
    return registration;
  }

  private void unregister(Slot own) {
    Registration registration = own.wait;
    own.wait = null;
    if (registration == null) {
      return;
    }
    for (ExecutionId id : registration.wait.executions()) {
      Slot target = slots.get(id);
      if (target != null) {
        target.removeAwaiter(registration);
      }
    }
    for (String topic : registration.wait.topics()) {
      topics.computeIfPresent(
          topic,
          (key, waiting) -> waiting.remove(registration) && waiting.isEmpty() ? null : waiting);
    }
  }

  private void end(Slot own, ExecutionRecord update, Effects effects) {
    State state = update.state();
    End end = requireNonNull(state.end(), "an ended execution has an end");
    own.record =
        update.with(
            new State(
                state.status(),
                state.reason(),
                state.message(),
                state.outputs(),
                state.failure(),
                state.startedAt(),
                new End(end.at(), ++ended)));
    unregister(own);
    letGo(own);
    own.clearInbox();
    own.woken = false;
    due.remove(own);
    for (Registration registration : own.takeAwaiters()) {
      registration.count(own);
      if (registration.isSettled()) {
        unregister(registration.waiter);
        wake(registration.waiter, effects);
      }
    }
  }

  /** Removes ended executions and records. */
  void remove(Collection<ExecutionId> executions, Collection<RecordRef> doomed) {
    for (ExecutionId id : executions) {
      Slot slot = slots.get(id);
      if (slot != null && slot.ended()) {
        slots.remove(id);
        Slot parent = slot.record.parent() == null ? null : slots.get(slot.record.parent());
        if (parent != null) {
          parent.removeChild(slot);
        }
      }
    }
    doomed.forEach(records::remove);
  }

  /** Takes the lease of an execution away; what its holder still commits is fenced. */
  boolean release(ExecutionId id, Instant now) {
    Slot slot = slots.get(id);
    if (slot == null || slot.node == null) {
      return false;
    }
    letGo(slot);
    due.set(slot, now);
    return true;
  }

  private void hold(Slot slot, NodeLease lease) {
    slot.node = lease;
    slot.epoch++;
    slot.sequence = 0;
    slot.attempts++;
    slot.woken = false;
    lease.held.add(slot);
    due.remove(slot);
  }

  private static void letGo(Slot slot) {
    if (slot.node != null) {
      slot.node.held.remove(slot);
      slot.node = null;
    }
  }

  NodeLease node(String name) {
    return nodes.computeIfAbsent(name, NodeLease::new);
  }

  /** Gives a node the lease of what it may claim. */
  List<Claim> claim(Claim.Request request) {
    List<Slot> chosen = new ArrayList<>();
    if (request.only().isEmpty()) {
      choose(due.ready(request.now()), request, chosen);
      for (NodeLease lease : nodes.values()) {
        if (isDead(lease, request)) {
          choose(lease.held, request, chosen);
        }
      }
    } else {
      for (ExecutionId id : request.only()) {
        Slot slot = slots.get(id);
        if (slot != null && isClaimable(slot, request)) {
          choose(List.of(slot), request, chosen);
        }
      }
    }
    NodeLease lease = node(request.node());
    return chosen.stream().map(slot -> claim(slot, lease, request)).toList();
  }

  private static boolean isDead(NodeLease lease, Claim.Request request) {
    return !lease.node.equals(request.node()) && lease.until.isBefore(request.now());
  }

  private static boolean isClaimable(Slot slot, Claim.Request request) {
    return slot.node == null
        ? slot.dueAt != null && !slot.dueAt.isAfter(request.now())
        : isDead(slot.node, request)
            || (request.again() != Claim.Again.NO && slot.node.node.equals(request.node()));
  }

  private static void choose(Iterable<Slot> candidates, Claim.Request request, List<Slot> chosen) {
    for (Slot slot : candidates) {
      if (chosen.size() == request.limit()) {
        return;
      }
      if (request.capabilities().contains(slot.record.origin().requires())) {
        chosen.add(slot);
      }
    }
  }

  private Claim claim(Slot slot, NodeLease lease, Claim.Request request) {
    int attempts = request.attempts(slot.attempts, slot.node == null ? null : slot.node.node);
    letGo(slot);
    hold(slot, lease);
    slot.attempts = attempts;
    ExecutionStatus before = slot.record.status();
    slot.record = Claim.claimed(slot.record, slot.inbox(), request.now());
    return new Claim(
        slot.record, before, slot.epoch, slot.journal().size(), slot.inbox(), slot.attempts);
  }

  Cell find(String namespace, String key) {
    NavigableMap<String, Cell> space = cells.get(namespace);
    Cell cell = space == null ? null : space.get(key);
    return cell == null ? new Cell(namespace, key, 0, Value.NULL) : cell;
  }

  List<Cell> cells(String namespace, String prefix, String after, int limit) {
    NavigableMap<String, Cell> space = cells.get(namespace);
    return space == null
        ? List.of()
        : space.tailMap(prefix).values().stream()
            .takeWhile(cell -> cell.key().startsWith(prefix))
            .filter(cell -> cell.key().compareTo(after) > 0)
            .limit(limit)
            .toList();
  }

  private void write(CellWrite write) {
    Map<String, Cell> space = cells.computeIfAbsent(write.namespace(), key -> new TreeMap<>());
    Value value = write.value();
    if (value == null) {
      space.remove(write.key());
    } else {
      space.put(write.key(), new Cell(write.namespace(), write.key(), write.expected() + 1, value));
    }
  }
}
