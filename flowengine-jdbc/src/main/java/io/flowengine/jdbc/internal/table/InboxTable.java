package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Place;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.InboxItem.Kind;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The table {@code inbox}. */
public final class InboxTable {
  /** An item without what is in it. */
  public record Header(ExecutionId execution, String item, Kind kind) {}

  private static final String HEADERS =
      "SELECT execution_id, item_id, kind FROM {inbox} WHERE execution_id IN [list]"
          + " ORDER BY number";
  private static final String READ =
      "SELECT execution_id, item_id, kind, payload, sent_at FROM {inbox}"
          + " WHERE execution_id IN [list] ORDER BY number";
  private static final String INSERT =
      "INSERT INTO {inbox} (execution_id, item_id, kind, payload, sent_at) VALUES (?, ?, ?, ?, ?)";
  private static final String TAKE = "DELETE FROM {inbox} WHERE execution_id = ? AND item_id = ?";
  private static final String CLEAR = "DELETE FROM {inbox} WHERE execution_id IN [list]";

  private InboxTable() {}

  /** Tells what is in the inboxes of executions, oldest first. */
  public static List<Header> headers(Session session, Collection<ExecutionId> ids)
      throws SQLException {
    return session
        .prepare(HEADERS)
        .ids(ids)
        .list(row -> new Header(row.id(), row.text(), row.name(Kind.class)));
  }

  /** Reads the inboxes of executions, oldest first. */
  public static List<InboxItem> read(Session session, Collection<ExecutionId> ids)
      throws SQLException {
    return session.prepare(READ).ids(ids).list(InboxTable::item);
  }

  private static InboxItem item(Row row) throws SQLException {
    ExecutionId target = row.id();
    String id = row.text();
    Kind kind = row.name(Kind.class);
    return new InboxItem(
        target, id, kind, row.payload(place(target, id), "payload"), row.instant());
  }

  private static Place place(ExecutionId target, String item) {
    return new Place("inbox", target, item);
  }

  /** Appends items. */
  public static void append(Session session, Collection<InboxItem> items) throws SQLException {
    if (items.isEmpty()) {
      return;
    }
    Binding batch = session.change(INSERT);
    for (InboxItem item : items) {
      batch
          .id(item.target())
          .text(item.id())
          .name(item.kind())
          .payload(place(item.target(), item.id()), "payload", item.payload())
          .instant(item.at())
          .row();
    }
    batch.run();
  }

  /** Removes items. */
  public static void take(Session session, Collection<Header> items) throws SQLException {
    if (items.isEmpty()) {
      return;
    }
    Binding batch = session.change(TAKE);
    for (Header item : items) {
      batch.id(item.execution()).text(item.item()).row();
    }
    batch.run();
  }

  /** Empties the inboxes of executions. */
  public static void clear(Session session, Collection<ExecutionId> ids) throws SQLException {
    if (!ids.isEmpty()) {
      int unused = session.prepare(CLEAR).ids(ids).change();
    }
  }
}
