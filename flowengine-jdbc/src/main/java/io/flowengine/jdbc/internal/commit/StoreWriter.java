package io.flowengine.jdbc.internal.commit;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.jdbc.internal.session.Dialect;
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
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit. All writes of the store go through one queue to one thread, which takes everything
 * that has arrived, runs it in one transaction, and answers when that is durable. While a
 * transaction is under way the next group gathers, so the more is to be done the larger the groups
 * get, and an fsync is shared by all of a group.
 *
 * <p>Where that is quicker, a commit that is alone is written by the thread that asks for it. Two
 * changes of threads take about as long as SQLite needs for an fsync. As soon as several ask at the
 * same time the thread of the writer does all of it, for that makes the larger groups.
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
  private static final WriteTask END = WriteTask.work(session -> true);

  private final GroupTransaction transaction;
  private final boolean takesCallers;
  private final LinkedBlockingQueue<WriteTask> queue = new LinkedBlockingQueue<>();

  /** Held by the thread that writes. */
  private final ReentrantLock turn = new ReentrantLock();

  private final Thread thread;
  private volatile boolean calm = true;
  private boolean closed;

  /**
   * Starts a writer.
   *
   * @param dialect what is special about the database
   * @param connector opens its connection
   * @param companion what else belongs to the transaction of a group
   * @param name the name of its thread
   */
  public StoreWriter(Dialect dialect, Connector connector, Companion companion, String name) {
    this.transaction = new GroupTransaction(new WriterConnection(connector), dialect, companion);
    this.takesCallers = !dialect.isShared() && Runtime.getRuntime().availableProcessors() > 1;
    this.thread = StoreThreads.start(name, this::run);
  }

  /** {@return how many transactions were committed} */
  public long transactions() {
    return transaction.transactions();
  }

  /** {@return how many commits and claims wait for the next transaction} */
  public int waiting() {
    return queue.size() + turn.getQueueLength();
  }

  /** Makes a commit durable and gives what became of it. */
  public CommitResult commit(Commit commit, Instant now) {
    return (CommitResult) answer(WriteTask.commit(commit, now));
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
    return (T) answer(WriteTask.work(work));
  }

  private Object answer(WriteTask task) {
    if (!takesCallers || !writtenByCaller(task)) {
      add(task);
    }
    try {
      return task.answer.join();
    } catch (CompletionException e) {
      throw rethrown(requireNonNull(e.getCause()));
    }
  }

  private void add(WriteTask task) {
    synchronized (queue) {
      requireOpen();
      queue.add(task);
    }
  }

  private void requireOpen() {
    synchronized (queue) {
      if (closed) {
        throw new StoreException("the store is closed; open it again", null);
      }
    }
  }

  /**
   * Writes at once if nobody else does or is about to. A virtual thread keeps its carrier
   * meanwhile, which is why this is never done by more than one thread, nor on a machine with one
   * processor.
   */
  private boolean writtenByCaller(WriteTask task) {
    if (!calm || !queue.isEmpty() || turn.hasQueuedThreads() || !turn.tryLock()) {
      return false;
    }
    try {
      requireOpen();
      transaction.process(List.of(task));
      return true;
    } finally {
      turn.unlock();
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
    List<WriteTask> group = new ArrayList<>();
    while (!group.contains(END)) {
      group.clear();
      group.add(StoreThreads.take(queue));
      turn.lock();
      try {
        int unused = queue.drainTo(group, LARGEST_GROUP - 1);
        calm = group.size() == 1;
        transaction.process(group.stream().filter(task -> task != END).toList());
      } finally {
        turn.unlock();
      }
    }
    transaction.close();
  }
}
