package io.flowengine.jdbc.internal.notice;

import io.flowengine.execution.ExecutionId;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.session.StoreThreads;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices between processes, by NOTIFY in the transaction of the commits and LISTEN on a connection
 * of its own, which a thread of its own opens again when it is lost.
 */
public final class PostgresNotices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresNotices.class);
  private static final String NOTIFY = "SELECT pg_notify(?, ?)";
  private static final int LISTEN_MILLIS = 500;
  private static final int LOOKS_BETWEEN_CHECKS = 40;
  private static final int CHECK_SECONDS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final DataSource source;
  private final String channel;
  private final String sender;
  private final Notices notices;
  private volatile boolean closed;
  private volatile boolean alone;
  private volatile @Nullable Connection listening;
  private @Nullable Thread thread;

  /**
   * Makes notices; nobody listens yet.
   *
   * @param source where the listening connection comes from
   * @param schema the schema of the tables, which separates stores in one database
   * @param sender who sends, unique among all stores of the database
   * @param notices who is told
   */
  public PostgresNotices(DataSource source, String schema, String sender, Notices notices) {
    this.source = source;
    this.channel = "flowengine_" + schema;
    this.sender = sender;
    this.notices = notices;
  }

  /** {@return who is told} */
  public Notices notices() {
    return notices;
  }

  /** Says that there is nobody else to be told, or that there may be somebody. */
  public void alone(boolean now) {
    alone = now;
  }

  /** {@return true if what others commit is heard at the moment} */
  public boolean isListening() {
    return listening != null;
  }

  /** Sends what a group of commits has to tell, if and when its transaction is committed. */
  public void send(Session session, List<Commit> commits, List<CommitResult> results)
      throws SQLException {
    if (alone) {
      return;
    }
    Binding notify = session.change(NOTIFY);
    Map<Notice.Kind, List<ExecutionId>> all = new EnumMap<>(Notice.Kind.class);
    for (int i = 0; i < commits.size(); i++) {
      for (Notice notice : Notice.of(commits.get(i), results.get(i))) {
        all.computeIfAbsent(notice.kind(), kind -> new ArrayList<>()).addAll(notice.executions());
      }
    }
    for (Map.Entry<Notice.Kind, List<ExecutionId>> entry : all.entrySet()) {
      for (String text : Notice.write(sender, entry.getKey(), entry.getValue())) {
        notify.text(channel).text(text).row();
      }
    }
    notify.run();
  }

  /** Begins to listen, unless that has begun already. */
  public synchronized void listen() {
    if (thread == null && !closed) {
      thread = StoreThreads.start("flowengine-listener", this::run);
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
          statement.execute("LISTEN \"" + channel + '"');
        }
        listening = connection;
        pause = FIRST_PAUSE;
        receive(connection);
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn(
              "no hints from other nodes, trying again in {}; the engine looks by itself meanwhile",
              pause,
              e);
          StoreThreads.pause(pause);
          Duration longer = pause.multipliedBy(2);
          pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
      } finally {
        listening = null;
      }
    }
  }

  /** Receives, and asks the server from time to time, for a dead network looks like a quiet one. */
  private void receive(Connection open) throws SQLException {
    PGConnection connection = open.unwrap(PGConnection.class);
    for (int looks = 1; !closed; looks++) {
      if (looks % LOOKS_BETWEEN_CHECKS == 0 && !open.isValid(CHECK_SECONDS)) {
        throw new SQLException("the server does not answer");
      }
      PGNotification[] received = connection.getNotifications(LISTEN_MILLIS);
      for (PGNotification notification : received == null ? new PGNotification[0] : received) {
        String text = notification.getParameter();
        if (!Notice.isFrom(sender, text)) {
          notices.tellAll(Notice.read(text));
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread listener;
    synchronized (this) {
      listener = thread;
    }
    if (listener != null) {
      endReading();
      StoreThreads.wake(listener);
      StoreThreads.join(listener);
    }
  }

  /** Ends the listening connection under the thread that reads from it, which cannot be woken. */
  private void endReading() {
    Connection open = listening;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("the listener ends by itself in {} ms", LISTEN_MILLIS, e);
      }
    }
  }
}
