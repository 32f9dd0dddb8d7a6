package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.Value;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Place;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.spi.Cell;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The table {@code cells}. */
public final class CellTable {
  /** Names a cell. */
  public record Key(String namespace, String key) {}

  private static final String LOCK =
      "SELECT namespace, cell_key, version, value FROM {cells} WHERE cell_key IN [list]"
          + " AND namespace IN [list] ORDER BY cell_key, namespace [lock]";
  private static final String READ =
      "SELECT version, value FROM {cells} WHERE namespace = ? AND cell_key = ?";
  private static final String LIST =
      "SELECT cell_key, version, value FROM {cells} WHERE namespace = ? AND cell_key >= ?"
          + " AND cell_key < ? AND cell_key > ? ORDER BY cell_key LIMIT ?";
  private static final String INSERT =
      "INSERT INTO {cells} (namespace, cell_key, version, value) VALUES (?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE {cells} SET version = ?, value = ? WHERE namespace = ? AND cell_key = ?";
  private static final String DELETE = "DELETE FROM {cells} WHERE namespace = ? AND cell_key = ?";

  private CellTable() {}

  /** Reads at least the named cells that exist and keeps them from others. */
  public static List<Cell> lock(Session session, Collection<Key> keys) throws SQLException {
    return session
        .prepare(LOCK)
        .list(keys.stream().map(Key::key).distinct().toList())
        .list(keys.stream().map(Key::namespace).distinct().toList())
        .list(row -> cell(row, row.text(), row.text()));
  }

  private static Cell cell(Row row, String namespace, String key) throws SQLException {
    return new Cell(namespace, key, row.number(), row.payload(place(namespace, key), "value"));
  }

  private static Place place(String namespace, String key) {
    return new Place("cells", namespace, key);
  }

  /** Reads a cell; one that does not exist has the version 0. */
  public static Cell read(Session session, String namespace, String key) throws SQLException {
    List<Cell> found =
        session.prepare(READ).text(namespace).text(key).list(row -> cell(row, namespace, key));
    return found.isEmpty() ? new Cell(namespace, key, 0, Value.NULL) : found.getFirst();
  }

  /** Lists cells whose keys begin with a prefix and lie behind a key. */
  public static List<Cell> list(
      Session session, String namespace, String prefix, String after, int limit)
      throws SQLException {
    return session
        .prepare(LIST)
        .text(namespace)
        .text(prefix)
        .text(endOf(prefix))
        .text(after)
        .integer(limit)
        .list(row -> cell(row, namespace, row.text()));
  }

  /** The first text behind all that begin with a prefix. */
  private static String endOf(String prefix) {
    int last = prefix.length() - 1;
    return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
  }

  /** Adds cells that do not exist. */
  public static void insert(Session session, Collection<Cell> cells) throws SQLException {
    if (!cells.isEmpty()) {
      Binding batch = session.change(INSERT);
      for (Cell cell : cells) {
        batch
            .text(cell.namespace())
            .text(cell.key())
            .number(cell.version())
            .payload(place(cell.namespace(), cell.key()), "value", cell.value())
            .row();
      }
      batch.run();
    }
  }

  /** Writes cells that exist. */
  public static void update(Session session, Collection<Cell> cells) throws SQLException {
    if (!cells.isEmpty()) {
      Binding batch = session.change(UPDATE);
      for (Cell cell : cells) {
        batch
            .number(cell.version())
            .payload(place(cell.namespace(), cell.key()), "value", cell.value())
            .text(cell.namespace())
            .text(cell.key())
            .row();
      }
      batch.run();
    }
  }

  /** Removes cells. */
  public static void delete(Session session, Collection<Key> keys) throws SQLException {
    if (!keys.isEmpty()) {
      Binding batch = session.change(DELETE);
      for (Key key : keys) {
        batch.text(key.namespace()).text(key.key()).row();
      }
      batch.run();
    }
  }
}
