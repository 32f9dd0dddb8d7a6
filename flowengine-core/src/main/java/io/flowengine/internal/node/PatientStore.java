package io.flowengine.internal.node;

import io.flowengine.execution.EngineClosedException;
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
import io.flowengine.spi.Environment;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Position;
import io.flowengine.spi.Standing;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoreException;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.TransactionalStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as the engine uses it: a call that the store cannot take is repeated, with growing
 * pauses, until it can or the engine is closed. A commit whose outcome is unknown may be repeated
 * too, because all ids in it were made before.
 */
public final class PatientStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(PatientStore.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Store store;
  private final Environment environment;
  private final BooleanSupplier closed;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Condition condition;

  /**
   * How the last call went.
   *
   * @param failure what the store said; null if it answered
   * @param since since when all calls have gone like this
   */
  public record Condition(@Nullable StoreException failure, Instant since) {}

  /**
   * Makes a patient store.
   *
   * @param store the store
   * @param environment time and waiting
   * @param closed tells when to give up
   */
  public PatientStore(Store store, Environment environment, BooleanSupplier closed) {
    this.store = store;
    this.environment = environment;
    this.closed = closed;
    this.condition = new Condition(null, environment.instant());
  }

  /** {@return how the last call went} */
  public Condition condition() {
    return condition;
  }

  /** Makes one call and notes how it went. */
  private <T> T once(Supplier<T> call) {
    try {
      T result = call.get();
      if (condition.failure != null) {
        condition = new Condition(null, environment.instant());
      }
      return result;
    } catch (StoreException e) {
      Condition before = condition;
      condition = new Condition(e, before.failure == null ? environment.instant() : before.since);
      throw e;
    }
  }

  /** {@return how many calls wait for the store at the moment; 0 if it works} */
  public int waiting() {
    return waiting.get();
  }

  /** {@return the store itself, if it takes part in transactions; its calls are not repeated} */
  Optional<TransactionalStore> transactional() {
    return store instanceof TransactionalStore able ? Optional.of(able) : Optional.empty();
  }

  private <T> T patiently(Supplier<T> call) {
    if (closed.getAsBoolean()) {
      throw new EngineClosedException();
    }
    try {
      return once(call);
    } catch (StoreException e) {
      return again(call, e);
    }
  }

  private <T> T again(Supplier<T> call, StoreException first) {
    LOG.warn("the store does not answer; what needs it waits", first);
    waiting.incrementAndGet();
    try {
      Duration pause = FIRST_PAUSE;
      while (true) {
        environment.parkUntil(environment.instant().plus(pause));
        if (closed.getAsBoolean()) {
          throw new EngineClosedException();
        }
        try {
          T result = once(call);
          LOG.info("the store answers again");
          return result;
        } catch (StoreException e) {
          LOG.debug("the store still does not answer", e);
          Duration longer = pause.multipliedBy(2);
          pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    return patiently(() -> store.commit(commit, now));
  }

  @Override
  public List<Claim> claim(Claim.Request request) {
    return patiently(() -> store.claim(request));
  }

  @Override
  public List<ExecutionId> renew(String node, Instant now, Instant until) {
    return once(() -> store.renew(node, now, until));
  }

  @Override
  public List<ExecutionId> held(String node) {
    return patiently(() -> store.held(node));
  }

  @Override
  public void leave(String node) {
    store.leave(node);
  }

  @Override
  public boolean release(ExecutionId execution, Instant now) {
    return patiently(() -> store.release(execution, now));
  }

  @Override
  public void remove(Collection<ExecutionId> executions, Collection<RecordRef> records) {
    Boolean unused =
        patiently(
            () -> {
              store.remove(executions, records);
              return true;
            });
  }

  @Override
  public List<Due> due(Instant until, int limit) {
    return patiently(() -> store.due(until, limit));
  }

  @Override
  public Runnable subscribe(String node, Listener listener) {
    return store.subscribe(node, listener);
  }

  @Override
  public List<ExecutionRecord> executions(Collection<ExecutionId> ids) {
    return patiently(() -> store.executions(ids));
  }

  @Override
  public Page<ExecutionRecord> executions(Query query) {
    return patiently(() -> store.executions(query));
  }

  @Override
  public Optional<Standing> standing(ExecutionId id) {
    return patiently(() -> store.standing(id));
  }

  @Override
  public Map<ExecutionId, List<JournalEntry>> journals(Collection<ExecutionId> ids) {
    return patiently(() -> store.journals(ids));
  }

  @Override
  public Optional<JournalEntry> entry(ExecutionId id, Position position) {
    return patiently(() -> store.entry(id, position));
  }

  @Override
  public List<InboxItem> inbox(ExecutionId id) {
    return patiently(() -> store.inbox(id));
  }

  @Override
  public List<LogEntry> log(ExecutionId id, int from, int limit) {
    return patiently(() -> store.log(id, from, limit));
  }

  @Override
  public List<ExecutionId> dependencies(ExecutionId id) {
    return patiently(() -> store.dependencies(id));
  }

  @Override
  public Optional<StoredRecord> record(RecordRef ref) {
    return patiently(() -> store.record(ref));
  }

  @Override
  public Page<StoredRecord> records(RecordType type, Query query) {
    return patiently(() -> store.records(type, query));
  }

  @Override
  public Cell cell(String namespace, String key) {
    return patiently(() -> store.cell(namespace, key));
  }

  @Override
  public List<Cell> cells(String namespace, String prefix, String after, int limit) {
    return patiently(() -> store.cells(namespace, prefix, after, limit));
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
