package io.flowengine.jdbc.internal.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What really differs between databases. All other SQL is shared; it marks with brackets the places
 * that {@link #translate} fills in:
 *
 * <ul>
 *   <li>{@code {name}}: a table
 *   <li>{@code IN [list]}: one of a list that is a single parameter, see {@link #setList}
 *   <li>{@code [lock]}, {@code [lock nowait]}, {@code [lock skip]}: the rows are kept from others
 *       until the transaction ends
 *   <li>{@code [clock]}: the database's time in microseconds
 * </ul>
 */
public interface Dialect {
  /** What to do about an error. */
  enum Remedy {
    /** The transaction stood in the way of another one: roll back and run it again. */
    REPEAT,
    /** The statement is wrong for one of the members of a group: run them one by one. */
    SEPARATE,
    /** The database cannot be reached, or cannot work at the moment. */
    RECONNECT
  }

  /** {@return the name of the product, which is also that of the folder of its migrations} */
  String name();

  /**
   * {@return the statement that begins a transaction; null if the driver begins and ends them by
   * itself}
   */
  default @Nullable String begin() {
    return null;
  }

  /** {@return true if several statements and a commit can be sent at once} */
  default boolean pipelines() {
    return false;
  }

  /** Fills in the places in shared SQL that differ. */
  String translate(String sql);

  /** Sets a parameter of the form {@code IN [list]}. */
  void setList(PreparedStatement statement, int index, Collection<String> values)
      throws SQLException;

  /** Prepares a new connection of the writer. */
  void openWriter(Connection connection) throws SQLException;

  /**
   * Keeps topics from other processes until the transaction ends: who waits for a topic and who
   * notifies it come one after the other.
   *
   * @param topics in the order in which they are locked
   */
  void lockTopics(Connection connection, Collection<String> topics) throws SQLException;

  /** {@return true if several processes write at the same time, so that rows have to be locked} */
  boolean isShared();

  /** Says what to do about an error. */
  Remedy remedy(SQLException error);

  /**
   * {@return true if {@code LIKE} with an escaping backslash compares exactly; if not it only finds
   * at least what it should}
   */
  boolean hasExactLike();
}
