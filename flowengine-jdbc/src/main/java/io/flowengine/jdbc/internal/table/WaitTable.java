package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Query;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;
import java.util.ArrayList;
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

  /** One who waits for one thing; the number is the place of that among all it waits for. */
  public record Registration(Kind kind, String target, ExecutionId waiter, int number) {}

  private static final String BY_TARGET =
      "SELECT target, waiter_id, number FROM {waits} WHERE target IN [list] AND kind = ?";
  private static final String BY_WAITER =
      "SELECT target, waiter_id, number FROM {waits} WHERE waiter_id = ? AND kind = ?"
          + " ORDER BY number";
  private static final String INSERT =
      "INSERT INTO {waits} (kind, target, waiter_id, number) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (target, kind, waiter_id) DO NOTHING";
  private static final String DELETE = "DELETE FROM {waits} WHERE waiter_id IN [list]";

  private WaitTable() {}

  /** Finds who waits for one of several things, and adds that to {@code found}. */
  static Query find(Kind kind, Collection<String> targets, Collection<Registration> found) {
    return new Query(
        BY_TARGET,
        query -> query.list(targets).name(kind),
        row -> found.add(new Registration(kind, row.text(), row.id(), row.integer())));
  }

  /** Finds who waits for the notification of one of several topics. */
  public static List<Registration> ofTopics(Session session, Collection<String> topics)
      throws SQLException {
    List<Registration> found = new ArrayList<>();
    session.each(find(Kind.TOPIC, topics, found));
    return found;
  }

  /** Lists what somebody waits for, in the order in which it was named. */
  public static List<String> targets(Session session, Kind kind, ExecutionId waiter)
      throws SQLException {
    return session.prepare(BY_WAITER).id(waiter).name(kind).list(Row::text);
  }

  /** Adds registrations. */
  public static void add(Session session, Collection<Registration> registrations)
      throws SQLException {
    if (registrations.isEmpty()) {
      return;
    }
    Binding batch = session.change(INSERT);
    for (Registration one : registrations) {
      batch.name(one.kind()).text(one.target()).id(one.waiter()).integer(one.number()).row();
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
}
