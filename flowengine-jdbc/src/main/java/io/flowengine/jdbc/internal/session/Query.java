package io.flowengine.jdbc.internal.session;

import java.sql.SQLException;

/**
 * A query that is ready to be sent.
 *
 * @param sql shared SQL
 * @param parameters sets its parameters
 * @param rows looks at what it finds
 */
public record Query(String sql, Parameters parameters, Row.Visitor rows) {
  /** Sets parameters. */
  @FunctionalInterface
  public interface Parameters {
    /** Sets them; what it returns does not matter. */
    Binding set(Binding query) throws SQLException;
  }
}
