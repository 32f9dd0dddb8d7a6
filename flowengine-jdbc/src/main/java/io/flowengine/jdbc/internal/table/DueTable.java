package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Store.Due;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code executions} as an index of what is due, and of who holds what. */
public final class DueTable {
  private static final Logger LOG = LoggerFactory.getLogger(DueTable.class);
  private static final Duration DEFERRAL = Duration.ofMinutes(1);

  /** An execution that may be claimed. */
  public record Candidate(
      ExecutionRecord record,
      @org.jspecify.annotations.Nullable String node,
      @org.jspecify.annotations.Nullable Instant dueAt,
      long epoch,
      int attempts,
      int inboxSize) {}

  private static final String CANDIDATE =
      "SELECT id, "
          + RecordColumns.COLUMNS
          + ", node, due_at, epoch, attempts, inbox_size FROM {executions} WHERE ";
  private static final String PRIORITIES =
      "WITH RECURSIVE levels (priority) AS ("
          + "SELECT max(priority) FROM {executions} WHERE due_at IS NOT NULL"
          + " UNION ALL SELECT (SELECT max(e.priority) FROM {executions} e"
          + " WHERE e.due_at IS NOT NULL AND e.priority < levels.priority)"
          + " FROM levels WHERE levels.priority IS NOT NULL)"
          + " SELECT priority FROM levels WHERE priority IS NOT NULL";
  private static final String READY =
      CANDIDATE
          + "priority = ? AND due_at <= ? AND requires IN [list]"
          + " ORDER BY due_at, id LIMIT ? [lock skip]";
  private static final String HELD =
      CANDIDATE + "node IN [list] AND requires IN [list] LIMIT ? [lock skip]";
  private static final String BY_ID = CANDIDATE + "id IN [list] AND requires IN [list] [lock skip]";
  private static final String CLAIM =
      "UPDATE {executions} SET node = ?, epoch = ?, sequence = 0, attempts = ?, woken = 0,"
          + " due_at = NULL, status = ?, reason = ?, started_at = ? WHERE id = ?";
  private static final String DEFER =
      "UPDATE {executions} SET node = NULL, due_at = ? WHERE id = ?";
  private static final String DUE =
      "SELECT id, due_at FROM {executions} WHERE due_at IS NOT NULL AND due_at <= ?"
          + " ORDER BY due_at, id LIMIT ?";
  private static final String OF_NODE = "SELECT id FROM {executions} WHERE node = ?";
  private static final String RELEASE =
      "UPDATE {executions} SET node = NULL, due_at = ? WHERE id = ? AND node IS NOT NULL";
  private static final String STIRRED = OF_NODE + " AND (woken = 1 OR inbox_size > 0)";

  private DueTable() {}

  /** Lists the priorities of what will be due, high ones first. */
  public static List<Integer> priorities(Session session) throws SQLException {
    return session.prepare(PRIORITIES).list(Row::integer);
  }

  /** Finds what is due and of one priority, longest due first. What is unreadable is deferred. */
  public static List<Candidate> ready(
      Session session, int priority, Instant now, Collection<String> capabilities, int limit)
      throws SQLException {
    List<ExecutionId> unreadable = new ArrayList<>(0);
    Binding query =
        session.prepare(READY).integer(priority).instant(now).list(capabilities).integer(limit);
    List<Candidate> found = candidates(query, unreadable);
    defer(session, unreadable, now);
    return found;
  }

  /** Finds what some nodes hold. What is unreadable is deferred. */
  public static List<Candidate> heldBy(
      Session session,
      Collection<String> nodes,
      Instant now,
      Collection<String> capabilities,
      int limit)
      throws SQLException {
    List<ExecutionId> unreadable = new ArrayList<>(0);
    Binding query = session.prepare(HELD).list(nodes).list(capabilities).integer(limit);
    List<Candidate> found = candidates(query, unreadable);
    defer(session, unreadable, now);
    return found;
  }

  /**
   * Lets executions be due a little later, held by nobody. So one that cannot be read does not
   * stand in the way of the others, and is tried again when its key may be back.
   */
  public static void defer(Session session, Collection<ExecutionId> ids, Instant now)
      throws SQLException {
    if (!ids.isEmpty()) {
      Binding batch = session.change(DEFER);
      for (ExecutionId id : ids) {
        batch.instant(now.plus(DEFERRAL)).id(id).row();
      }
      batch.run();
    }
  }

  /** Finds some executions, whatever their state. What is unreadable is left out. */
  public static List<Candidate> byId(
      Session session, Collection<ExecutionId> ids, Collection<String> capabilities)
      throws SQLException {
    return candidates(session.prepare(BY_ID).ids(ids).list(capabilities), new ArrayList<>(0));
  }

  private static List<Candidate> candidates(Binding query, List<ExecutionId> unreadable)
      throws SQLException {
    List<Candidate> found = new ArrayList<>();
    query.each(
        row -> {
          ExecutionId id = row.id();
          try {
            found.add(candidate(row));
          } catch (RuntimeException e) { // it cannot be decoded
            LOG.error(
                "execution {} cannot be claimed: its row cannot be read; it is tried again each minute."
                    + " Mend the row, or give the store the key it was encrypted with",
                id,
                e);
            unreadable.add(id);
          }
          return true;
        });
    return found;
  }

  private static Candidate candidate(Row row) throws SQLException {
    return new Candidate(
        RecordColumns.read(row),
        row.textOrNull(),
        row.instantOrNull(),
        row.number(),
        row.integer(),
        row.integer());
  }

  /** Gives a node the lease of executions; {@code claimed} are the records with the lease taken. */
  public static void claim(
      Session session,
      Claim.Request request,
      List<Candidate> candidates,
      List<ExecutionRecord> claimed)
      throws SQLException {
    Binding batch = session.change(CLAIM);
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      ExecutionRecord record = claimed.get(i);
      batch
          .text(request.node())
          .number(candidate.epoch() + 1)
          .integer(request.attempts(candidate.attempts(), candidate.node()))
          .name(record.status())
          .name(record.state().reason())
          .instant(record.state().startedAt())
          .id(record.id())
          .row();
    }
    batch.run();
  }

  /** Lists what is due at or before an instant, by time. */
  public static List<Due> due(Session session, Instant until, int limit) throws SQLException {
    return session
        .prepare(DUE)
        .instant(until)
        .integer(limit)
        .list(row -> new Due(row.id(), row.instant()));
  }

  /** Lists what a node holds. */
  public static List<ExecutionId> held(Session session, String node) throws SQLException {
    return session.prepare(OF_NODE).text(node).list(Row::id);
  }

  /** Lists what a node holds and something came for. */
  public static List<ExecutionId> stirred(Session session, String node) throws SQLException {
    return session.prepare(STIRRED).text(node).list(Row::id);
  }

  /** Takes an execution away from whoever holds it; gives false if nobody does. */
  public static boolean release(Session session, ExecutionId id, Instant now) throws SQLException {
    return session.prepare(RELEASE).instant(now).id(id).change() > 0;
  }
}
