package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The table {@code dependencies}. */
public final class DependencyTable {
  /** Who depends on whom. */
  public record Edge(ExecutionId execution, ExecutionId dependency) {}

  private static final String INSERT =
      "INSERT INTO {dependencies} (execution_id, dependency_id) VALUES (?, ?)"
          + " ON CONFLICT (execution_id, dependency_id) DO NOTHING";
  private static final String READ =
      "SELECT dependency_id FROM {dependencies} WHERE execution_id = ? ORDER BY number";

  private DependencyTable() {}

  /** Adds dependencies; one that is there already is kept once. */
  public static void add(Session session, Collection<Edge> edges) throws SQLException {
    if (edges.isEmpty()) {
      return;
    }
    Binding batch = session.change(INSERT);
    for (Edge edge : edges) {
      batch.id(edge.execution()).id(edge.dependency()).row();
    }
    batch.run();
  }

  /** Reads the dependencies of an execution in the order they were added. */
  public static List<ExecutionId> read(Session session, ExecutionId id) throws SQLException {
    return session.prepare(READ).id(id).list(Row::id);
  }
}
