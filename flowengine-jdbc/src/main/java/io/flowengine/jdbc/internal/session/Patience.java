package io.flowengine.jdbc.internal.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How long a connection waits for a single answer of the database before it is given up. A network
 * that is cut without a word would keep whoever asks waiting for ever.
 *
 * @param millis in milliseconds; 0 for ever
 */
public record Patience(int millis) {
  /** Waits for ever. */
  public static final Patience ENDLESS = new Patience(0);

  /**
   * Waits for a limited time.
   *
   * @param longest how long at most; from a millisecond to a day
   */
  public static Patience of(Duration longest) {
    return new Patience(Math.toIntExact(longest.toMillis()));
  }

  /** Gives a connection this patience. */
  public void limit(Connection connection) throws SQLException {
    if (millis > 0) {
      connection.setNetworkTimeout(Runnable::run, millis);
    }
  }
}
