package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.jdbc.internal.commit.StoreWriter.Companion;
import io.flowengine.jdbc.internal.session.Dialect;
import io.flowengine.jdbc.internal.session.Dialect.Remedy;
import io.flowengine.jdbc.internal.session.Failures;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs groups of tasks in one transaction each, and answers them when that is durable.
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
 *
 * <p>Used by one thread at a time.
 */
final class GroupTransaction {
  private static final int TRIES = 20;

  private final WriterConnection connection;
  private final Dialect dialect;
  private final Companion companion;
  private final AtomicLong transactions = new AtomicLong();

  GroupTransaction(WriterConnection connection, Dialect dialect, Companion companion) {
    this.connection = connection;
    this.dialect = dialect;
    this.companion = companion;
  }

  /** How many transactions were committed. May be asked by any thread. */
  long transactions() {
    return transactions.get();
  }

  void close() {
    connection.close();
  }

  void process(List<WriteTask> group) {
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

  private void failed(List<WriteTask> group, SQLException e) {
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
  private void failed(List<WriteTask> group, Throwable e) {
    if (group.size() > 1) {
      group.forEach(task -> process(List.of(task)));
    } else {
      group.getFirst().answer.completeExceptionally(e);
    }
  }

  private void transact(List<WriteTask> group) throws SQLException {
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

  private void once(Session session, List<WriteTask> group, Set<ExecutionId> alsoLocked)
      throws SQLException {
    List<Commit> commits = new ArrayList<>(group.size());
    for (WriteTask task : group) {
      if (task.commit != null) {
        commits.add(task.commit);
      }
    }
    if (!commits.isEmpty()) {
      WorkingSet set = GroupLoader.load(session, commits, alsoLocked);
      CommitRules rules = new CommitRules(set);
      List<CommitResult> results = new ArrayList<>(commits.size());
      for (WriteTask task : group) {
        if (task.commit != null) {
          CommitResult result = rules.apply(task.commit, task.now);
          task.result = result;
          results.add(result);
        }
      }
      GroupWriter.write(session, set);
      companion.in(session, commits, results);
    }
    for (WriteTask task : group) {
      if (task.work != null) {
        task.result = task.work.in(session);
      }
    }
  }
}
