package io.flowengine.connectors.sql;

import io.flowengine.connector.ConnectorCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection while a call has it: what runs on it can be stopped, as long as it is not given
 * back.
 *
 * <p>It is given back undisturbed. Pools offer a connection to those who wait for one again and
 * again and rest in between, which an interrupted thread does not: two of them keep all virtual
 * threads from running, those too that wait. So a cancel waits until a connection is given back,
 * and after a cancel a thread does it that nobody interrupts.
 */
final class Borrowed implements AutoCloseable {
  private final Connection connection;
  private final ConnectorCall call;
  private final String place;
  private final ReentrantLock ending = new ReentrantLock();
  private volatile @Nullable Statement running;

  /** Takes a connection that no cancel has reached so far. */
  Borrowed(Connection connection, ConnectorCall call, String place) {
    this.connection = connection;
    this.call = call;
    this.place = place;
    call.onCancel(this::stop);
  }

  Connection connection() {
    return connection;
  }

  /** Notes what a cancel has to stop; null for nothing. */
  void runs(@Nullable Statement statement) {
    running = statement;
  }

  /** Has the server stop; called by another thread. */
  private void stop() {
    ending.lock();
    try {
      Statement statement = running;
      if (statement != null) {
        stop(statement);
      }
    } finally {
      ending.unlock();
    }
  }

  /**
   * Drivers cancel on a connection of its own, which a server that has as many as it takes refuses.
   * Then the connection of the statement is cut: the call ends, and the server sees it in its time.
   */
  private void stop(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException refused) {
      try {
        statement.getConnection().abort(Runnable::run);
      } catch (SQLException e) {
        refused.addSuppressed(e);
        throw new IllegalStateException(
            "the statement on " + place + " was neither cancelled nor cut off", refused);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    ending.lock();
    try {
      running = null;
      if (call.isCancelled()) {
        Thread unused = Thread.ofVirtual().start(this::leave);
      } else {
        connection.close();
      }
    } finally {
      ending.unlock();
    }
  }

  private void leave() {
    try {
      connection.close();
    } catch (SQLException e) {
      // the pool has thrown it away, and the call has ended as cancelled
    }
  }
}
