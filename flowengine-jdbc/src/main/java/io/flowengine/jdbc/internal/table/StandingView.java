package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.table.WaitTable.Kind;
import io.flowengine.spi.Standing;
import io.flowengine.spi.Wait;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who holds an execution, when it is due, and what it waits for: three tables in one answer. */
public final class StandingView {
  private static final String READ =
      "SELECT e.node, n.alive_until, e.epoch, e.attempts, e.due_at, e.wait_when"
          + " FROM {executions} e LEFT JOIN {nodes} n ON n.node = e.node WHERE e.id = ?";

  private record Head(
      @Nullable String holder,
      @Nullable Instant leaseUntil,
      long epoch,
      int attempts,
      @Nullable Instant dueAt,
      @Nullable ReturnWhen returnWhen) {}

  private StandingView() {}

  /** Reads how an execution stands; empty if there is none. */
  public static Optional<Standing> read(Session session, ExecutionId id) throws SQLException {
    List<Head> found = session.prepare(READ).id(id).list(StandingView::head);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Head head = found.getFirst();
    ReturnWhen when = head.returnWhen;
    Wait wait =
        when == null
            ? Wait.NOTHING
            : new Wait(
                WaitTable.targets(session, Kind.EXECUTION, id).stream()
                    .map(ExecutionId::of)
                    .toList(),
                when,
                WaitTable.targets(session, Kind.TOPIC, id));
    return Optional.of(
        new Standing(head.holder, head.leaseUntil, head.epoch, head.attempts, head.dueAt, wait));
  }

  private static Head head(Row row) throws SQLException {
    return new Head(
        row.textOrNull(),
        row.instantOrNull(),
        row.number(),
        row.integer(),
        row.instantOrNull(),
        row.nameOrNull(ReturnWhen.class));
  }
}
