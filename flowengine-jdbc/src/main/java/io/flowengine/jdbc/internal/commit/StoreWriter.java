package io.flowengine.jdbc.internal.commit;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.jdbc.internal.session.Dialect;
import io.flowengine.jdbc.internal.session.Dialect.Remedy;
import io.flowengine.jdbc.internal.session.Failures;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.session.StoreThreads;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.PayloadException;
import io.flowengine.spi.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Group commit. All writes of the store go through one queue to one thread, which takes everything
 * that has arrived, runs it in one transaction, and answers when that is durable. While a
 * transaction is under way the next group gathers, so the more is to be done the larger the groups
 * get, and an fsync is shared by all of a group.
 *
 * <p><b>A group</b> is computed in memory: load what its commits touch in a fixed number of
 * statements ({@link GroupLoader}), apply them one after the other ({@link CommitRules}), write the
 * differences in batches ({@link GroupWriter}). A commit that is refused has changed nothing, so it
 * is refused alone. Claims and renewals of the group run after its commits, in the same
 * transaction.
 *
 * <p><b>Failures.</b> A transaction that stood in the way of another one is run again. If a
 * statement is wrong for one member, the members run one by one, and that one alone fails. If the
 * database cannot be reached, all members fail with {@link StoreException}, the connection is
 * opened again for the next group, and whoever asked may ask again.
 */
public final class StoreWriter implements AutoCloseable {
  /** Opens connections of the writer. */
  @FunctionalInterface
  public interface Connector {
    /** Opens a connection on which transactions are ended by hand. */
    Session open() throws SQLException;
  }

  /** Something that is done inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. It may be done again if the transaction is repeated. */
    T in(Session session) throws SQLException;
  }

  /** Does more in the transaction of a group, about the commits that were applied. */
  @FunctionalInterface
  public interface Companion {
    /** Does it. */
    void in(Session session, List<Commit> commits, List<CommitResult> results) throws SQLException;
  }

  private static final int LARGEST_GROUP = 1000;
  private static final int TRIES = 20;

  private final WriterConnection connection;
  private final Dialect dialect;
  private final Companion companion;
  private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
  private final AtomicLong transactions = new AtomicLong();
  private final Thread thread;
  private boolean closed;

  /** One entry of the queue. */
  private static final class Task {
    final @Nullable Commit commit;
    final Instant now;
    final @Nullable Work<?> work;
    final CompletableFuture<Object> answer = new CompletableFuture<>();
    @Nullable Object result;

    Task(@Nullable Commit commit, Instant now, @Nullable Work<?> work) {
      this.commit = commit;
      this.now = now;
      this.work = work;
    }
  }

  private static final Task END = new Task(null, Instant.EPOCH, null);

  /**
   * Starts a writer.
   *
   * @param dialect what is special about the database
   * @param connector opens its connection
   * @param companion what else belongs to the transaction of a group
   * @param name the name of its thread
   */
  public StoreWriter(Dialect dialect, Connector connector, Companion companion, String name) {
    this.dialect = dialect;
    this.connection = new WriterConnection(connector);
    this.companion = companion;
    this.thread = StoreThreads.start(name, this::run);
  }

  /** {@return how many transactions were committed} */
  public long transactions() {
    return transactions.get();
  }

  /** {@return how many commits and claims wait for the next transaction} */
  public int waiting() {
    return queue.size();
  }

  /** Makes a commit durable and gives what became of it. */
  public CommitResult commit(Commit commit, Instant now) {
    return (CommitResult) answer(new Task(commit, now, null));
  }

  /**
   * Claims executions.
   *
   * @param leaseNow the time that leases are compared with; null for that of the database
   */
  public List<Claim> claim(Claim.Request request, @Nullable Instant leaseNow) {
    return perform(session -> Claims.claim(session, request, leaseNow));
  }

  /** Does something in a transaction. */
  @SuppressWarnings("unchecked")
  public <T> T perform(Work<T> work) {
    return (T) answer(new Task(null, Instant.EPOCH, work));
  }

  private Object answer(Task task) {
    synchronized (queue) {
      if (closed) {
        throw new StoreException("the store is closed; open it again", null);
      }
      queue.add(task);
    }
    try {
      return task.answer.join();
    } catch (CompletionException e) {
      throw rethrown(requireNonNull(e.getCause()));
    }
  }

  /** The failure again, with the stack of the caller. */
  private static RuntimeException rethrown(Throwable failure) {
    return switch (failure) {
      case StoreException store -> new StoreException(store.getMessage(), store);
      case PayloadException payload ->
          new PayloadException(payload.place(), payload.problem(), payload);
      case InvalidInputException input -> new InvalidInputException(input.getMessage());
      default -> new IllegalStateException("the writer of the store failed", failure);
    };
  }

  /** Finishes what was asked for before, and gives the connection back. */
  @Override
  public void close() {
    synchronized (queue) {
      if (!closed) {
        closed = true;
        queue.add(END);
      }
    }
    StoreThreads.join(thread);
  }

  // ---------------------------------------------------------------- the thread of the writer

  private void run() {
    List<Task> group = new ArrayList<>();
    while (!group.contains(END)) {
      group.clear();
      group.add(StoreThreads.take(queue));
      int unused = queue.drainTo(group, LARGEST_GROUP - 1);
      process(group.stream().filter(task -> task != END).toList());
    }
    connection.close();
  }

  private void process(List<Task> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      transact(group);
      group.forEach(task -> task.answer.complete(task.result));
    } catch (SQLException e) {
      failed(group, e);
    } catch (Throwable e) {
      connection.rollback();
      failed(group, e);
    }
  }

  private void failed(List<Task> group, SQLException e) {
    if (dialect.remedy(e) != Remedy.SEPARATE) {
      connection.close();
      StoreException failure = Failures.store(e);
      group.forEach(task -> task.answer.completeExceptionally(failure));
    } else if (group.size() > 1) {
      group.forEach(task -> process(List.of(task)));
    } else {
      group.getFirst().answer.completeExceptionally(Failures.refused(e));
    }
  }

  /** A row that cannot be decoded for instance: only those that need it fail. */
  private void failed(List<Task> group, Throwable e) {
    if (group.size() > 1) {
      group.forEach(task -> process(List.of(task)));
    } else {
      group.getFirst().answer.completeExceptionally(e);
    }
  }

  private void transact(List<Task> group) throws SQLException {
    Set<ExecutionId> alsoLocked = new HashSet<>();
    for (int tries = 1; ; tries++) {
      Session session = connection.session();
      try {
        session.begin();
        once(session, group, alsoLocked);
        session.commit();
        transactions.incrementAndGet();
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (dialect.remedy(e) != Remedy.REPEAT || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private void once(Session session, List<Task> group, Set<ExecutionId> alsoLocked)
      throws SQLException {
    List<Commit> commits = new ArrayList<>(group.size());
    for (Task task : group) {
      if (task.commit != null) {
        commits.add(task.commit);
      }
    }
    if (!commits.isEmpty()) {
      WorkingSet set = GroupLoader.load(session, commits, alsoLocked);
      CommitRules rules = new CommitRules(set);
      List<CommitResult> results = new ArrayList<>(commits.size());
      for (Task task : group) {
        if (task.commit != null) {
          CommitResult result = rules.apply(task.commit, task.now);
          task.result = result;
          results.add(result);
        }
      }
      GroupWriter.write(session, set);
      companion.in(session, commits, results);
    }
    for (Task task : group) {
      if (task.work != null) {
        task.result = task.work.in(session);
      }
    }
  }
}
