package io.flowengine.jdbc.internal.session;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.StoreException;
import java.sql.SQLException;

/** What is thrown when the database does not do what it is told. */
public final class Failures {
  private Failures() {}

  /** The database cannot be reached or cannot work at the moment. */
  public static StoreException store(SQLException e) {
    return new StoreException(
        "the database does not do its work ("
            + e.getMessage()
            + state(e)
            + "); the call can be repeated when it is there again",
        e);
  }

  /** The database will never take what it was given. */
  public static InvalidInputException refused(SQLException e) {
    return new InvalidInputException(
        "the database refuses a value of the commit (" + e.getMessage() + state(e) + ")");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : ", SQLSTATE " + e.getSQLState();
  }
}
