package io.flowengine.jdbc.internal.table;

import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;

/**
 * Counts the ends of executions. The row stays locked until the transaction ends, so the numbers
 * are in the order of the commits; it is the last thing a transaction locks.
 */
public final class EndCounter {
  private static final String ADD =
      "UPDATE {counters} SET value = value + ? WHERE name = 'ends' RETURNING value";

  private EndCounter() {}

  /** Counts ends and gives the number before the first of them. */
  public static long add(Session session, int ends) throws SQLException {
    return session.prepare(ADD).integer(ends).list(Row::number).getFirst() - ends;
  }
}
