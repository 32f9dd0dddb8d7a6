package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.RecordRef;
import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Removes ended executions with all their rows, and records. */
public final class Removal {
  private static final String ENDED =
      "SELECT id FROM {executions} WHERE id IN [list] AND ended_at IS NOT NULL";
  private static final List<String> OF_EXECUTIONS =
      List.of(
          "DELETE FROM {journal} WHERE execution_id IN [list]",
          "DELETE FROM {inbox} WHERE execution_id IN [list]",
          "DELETE FROM {logs} WHERE execution_id IN [list]",
          "DELETE FROM {dependencies} WHERE execution_id IN [list]",
          "DELETE FROM {waits} WHERE waiter_id IN [list]",
          "DELETE FROM {executions} WHERE id IN [list]");
  private static final String OF_RECORD = "DELETE FROM {records} WHERE id = ? AND type = ?";

  private Removal() {}

  /** Removes those of the executions that have ended, which it gives, and the records. */
  public static List<ExecutionId> of(
      Session session, Collection<ExecutionId> executions, Collection<RecordRef> records)
      throws SQLException {
    List<ExecutionId> ended =
        executions.isEmpty()
            ? List.of()
            : session.prepare(ENDED).ids(executions).list(row -> row.id());
    if (!ended.isEmpty()) {
      for (String statement : OF_EXECUTIONS) {
        int unused = session.prepare(statement).ids(ended).change();
      }
    }
    for (RecordRef record : records) {
      int unused = session.prepare(OF_RECORD).text(record.select()).name(record.type()).change();
    }
    return ended;
  }
}
