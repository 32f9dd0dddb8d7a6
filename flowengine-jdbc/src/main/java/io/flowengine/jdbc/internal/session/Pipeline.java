package io.flowengine.jdbc.internal.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a transaction that were handed in and not sent yet. A few of them, as a single commit
 * of the engine makes, are sent together with the {@code COMMIT} as one statement of several parts:
 * one round trip to the server instead of one for each table and one to commit. Many go in batches,
 * where round trips do not count. Not thread-safe.
 *
 * <p>The parts run in their order. If one fails, the server skips the rest, the {@code COMMIT}
 * among them, so that a transaction is never committed without one of its changes.
 */
final class Pipeline {
  /** A value that is not there; a plain null is a text. */
  enum Missing {
    /** An instant. */
    NUMBER
  }

  private static final int MOST_TOGETHER = 8;
  private static final int MOST_PREPARED = 64;

  /** A row to be written. */
  record Change(String sql, List<@Nullable Object> values) {
    /** Sets the values of a statement behind the first ones; gives how many are set then. */
    int set(PreparedStatement statement, int first) throws SQLException {
      int index = first;
      for (@Nullable Object value : values) {
        Pipeline.set(statement, ++index, value);
      }
      return index;
    }
  }

  private final Connection connection;
  private final Dialect dialect;
  private final List<Change> changes = new ArrayList<>();
  private final LinkedHashMap<List<String>, PreparedStatement> prepared =
      new LinkedHashMap<>(16, 0.75f, true);

  Pipeline(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  static void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof Missing) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setString(index, (String) value);
    }
  }

  void add(List<Change> more) {
    changes.addAll(more);
  }

  /** Forgets what was not sent. */
  void clear() {
    changes.clear();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Takes what is to be sent in batches. */
  List<Change> take() {
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  /**
   * Sends everything and commits, if it is little enough.
   *
   * @return false if nothing was done
   */
  boolean commit() throws SQLException {
    if (changes.isEmpty() || changes.size() > MOST_TOGETHER) {
      return false;
    }
    PreparedStatement statement = prepare(changes.stream().map(Change::sql).toList());
    int index = 0;
    for (Change change : take()) {
      index = change.set(statement, index);
    }
    boolean unused = statement.execute();
    return true;
  }

  /** Finds the statement of several parts; of those that are seldom used, the oldest is closed. */
  private PreparedStatement prepare(List<String> parts) throws SQLException {
    PreparedStatement known = prepared.get(parts);
    if (known != null) {
      return known;
    }
    if (prepared.size() == MOST_PREPARED) {
      prepared.pollFirstEntry().getValue().close();
    }
    StringBuilder sql = new StringBuilder();
    parts.forEach(part -> sql.append(dialect.translate(part)).append(';'));
    PreparedStatement statement = connection.prepareStatement(sql.append("COMMIT").toString());
    prepared.put(parts, statement);
    return statement;
  }
}
