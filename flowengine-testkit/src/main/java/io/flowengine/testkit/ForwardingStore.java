package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hands every call on to another store. All calls but {@link #commit} and {@link #close} go through
 * {@link #around}, so a subclass changes what happens at calls in one place.
 */
public class ForwardingStore implements Store {
  private final Store store;

  /**
   * Makes a store.
   *
   * @param store where the calls go
   */
  public ForwardingStore(Store store) {
    this.store = requireNonNull(store, "store");
  }

  /** What a store is asked, apart from commits. */
  public enum Asked {
    /** {@link Store#claim}. */
    CLAIM,
    /** {@link Store#renew}, {@link Store#leave}, {@link Store#release}. */
    LEASE,
    /** {@link Store#remove}. */
    REMOVAL,
    /** Any call that changes nothing. */
    READ
  }

  /**
   * Makes a call. This one does nothing else.
   *
   * @param asked what kind of call it is
   * @param call the call
   * @param <T> the type of the answer
   * @return the answer
   */
  protected <T> T around(Asked asked, Supplier<T> call) {
    return call.get();
  }

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    return store.commit(commit, now);
  }

  @Override
  public List<Claim> claim(Claim.Request request) {
    return around(Asked.CLAIM, () -> store.claim(request));
  }

  @Override
  public List<ExecutionId> renew(String node, Instant now, Instant until) {
    return around(Asked.LEASE, () -> store.renew(node, now, until));
  }

  @Override
  public void leave(String node) {
    Boolean unused =
        around(
            Asked.LEASE,
            () -> {
              store.leave(node);
              return true;
            });
  }

  @Override
  public List<ExecutionId> held(String node) {
    return around(Asked.READ, () -> store.held(node));
  }

  @Override
  public boolean release(ExecutionId execution, Instant now) {
    return around(Asked.LEASE, () -> store.release(execution, now));
  }

  @Override
  public void remove(Collection<ExecutionId> executions, Collection<RecordRef> records) {
    Boolean unused =
        around(
            Asked.REMOVAL,
            () -> {
              store.remove(executions, records);
              return true;
            });
  }

  @Override
  public List<Due> due(Instant until, int limit) {
    return around(Asked.READ, () -> store.due(until, limit));
  }

  @Override
  public Runnable subscribe(String node, Listener listener) {
    return around(Asked.READ, () -> store.subscribe(node, listener));
  }

  @Override
  public List<ExecutionRecord> executions(Collection<ExecutionId> ids) {
    return around(Asked.READ, () -> store.executions(ids));
  }

  @Override
  public Page<ExecutionRecord> executions(Query query) {
    return around(Asked.READ, () -> store.executions(query));
  }

  @Override
  public Optional<Standing> standing(ExecutionId id) {
    return around(Asked.READ, () -> store.standing(id));
  }

  @Override
  public Map<ExecutionId, List<JournalEntry>> journals(Collection<ExecutionId> ids) {
    return around(Asked.READ, () -> store.journals(ids));
  }

  @Override
  public Optional<JournalEntry> entry(ExecutionId id, Position position) {
    return around(Asked.READ, () -> store.entry(id, position));
  }

  @Override
  public List<InboxItem> inbox(ExecutionId id) {
    return around(Asked.READ, () -> store.inbox(id));
  }

  @Override
  public List<LogEntry> log(ExecutionId id, int from, int limit) {
    return around(Asked.READ, () -> store.log(id, from, limit));
  }

  @Override
  public List<ExecutionId> dependencies(ExecutionId id) {
    return around(Asked.READ, () -> store.dependencies(id));
  }

  @Override
  public Optional<StoredRecord> record(RecordRef ref) {
    return around(Asked.READ, () -> store.record(ref));
  }

  @Override
  public Page<StoredRecord> records(RecordType type, Query query) {
    return around(Asked.READ, () -> store.records(type, query));
  }

  @Override
  public Cell cell(String namespace, String key) {
    return around(Asked.READ, () -> store.cell(namespace, key));
  }

  @Override
  public List<Cell> cells(String namespace, String prefix, String after, int limit) {
    return around(Asked.READ, () -> store.cells(namespace, prefix, after, limit));
  }

  @Override
  public boolean keepsSecrets() {
    return store.keepsSecrets();
  }

  @Override
  public void close() {
    store.close();
  }
}
