package io.flowengine.internal.runtime;

import io.flowengine.event.EngineEvent;
import io.flowengine.event.EngineEvent.LogWritten;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.internal.node.Events;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an execution has to write: what rides until something must be committed, and the row as it
 * should be. Not thread-safe; it belongs to whoever is inside the gate.
 */
final class Ledger {
  /** What became of a commit. */
  enum Written {
    /** Durable; the lease is kept. */
    KEPT,
    /** Durable; the lease was given back. */
    RELEASED,
    /** Nothing was written, and everything is as before: the caller computes again. */
    CONFLICT
  }

  private final Services services;
  private long epoch;
  private long sequence;
  private ExecutionRecord record;
  private ExecutionRecord stored;
  private List<JournalEntry> entries = List.of();
  private List<LogEntry> lines = List.of();
  private List<Part> parts = List.of();
  private List<String> taken = List.of();
  private volatile @Nullable Instant ridingSince;

  Ledger(Services services, ExecutionRecord record, long epoch) {
    this.services = services;
    this.record = record;
    this.stored = record;
    this.epoch = epoch;
  }

  ExecutionRecord record() {
    return record;
  }

  long epoch() {
    return epoch;
  }

  /** Goes on under a new lease. */
  void claimed(Claim claim) {
    record = claim.record();
    stored = claim.record();
    epoch = claim.epoch();
    sequence = 0;
  }

  /** Changes the row with the next commit. */
  void change(ExecutionRecord changed) {
    record = changed;
    touch();
  }

  void ride(JournalEntry entry) {
    entries = with(entries, entry);
    touch();
  }

  /** Takes back the entry that was added last. */
  void unride() {
    entries.removeLast();
  }

  void ride(LogEntry line) {
    lines = with(lines, line);
    touch();
  }

  void ride(Part part) {
    parts = with(parts, part);
    touch();
  }

  void take(String itemId) {
    taken = with(taken, itemId);
    touch();
  }

  private void touch() {
    if (ridingSince == null) {
      ridingSince = services.environment().instant();
    }
  }

  private static <T> List<T> with(List<T> list, T element) {
    List<T> target = list.isEmpty() ? new ArrayList<>(4) : list;
    target.add(element);
    return target;
  }

  /** Since when something has been riding; null if nothing is. May be asked by any thread. */
  @Nullable Instant ridingSince() {
    return ridingSince;
  }

  /** Makes durable what rides. What rides has no preconditions, so there is no conflict. */
  void flush() {
    if (ridingSince != null) {
      write(record, Part.NONE);
    }
  }

  /**
   * Commits what rides together with one part more.
   *
   * @param update the row as it is to be
   * @param more the part
   * @return what became of it
   * @throws Unwinding.Dropping if the lease was lost
   */
  Written write(ExecutionRecord update, Part more) {
    return write(update, more, services.committer()::commit);
  }

  /**
   * Commits what rides together with one part more.
   *
   * @param update the row as it is to be
   * @param more the part
   * @param way how the commit gets into the store; may add to it
   * @return what became of it
   * @throws Unwinding.Dropping if the lease was lost
   */
  Written write(ExecutionRecord update, Part more, Function<Commit, CommitResult> way) {
    Commit commit = new Commit(services.node()).fence(record.id(), epoch, ++sequence);
    entries.forEach(commit::journal);
    lines.forEach(commit::log);
    taken.forEach(commit::take);
    parts.forEach(part -> part.addTo(commit));
    more.addTo(commit);
    if (!update.equals(stored)) {
      commit.update(update);
    }
    boolean leaves = commit.release() != null;
    Events.Turn turn =
        leaves && !services.events().isSilent() ? services.events().turn(record.id()) : null;
    CommitResult result = commit(commit, turn, more, way);
    if (result instanceof Committed committed) {
      List<EngineEvent> events = applied(update, leaves && !committed.released());
      List<Part> done = parts;
      clear();
      tell(turn, events);
      services.tellScheduled(committed.scheduled());
      done.forEach(Part::durable);
      more.durable();
      services.committer().follow(commit, committed);
      return committed.released() ? Written.RELEASED : Written.KEPT;
    }
    sequence--;
    more.refused();
    tell(turn, List.of());
    return Written.CONFLICT;
  }

  private CommitResult commit(
      Commit commit, Events.@Nullable Turn turn, Part more, Function<Commit, CommitResult> way) {
    CommitResult result = null;
    try {
      result = way.apply(commit);
      if (result instanceof CommitResult.Fenced) {
        throw new Unwinding.Dropping();
      }
      return result;
    } finally {
      if (result == null || result instanceof CommitResult.Fenced) {
        parts.forEach(Part::refused);
        more.refused();
        tell(turn, List.of());
      }
    }
  }

  private void tell(Events.@Nullable Turn turn, List<EngineEvent> events) {
    if (turn != null) {
      turn.tell(events);
    } else {
      services.events().tell(record.id(), events);
    }
  }

  /**
   * Takes over the row as it is stored now. A release that was waived leaves the status as it was.
   */
  private List<EngineEvent> applied(ExecutionRecord update, boolean waived) {
    ExecutionRecord now =
        waived
            ? update.with(update.state().with(stored.status(), stored.state().reason()))
            : update;
    List<EngineEvent> events = services.events().isSilent() ? List.of() : events(now);
    record = now;
    stored = now;
    return events;
  }

  private List<EngineEvent> events(ExecutionRecord now) {
    List<EngineEvent> events = new ArrayList<>();
    for (LogEntry line : lines) {
      events.add(new LogWritten(record.id(), line));
    }
    ExecutionStatus before = stored.status();
    if (before == ExecutionStatus.PAUSED && now.status() == ExecutionStatus.RUNNING) {
      events.add(changed(now, before, ExecutionStatus.SCHEDULED));
      before = ExecutionStatus.SCHEDULED;
    }
    if (before != now.status()) {
      events.add(changed(now, before, now.status()));
    }
    return events;
  }

  private EngineEvent changed(ExecutionRecord now, ExecutionStatus from, ExecutionStatus to) {
    Instant at = services.environment().instant();
    return new StatusChanged(now.id(), now.name(), from, to, now.state().reason(), at);
  }

  /**
   * Forgets what rides, because the store does not take it. What came from the inbox is kept.
   *
   * @return the row as it is stored
   */
  ExecutionRecord discard() {
    List<String> kept = taken;
    clear();
    taken = kept;
    record = stored;
    return stored;
  }

  private void clear() {
    entries = List.of();
    lines = List.of();
    parts = List.of();
    taken = List.of();
    ridingSince = null;
  }
}
