package io.flowengine.jdbc.internal.table;

import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;

/**
 * Counts the ends of executions. The row stays locked until the transaction ends, so the numbers
 * are in the order of the commits; it is the last thing a transaction locks. The number itself does
 * not leave the database: that would be a round trip.
 */
public final class EndCounter {
  private static final String ADD = "UPDATE {counters} SET value = value + ? WHERE name = 'ends'";

  /** The number of the last end that was counted, as a part of a statement. */
  static final String LAST = "(SELECT value FROM {counters} WHERE name = 'ends')";

  private EndCounter() {}

  /** Counts ends. */
  public static void add(Session session, int ends) throws SQLException {
    Binding batch = session.change(ADD);
    batch.integer(ends).row();
    batch.run();
  }
}
