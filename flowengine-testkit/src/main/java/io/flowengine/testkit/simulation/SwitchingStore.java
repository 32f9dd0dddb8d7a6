package io.flowengine.testkit.simulation;

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

/** A store whose calls are places where another thread may come in. */
final class SwitchingStore implements Store {
  private final Simulation simulation;
  private final Store store;

  SwitchingStore(Simulation simulation, Store store) {
    this.simulation = simulation;
    this.store = store;
  }

  private <T> T switching(Supplier<T> call) {
    simulation.maybePass();
    T result = call.get();
    simulation.maybePass();
    return result;
  }

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    return switching(() -> store.commit(commit, simulation.now()));
  }

  @Override
  public List<Claim> claim(Claim.Request request) {
    return switching(() -> store.claim(request));
  }

  @Override
  public List<ExecutionId> renew(String node, Instant now, Instant until) {
    return switching(() -> store.renew(node, now, until));
  }

  @Override
  public void leave(String node) {
    store.leave(node);
  }

  @Override
  public List<ExecutionId> held(String node) {
    return switching(() -> store.held(node));
  }

  @Override
  public boolean release(ExecutionId execution, Instant now) {
    return switching(() -> store.release(execution, now));
  }

  @Override
  public void remove(Collection<ExecutionId> executions, Collection<RecordRef> records) {
    Boolean unused =
        switching(
            () -> {
              store.remove(executions, records);
              return true;
            });
  }

  @Override
  public List<Due> due(Instant until, int limit) {
    return switching(() -> store.due(until, limit));
  }

  @Override
  public Runnable subscribe(String node, Listener listener) {
    return store.subscribe(node, listener);
  }

  @Override
  public List<ExecutionRecord> executions(Collection<ExecutionId> ids) {
    return switching(() -> store.executions(ids));
  }

  @Override
  public Page<ExecutionRecord> executions(Query query) {
    return switching(() -> store.executions(query));
  }

  @Override
  public Optional<Standing> standing(ExecutionId id) {
    return switching(() -> store.standing(id));
  }

  @Override
  public Map<ExecutionId, List<JournalEntry>> journals(Collection<ExecutionId> ids) {
    return switching(() -> store.journals(ids));
  }

  @Override
  public Optional<JournalEntry> entry(ExecutionId id, Position position) {
    return switching(() -> store.entry(id, position));
  }

  @Override
  public List<InboxItem> inbox(ExecutionId id) {
    return switching(() -> store.inbox(id));
  }

  @Override
  public List<LogEntry> log(ExecutionId id, int from, int limit) {
    return store.log(id, from, limit);
  }

  @Override
  public List<ExecutionId> dependencies(ExecutionId id) {
    return store.dependencies(id);
  }

  @Override
  public Optional<StoredRecord> record(RecordRef ref) {
    return switching(() -> store.record(ref));
  }

  @Override
  public Page<StoredRecord> records(RecordType type, Query query) {
    return switching(() -> store.records(type, query));
  }

  @Override
  public Cell cell(String namespace, String key) {
    return switching(() -> store.cell(namespace, key));
  }

  @Override
  public List<Cell> cells(String namespace, String prefix, String after, int limit) {
    return switching(() -> store.cells(namespace, prefix, after, limit));
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
