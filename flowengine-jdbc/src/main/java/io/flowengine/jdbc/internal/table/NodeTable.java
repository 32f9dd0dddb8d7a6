package io.flowengine.jdbc.internal.table;

import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code nodes}: one row for the lease of each node. The instant {@code now} is null
 * where the database's own clock counts.
 */
public final class NodeTable {
  private static final String RENEW =
      "INSERT INTO {nodes} (node, alive_until)"
          + " VALUES (?, coalesce(CAST(? AS bigint), [clock]) + ?)"
          + " ON CONFLICT (node) DO UPDATE SET alive_until = excluded.alive_until";
  private static final String ENSURE =
      "INSERT INTO {nodes} (node, alive_until) VALUES (?, ?)"
          + " ON CONFLICT (node) DO UPDATE SET node = excluded.node";
  private static final String LEAVE = "UPDATE {nodes} SET alive_until = ? WHERE node = ?";
  private static final String LEAVE_ALL = "UPDATE {nodes} SET alive_until = ?";
  private static final String DEAD =
      "SELECT node FROM {nodes} WHERE node <> ?"
          + " AND alive_until < coalesce(CAST(? AS bigint), [clock])";
  private static final String ALIVE =
      "SELECT node FROM {nodes} WHERE alive_until >= coalesce(CAST(? AS bigint), [clock])";
  private static final String FORGOTTEN =
      "SELECT node FROM {nodes} WHERE alive_until < coalesce(CAST(? AS bigint), [clock]) - ?"
          + " ORDER BY node [lock skip]";
  private static final String FORGET =
      "DELETE FROM {nodes} WHERE node IN [list]"
          + " AND NOT EXISTS (SELECT 1 FROM {executions} e WHERE e.node = {nodes}.node)";

  /** A node that nobody has heard of for so long is forgotten when it holds nothing. */
  private static final long FORGOTTEN_MICROS = Duration.ofHours(1).toNanos() / 1000;

  private NodeTable() {}

  /** Extends the lease of a node, or begins it. */
  public static void renew(Session session, String node, @Nullable Instant now, Duration lease)
      throws SQLException {
    int unused =
        session.prepare(RENEW).text(node).instant(now).number(lease.toNanos() / 1000).change();
  }

  /**
   * Sees to it that nodes which hold something have a row. It locks the rows, so that {@link
   * #forget} in another process leaves them.
   */
  public static void ensure(Session session, Collection<String> nodes) throws SQLException {
    Binding batch = session.change(ENSURE);
    for (String node : nodes) {
      batch.text(node).number(Long.MIN_VALUE).row();
    }
    batch.run();
  }

  /** Ends the lease of a node. */
  public static void leave(Session session, String node) throws SQLException {
    int unused = session.prepare(LEAVE).number(Long.MIN_VALUE).text(node).change();
  }

  /** Ends all leases: nobody is left who could have one. */
  public static void leaveAll(Session session) throws SQLException {
    int unused = session.prepare(LEAVE_ALL).number(Long.MIN_VALUE).change();
  }

  /** Lists the nodes, but for one, whose lease has run out. */
  public static List<String> dead(Session session, String but, @Nullable Instant now)
      throws SQLException {
    return session.prepare(DEAD).text(but).instant(now).list(Row::text);
  }

  /** Lists the nodes whose lease has not run out. */
  public static List<String> alive(Session session, @Nullable Instant now) throws SQLException {
    return session.prepare(ALIVE).instant(now).list(Row::text);
  }

  /** Forgets nodes that died long ago and hold nothing. */
  public static void forget(Session session, @Nullable Instant now) throws SQLException {
    List<String> nodes =
        session.prepare(FORGOTTEN).instant(now).number(FORGOTTEN_MICROS).list(Row::text);
    if (!nodes.isEmpty()) {
      int unused = session.prepare(FORGET).list(nodes).change();
    }
  }
}
