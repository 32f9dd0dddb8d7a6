package io.flowengine.jdbc.internal.commit;

import io.flowengine.jdbc.internal.session.Dialect;
import io.flowengine.jdbc.internal.session.Dialect.Remedy;
import io.flowengine.jdbc.internal.session.Failures;
import io.flowengine.jdbc.internal.session.Payloads;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.StoreException;
import io.flowengine.spi.TransactionalStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies single commits in transactions that somebody else writes in too: the host's own, or one
 * that is opened for a step. They do not go through the queue of the writer; the database keeps
 * them apart.
 */
public final class JoinedTransactions {
  private static final int TRIES = 20;
  private static final int VALIDATION_SECONDS = 1;

  private final Dialect dialect;
  private final Payloads payloads;
  private final StoreWriter.Connector connector;
  private final StoreWriter.Companion companion;

  /**
   * Makes an entrance for others.
   *
   * @param dialect what is special about the database
   * @param payloads how payloads are written
   * @param connector opens connections for steps
   * @param companion what else belongs to the transaction of a commit
   */
  public JoinedTransactions(
      Dialect dialect,
      Payloads payloads,
      StoreWriter.Connector connector,
      StoreWriter.Companion companion) {
    this.dialect = dialect;
    this.payloads = payloads;
    this.connector = connector;
    this.companion = companion;
  }

  /** Applies a commit in the transaction of a connection that belongs to the caller. */
  public CommitResult join(Commit commit, Instant now, Connection connection) throws SQLException {
    Session session = new Session(connection, dialect, payloads);
    try {
      return apply(session, commit, now);
    } finally {
      session.closeStatements();
    }
  }

  /**
   * Runs work and the commit that comes of it in a transaction of its own; again if that stood in
   * the way of another one.
   *
   * @throws StoreException if the connection broke; whether the transaction was committed is
   *     unknown
   * @throws Exception what the work threw
   */
  public CommitResult transact(TransactionalStore.Work work, Instant now) throws Exception {
    for (int tries = 1; ; tries++) {
      try (Session session = open()) {
        Commit commit = work(session, work);
        if (commit != null) {
          CommitResult result = finish(session, commit, now, tries == TRIES);
          if (result != null) {
            return result;
          }
        }
      }
    }
  }

  private Session open() {
    try {
      Session session = connector.open();
      session.begin();
      return session;
    } catch (SQLException e) {
      throw Failures.store(e);
    }
  }

  /** The commit; null if the work is to be done again. */
  private @Nullable Commit work(Session session, TransactionalStore.Work work) throws Exception {
    Connection connection = session.connection();
    try {
      return work.in(connection);
    } catch (Exception e) {
      if (!connection.isValid(VALIDATION_SECONDS)) {
        throw new StoreException("the connection broke in the middle of a transaction", e);
      }
      session.rollback();
      if (e instanceof SQLException sql && dialect.remedy(sql) == Remedy.REPEAT) {
        return null;
      }
      throw e;
    }
  }

  /** What became of the commit; null if the work is to be done again. */
  private @Nullable CommitResult finish(Session session, Commit commit, Instant now, boolean last) {
    try {
      CommitResult result = apply(session, commit, now);
      if (result instanceof CommitResult.Committed) {
        session.commit();
      } else {
        session.rollback();
      }
      return result;
    } catch (SQLException e) {
      return switch (dialect.remedy(e)) {
        case REPEAT -> {
          if (last) {
            throw Failures.store(e);
          }
          yield null;
        }
        case SEPARATE -> throw Failures.refused(e);
        case RECONNECT -> throw Failures.store(e);
      };
    }
  }

  private CommitResult apply(Session session, Commit commit, Instant now) throws SQLException {
    WorkingSet set = GroupLoader.load(session, List.of(commit), new HashSet<>());
    CommitResult result = new CommitRules(set).apply(commit, now);
    GroupWriter.write(session, set);
    companion.in(session, List.of(commit), List.of(result));
    return result;
  }
}
