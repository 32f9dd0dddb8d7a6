package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The table {@code waits}: who waits for which execution or topic. */
public final class WaitTable {
  /** What is waited for. */
  public enum Kind {
    /** The end of an execution. */
    EXECUTION,
    /** The notification of a topic. */
    TOPIC
  }

  /** One who waits for one thing. */
  public record Registration(Kind kind, String target, ExecutionId waiter) {}

  private static final String BY_TARGET =
      "SELECT target, waiter_id FROM {waits} WHERE target IN [list] AND kind = ?";
  private static final String INSERT =
      "INSERT INTO {waits} (kind, target, waiter_id) VALUES (?, ?, ?)"
          + " ON CONFLICT (target, kind, waiter_id) DO NOTHING";
  private static final String DELETE = "DELETE FROM {waits} WHERE waiter_id IN [list]";
  private static final String DELETE_TARGETS =
      "DELETE FROM {waits} WHERE target IN [list] AND kind = ?";

  private WaitTable() {}

  /** Finds who waits for one of several things. */
  public static List<Registration> find(Session session, Kind kind, Collection<String> targets)
      throws SQLException {
    return session
        .prepare(BY_TARGET)
        .list(targets)
        .name(kind)
        .list(row -> new Registration(kind, row.text(), row.id()));
  }

  /** Adds registrations. */
  public static void add(Session session, Collection<Registration> registrations)
      throws SQLException {
    if (registrations.isEmpty()) {
      return;
    }
    Binding batch = session.prepare(INSERT);
    for (Registration one : registrations) {
      batch.name(one.kind()).text(one.target()).id(one.waiter()).row();
    }
    batch.run();
  }

  /** Removes all registrations of some who wait. */
  public static void removeWaiters(Session session, Collection<ExecutionId> waiters)
      throws SQLException {
    if (!waiters.isEmpty()) {
      int unused = session.prepare(DELETE).ids(waiters).change();
    }
  }

  /** Removes all registrations on executions that have ended. */
  public static void removeTargets(Session session, Collection<ExecutionId> ended)
      throws SQLException {
    if (!ended.isEmpty()) {
      int unused = session.prepare(DELETE_TARGETS).ids(ended).name(Kind.EXECUTION).change();
    }
  }
}
