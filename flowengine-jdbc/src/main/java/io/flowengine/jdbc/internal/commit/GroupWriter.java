package io.flowengine.jdbc.internal.commit;

import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.table.CellTable;
import io.flowengine.jdbc.internal.table.DependencyTable;
import io.flowengine.jdbc.internal.table.EndCounter;
import io.flowengine.jdbc.internal.table.ExecutionTable;
import io.flowengine.jdbc.internal.table.InboxTable;
import io.flowengine.jdbc.internal.table.JournalTable;
import io.flowengine.jdbc.internal.table.LogTable;
import io.flowengine.jdbc.internal.table.NodeTable;
import io.flowengine.jdbc.internal.table.RecordTable;
import io.flowengine.jdbc.internal.table.WaitTable;
import io.flowengine.spi.Cell;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes what a group changed, in a fixed number of batches. Only what changed costs anything. */
final class GroupWriter {
  private GroupWriter() {}

  static void write(Session session, WorkingSet set) throws SQLException {
    if (!set.holders.isEmpty()) {
      NodeTable.ensure(session, set.holders);
    }
    if (set.ends > 0) {
      EndCounter.add(session, set.ends);
    }
    ExecutionTable.write(session, set.slots.values(), set.ends);
    JournalTable.write(session, set.journal());
    LogTable.append(session, set.log);
    DependencyTable.add(session, set.dependencies);
    InboxTable.clear(session, set.cleared);
    InboxTable.take(session, set.taken);
    InboxTable.append(session, set.appended);
    WaitTable.removeWaiters(session, set.forgottenWaiters);
    WaitTable.add(session, set.registrations());
    for (WorkingSet.WrittenRecord written : set.writtenRecords) {
      RecordTable.write(session, written.record(), written.isNew());
    }
    writeCells(session, set);
  }

  private static void writeCells(Session session, WorkingSet set) throws SQLException {
    List<Cell> inserted = new ArrayList<>(0);
    List<Cell> updated = new ArrayList<>(0);
    List<CellTable.Key> deleted = new ArrayList<>(0);
    for (CellTable.Key key : set.changedCells) {
      Cell cell = set.cells.get(key);
      if (cell == null) {
        deleted.add(key);
      } else if (set.storedCells.contains(key)) {
        updated.add(cell);
      } else {
        inserted.add(cell);
      }
    }
    CellTable.insert(session, inserted);
    CellTable.update(session, updated);
    CellTable.delete(session, deleted);
  }
}
