package io.flowengine.jdbc;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.jdbc.internal.commit.JoinedTransactions;
import io.flowengine.jdbc.internal.commit.LargeValues;
import io.flowengine.jdbc.internal.commit.StoreWriter;
import io.flowengine.jdbc.internal.commit.ValueLimit;
import io.flowengine.jdbc.internal.notice.Notices;
import io.flowengine.jdbc.internal.notice.PostgresNotices;
import io.flowengine.jdbc.internal.query.Listing;
import io.flowengine.jdbc.internal.session.Failures;
import io.flowengine.jdbc.internal.session.Readers;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.table.CellTable;
import io.flowengine.jdbc.internal.table.DependencyTable;
import io.flowengine.jdbc.internal.table.DueTable;
import io.flowengine.jdbc.internal.table.ExecutionTable;
import io.flowengine.jdbc.internal.table.InboxTable;
import io.flowengine.jdbc.internal.table.JournalTable;
import io.flowengine.jdbc.internal.table.LogTable;
import io.flowengine.jdbc.internal.table.NodeTable;
import io.flowengine.jdbc.internal.table.RecordTable;
import io.flowengine.jdbc.internal.table.Removal;
import io.flowengine.jdbc.internal.table.StandingView;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Position;
import io.flowengine.spi.Standing;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.TransactionalStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A durable store in a relational database: a file of SQLite for one JVM, or PostgreSQL for one or
 * several. What {@link #commit} has acknowledged survives the end of the process and of the
 * machine, as far as the disk keeps what it has confirmed.
 *
 * <pre>{@code
 * try (JdbcStore store = JdbcStore.embedded(Path.of("flows.db"));
 *     FlowEngine engine = FlowEngine.builder().store(store).build()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Writes of all threads are grouped: one transaction carries everything that arrived while the
 * one before was under way. The store has one thread for them, and with PostgreSQL one more that
 * listens. A connection that is lost is opened again; meanwhile calls throw {@link
 * io.flowengine.spi.StoreException}, and the engine repeats them.
 *
 * <p>Instants are kept in microseconds; what is finer is cut off. Listings sort texts by code
 * point. Thread-safe.
 */
public final class JdbcStore implements TransactionalStore {
  /** What a store is made of. */
  record Parts(
      StoreWriter writer,
      JoinedTransactions joined,
      Readers readers,
      Notices notices,
      @Nullable PostgresNotices remote,
      ValueLimit limit,
      LargeValues large,
      LeaseClock clock,
      AutoCloseable guard,
      boolean keepsSecrets) {}

  private final Parts parts;
  private final Set<String> ownNodes = ConcurrentHashMap.newKeySet();

  JdbcStore(Parts parts) {
    this.parts = parts;
  }

  /**
   * Opens a store in a file of SQLite, with default settings. The file is made if it does not
   * exist; what is in it is not encrypted, see {@link JdbcStoreBuilder#encrypted()}; beside it lie
   * files of SQLite with the endings {@code -wal} and {@code -shm}, and one with the ending {@code
   * .lock}.
   *
   * @param file the file; its folder exists
   * @return the store
   * @throws StoreOpenException if the file is open in another store, of this or another JVM on this
   *     machine, or cannot be written, or is not such a file
   */
  public static JdbcStore embedded(Path file) {
    return builder(file).open();
  }

  /**
   * Opens a store in PostgreSQL, with default settings.
   *
   * @param source where connections come from; the store keeps one for writing, one for listening
   *     and up to four for reading, and needs no pool
   * @return the store
   * @throws StoreOpenException if the database is not PostgreSQL, cannot be reached, or its tables
   *     cannot be made
   */
  public static JdbcStore postgres(DataSource source) {
    return builder(source).open();
  }

  /**
   * {@return a builder of a store in a file of SQLite}
   *
   * @param file the file; its folder exists
   */
  public static JdbcStoreBuilder builder(Path file) {
    return new JdbcStoreBuilder(requireNonNull(file, "file"), null);
  }

  /**
   * {@return a builder of a store in PostgreSQL}
   *
   * @param source where connections come from
   */
  public static JdbcStoreBuilder builder(DataSource source) {
    return new JdbcStoreBuilder(null, requireNonNull(source, "source"));
  }

  // ---------------------------------------------------------------- writing

  /**
   * {@inheritDoc}
   *
   * @throws io.flowengine.execution.InvalidInputException if a value is larger than the store
   *     takes; nothing was written
   */
  @Override
  public CommitResult commit(Commit commit, Instant now) {
    prepare(commit);
    CommitResult result = parts.writer.commit(commit, now);
    parts.notices.tell(commit, result);
    return result;
  }

  /**
   * {@inheritDoc}
   *
   * <p>With SQLite the connection is one to the same file, and the writer of the store waits while
   * its transaction is open.
   */
  @Override
  public CommitResult commit(Commit commit, Instant now, Connection connection) {
    prepare(commit);
    try {
      if (connection.getAutoCommit()) {
        throw new InvalidInputException(
            "the connection has auto-commit on; turn it off, so that there is a transaction to take"
                + " part in");
      }
      return parts.joined.join(commit, now, connection);
    } catch (SQLException e) {
      throw Failures.store(e);
    }
  }

  @Override
  public CommitResult transact(Work work, Instant now) throws Exception {
    return parts.joined.transact(
        connection -> {
          Commit commit = work.in(connection);
          prepare(commit);
          return commit;
        },
        now);
  }

  private void prepare(Commit commit) {
    parts.limit.check(commit);
    parts.large.keep(commit);
  }

  @Override
  public List<Claim> claim(Claim.Request request) {
    return parts.writer.claim(request, leaseNow(request.now()));
  }

  private @Nullable Instant leaseNow(Instant now) {
    return parts.clock == LeaseClock.ENGINE ? now : null;
  }

  @Override
  public List<ExecutionId> renew(String node, Instant now, Instant until) {
    ownNodes.add(node);
    Instant leaseNow = leaseNow(now);
    return parts.writer.perform(
        session -> {
          NodeTable.renew(session, node, leaseNow, Duration.between(now, until));
          NodeTable.forget(session, leaseNow);
          lookForOthers(session, leaseNow);
          return DueTable.stirred(session, node);
        });
  }

  /** Hints are only sent while another process has a node that lives. */
  private void lookForOthers(Session session, @Nullable Instant leaseNow) throws SQLException {
    if (parts.remote != null) {
      parts.remote.alone(ownNodes.containsAll(NodeTable.alive(session, leaseNow)));
    }
  }

  @Override
  public List<ExecutionId> held(String node) {
    return parts.readers.read(session -> DueTable.held(session, node));
  }

  @Override
  public void leave(String node) {
    ownNodes.remove(node);
    Boolean unused =
        parts.writer.perform(
            session -> {
              NodeTable.leave(session, node);
              return true;
            });
  }

  @Override
  public boolean release(ExecutionId execution, Instant now) {
    return parts.writer.perform(session -> DueTable.release(session, execution, now));
  }

  @Override
  public void remove(Collection<ExecutionId> executions, Collection<RecordRef> records) {
    parts.large.delete(parts.writer.perform(session -> Removal.of(session, executions, records)));
  }

  @Override
  public List<Due> due(Instant until, int limit) {
    return parts.readers.read(session -> DueTable.due(session, until, limit));
  }

  @Override
  public Runnable subscribe(String node, Listener listener) {
    if (parts.remote != null) {
      parts.remote.listen();
    }
    return parts.notices.subscribe(node, listener);
  }

  // ---------------------------------------------------------------- reading

  @Override
  public List<ExecutionRecord> executions(Collection<ExecutionId> ids) {
    Map<ExecutionId, ExecutionRecord> found = new HashMap<>();
    for (ExecutionRecord record :
        parts.readers.read(session -> ExecutionTable.records(session, new HashSet<>(ids)))) {
      found.put(record.id(), record);
    }
    return ids.stream()
        .filter(found::containsKey)
        .map(id -> requireNonNull(found.get(id)))
        .toList();
  }

  @Override
  public Page<ExecutionRecord> executions(Query query) {
    return parts.readers.stream(session -> Listing.executions().page(session, query));
  }

  @Override
  public Optional<Standing> standing(ExecutionId id) {
    return parts.readers.stream(session -> StandingView.read(session, id));
  }

  @Override
  public Map<ExecutionId, List<JournalEntry>> journals(Collection<ExecutionId> ids) {
    return parts.readers.stream(session -> JournalTable.read(session, new HashSet<>(ids)));
  }

  @Override
  public Optional<JournalEntry> entry(ExecutionId id, Position position) {
    return parts.readers.read(session -> JournalTable.read(session, id, position));
  }

  @Override
  public List<InboxItem> inbox(ExecutionId id) {
    return parts.readers.read(session -> InboxTable.read(session, List.of(id)));
  }

  @Override
  public List<LogEntry> log(ExecutionId id, int from, int limit) {
    return parts.readers.read(session -> LogTable.read(session, id, from, limit));
  }

  @Override
  public List<ExecutionId> dependencies(ExecutionId id) {
    return parts.readers.read(session -> DependencyTable.read(session, id));
  }

  @Override
  public Optional<StoredRecord> record(RecordRef ref) {
    return parts.readers.read(session -> RecordTable.read(session, ref));
  }

  @Override
  public Page<StoredRecord> records(RecordType type, Query query) {
    return parts.readers.stream(session -> Listing.records(type).page(session, query));
  }

  @Override
  public Cell cell(String namespace, String key) {
    return parts.readers.read(session -> CellTable.read(session, namespace, key));
  }

  @Override
  public List<Cell> cells(String namespace, String prefix, String after, int limit) {
    return parts.readers.read(session -> CellTable.list(session, namespace, prefix, after, limit));
  }

  /** {@return how many transactions the store has committed; for tests} */
  long transactions() {
    return parts.writer.transactions();
  }

  /** {@return how many calls wait for the next transaction; for tests} */
  int waiting() {
    return parts.writer().waiting();
  }

  /** Reads something on the connection of the writer; for tests. */
  <T> T onWriter(StoreWriter.Work<T> work) {
    return parts.writer.perform(work);
  }

  /**
   * {@return true with a codec of payloads, and for a file of SQLite, which is protected like other
   * files of the machine}
   */
  @Override
  public boolean keepsSecrets() {
    return parts.keepsSecrets();
  }

  /**
   * Finishes the commits that were handed in before, and closes all connections. Calls that come
   * later throw {@link io.flowengine.spi.StoreException}. Repeating it does nothing.
   */
  @Override
  public void close() {
    parts.notices.clear();
    if (parts.remote != null) {
      parts.remote.close();
    }
    parts.writer.close();
    parts.readers.close();
    JdbcStoreBuilder.close(parts.guard);
  }
}
