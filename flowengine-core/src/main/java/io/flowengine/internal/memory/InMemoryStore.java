package io.flowengine.internal.memory;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Commit.CellWrite;
import io.flowengine.spi.Commit.Creation;
import io.flowengine.spi.Commit.Fence;
import io.flowengine.spi.Commit.RecordCheck;
import io.flowengine.spi.Commit.RecordWrite;
import io.flowengine.spi.Commit.Release;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
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
  private final Map<ExecutionId, Slot> slots = new HashMap<>();
  private final Map<String, NodeLease> nodes = new HashMap<>();
  private final Map<String, List<Registration>> topics = new HashMap<>();
  private final Map<String, Map<String, Cell>> cells = new HashMap<>();
  private final RecordTable records = new RecordTable();
  private final DueIndex due = new DueIndex();
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private long created;
  private long ended;

  /** Makes an empty store. */
  public InMemoryStore() {}

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    CommitResult result;
    synchronized (lock) {
      result = apply(commit, now);
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

  private CommitResult apply(Commit commit, Instant now) {
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

  /** What a commit did to others. */
  private static final class Effects {
    final Instant now;
    List<ExecutionId> woken = List.of();
    List<ExecutionId> stirred = List.of();
    List<ExecutionRecord> scheduled = List.of();

    Effects(Instant now) {
      this.now = now;
    }

    void woke(Slot slot) {
      woken = woken.isEmpty() ? new ArrayList<>(2) : woken;
      woken.add(slot.record.id());
    }

    void scheduled(ExecutionRecord before) {
      scheduled = scheduled.isEmpty() ? new ArrayList<>(2) : scheduled;
      scheduled.add(before);
    }

    boolean isEmpty() {
      return woken.isEmpty() && stirred.isEmpty() && scheduled.isEmpty();
    }

    void stirred(Slot slot) {
      stirred = stirred.isEmpty() ? new ArrayList<>(2) : stirred;
      stirred.add(slot.record.id());
    }
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
    if (slot == null || slot.ended()) {
      return;
    }
    if (slot.node == null) {
      State state = slot.record.state();
      ExecutionStatus status = state.status();
      boolean starts =
          item.kind() == InboxItem.Kind.START
              && (status == ExecutionStatus.PAUSED || status == ExecutionStatus.CREATED);
      boolean cancels =
          item.kind() == InboxItem.Kind.CANCEL
              && status == ExecutionStatus.PAUSED
              && state.startedAt() != null
              && state.reason() != StatusReason.REPLAY_MISMATCH
              && state.reason() != StatusReason.CRASH_LOOP;
      if (starts || cancels) {
        effects.scheduled(slot.record);
        slot.record = slot.record.with(state.with(ExecutionStatus.SCHEDULED, null));
      }
      boolean pausing =
          slot.inbox().stream().anyMatch(known -> known.kind() == InboxItem.Kind.PAUSE);
      if (starts && !pausing) {
        Instant notBefore = slot.record.attributes().scheduledFor();
        boolean later =
            state.startedAt() == null && notBefore != null && notBefore.isAfter(effects.now);
        due.set(slot, later ? notBefore : effects.now);
        if (!later) {
          effects.woke(slot);
        }
        return;
      }
    }
    slot.add(item);
    wake(slot, effects);
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

  private NodeLease node(String name) {
    return nodes.computeIfAbsent(name, NodeLease::new);
  }

  @Override
  public List<Claim> claim(Claim.Request request) {
    List<Claim> claims = new ArrayList<>();
    synchronized (lock) {
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
      for (Slot slot : chosen) {
        claims.add(claim(slot, lease, request.now()));
      }
    }
    return claims;
  }

  private static boolean isDead(NodeLease lease, Claim.Request request) {
    return !lease.node.equals(request.node()) && lease.until.isBefore(request.now());
  }

  private static boolean isClaimable(Slot slot, Claim.Request request) {
    return slot.node == null
        ? slot.dueAt != null && !slot.dueAt.isAfter(request.now())
        : isDead(slot.node, request) || (request.again() && slot.node.node.equals(request.node()));
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

  private Claim claim(Slot slot, NodeLease lease, Instant now) {
    letGo(slot);
    hold(slot, lease);
    ExecutionStatus before = slot.record.status();
    slot.record = Claim.claimed(slot.record, slot.inbox(), now);
    return new Claim(
        slot.record, before, slot.epoch, slot.journal().size(), slot.inbox(), slot.attempts);
  }

  @Override
  public List<ExecutionId> renew(String node, Instant now, Instant until) {
    synchronized (lock) {
      NodeLease lease = node(node);
      lease.until = until;
      return lease.held.stream().filter(Slot::hasNews).map(slot -> slot.record.id()).toList();
    }
  }

  @Override
  public List<ExecutionId> held(String node) {
    synchronized (lock) {
      return node(node).held.stream().map(slot -> slot.record.id()).toList();
    }
  }

  @Override
  public void leave(String node) {
    synchronized (lock) {
      NodeLease lease = nodes.get(node);
      if (lease != null) {
        lease.until = Instant.MIN;
      }
    }
  }

  @Override
  public List<Due> due(Instant until, int limit) {
    synchronized (lock) {
      return due.until(until, limit);
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
        Slot slot = slots.get(id);
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
      Slot slot = parent == null ? null : slots.get(parent);
      Collection<Slot> all =
          parent == null ? slots.values() : slot == null ? List.of() : slot.children();
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
  public List<JournalEntry> journal(ExecutionId id) {
    synchronized (lock) {
      Slot slot = slots.get(id);
      return slot == null ? List.of() : List.copyOf(slot.journal());
    }
  }

  @Override
  public List<InboxItem> inbox(ExecutionId id) {
    synchronized (lock) {
      Slot slot = slots.get(id);
      return slot == null ? List.of() : List.copyOf(slot.inbox());
    }
  }

  @Override
  public List<LogEntry> log(ExecutionId id, int from, int limit) {
    synchronized (lock) {
      Slot slot = slots.get(id);
      Stream<LogEntry> lines = slot == null ? Stream.of() : slot.log().stream();
      return lines.skip(from).limit(limit).toList();
    }
  }

  @Override
  public List<ExecutionId> dependencies(ExecutionId id) {
    synchronized (lock) {
      Slot slot = slots.get(id);
      return slot == null ? List.of() : List.copyOf(slot.dependencies());
    }
  }

  @Override
  public Optional<StoredRecord> record(RecordRef ref) {
    synchronized (lock) {
      return records.find(ref);
    }
  }

  @Override
  public Page<StoredRecord> records(RecordType type, Query query) {
    List<StoredRecord> candidates;
    synchronized (lock) {
      candidates = records.all(type);
    }
    return Pages.page(candidates.stream(), query, StoredRecord::fieldReader);
  }

  @Override
  public Cell cell(String namespace, String key) {
    synchronized (lock) {
      return find(namespace, key);
    }
  }

  private Cell find(String namespace, String key) {
    Cell cell = cells.getOrDefault(namespace, Map.of()).get(key);
    return cell == null ? new Cell(namespace, key, 0, Value.NULL) : cell;
  }

  private void write(CellWrite write) {
    Map<String, Cell> space = cells.computeIfAbsent(write.namespace(), key -> new HashMap<>());
    Value value = write.value();
    if (value == null) {
      space.remove(write.key());
    } else {
      space.put(write.key(), new Cell(write.namespace(), write.key(), write.expected() + 1, value));
    }
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
