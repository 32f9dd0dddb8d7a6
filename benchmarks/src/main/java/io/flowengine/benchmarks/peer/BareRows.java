package io.flowengine.benchmarks.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A program without an engine that writes what the engine writes: the same rows of the same tables,
 * by the same statements in the same order. Used by one thread.
 */
final class BareRows implements AutoCloseable {
  private static final String NODE = "bare-program";
  private static final String LOCK =
      "SELECT id, status, reason, started_at, scheduled_for, node, epoch, sequence, attempts, woken,"
          + " due_at, inbox_size, log_length, wait_when, wait_total, wait_ended, wait_failed"
          + " FROM executions WHERE id [list] ORDER BY id [lock]";
  private static final String WAITERS =
      "SELECT target, waiter_id, number FROM waits WHERE target [list] AND kind = ?";
  private static final String NODES =
      "INSERT INTO nodes (node, alive_until) VALUES (?, ?)"
          + " ON CONFLICT (node) DO UPDATE SET node = excluded.node";
  private static final String ENDS = "UPDATE counters SET value = value + ? WHERE name = 'ends'";
  private static final String CREATE =
      "INSERT INTO executions (id, type, flow_name, requires, script_hash, parent_id, seed,"
          + " created_at, rerun_of, rerun_from_step, name, inputs, priority, project_id,"
          + " scheduled_for, timeout, extras, status, reason, message, outputs, failure, started_at,"
          + " ended_at, end_order, is_deleted, node, epoch, sequence, attempts, woken, due_at,"
          + " inbox_size, log_length, wait_when, wait_total, wait_ended, wait_failed)"
          + " VALUES (?, 'FLOW', 'five', 'java:five', NULL, NULL, ?, ?, NULL, NULL, ?, '{}', 0, NULL,"
          + " NULL, NULL, '{}', 'RUNNING', NULL, NULL, '{}', NULL, ?, NULL, 0, 0, ?, 1, 0, 1, 0,"
          + " NULL, 0, 0, NULL, 0, 0, 0)";
  private static final String FENCE =
      "UPDATE executions SET sequence = ?, attempts = 0, log_length = ? WHERE id = ?";
  private static final String END =
      "UPDATE executions SET status = 'ENDED_SUCCESS', reason = NULL, started_at = ?, node = NULL,"
          + " epoch = 1, sequence = ?, attempts = 0, woken = 0, due_at = NULL, inbox_size = 0,"
          + " log_length = 0, wait_when = NULL, wait_total = 0, wait_ended = 0, wait_failed = 0,"
          + " name = ?, inputs = '{}', priority = 0, project_id = NULL, scheduled_for = NULL,"
          + " timeout = NULL, extras = '{}', message = NULL, outputs = '{}', failure = NULL,"
          + " ended_at = ?, is_deleted = 0,"
          + " end_order = (SELECT value FROM counters WHERE name = 'ends') - ? WHERE id = ?";
  private static final String JOURNAL =
      "INSERT INTO journal (execution_id, position, format, kind, call, call_key, digest, preview,"
          + " outcome, result, error, message, created_at, ended_at)"
          + " VALUES (?, ?, 1, 'STEP', 'step', ?, ?, '', 'RETURNED', 'null', NULL, NULL, ?, ?)"
          + " ON CONFLICT (execution_id, position) DO UPDATE SET format = excluded.format,"
          + " kind = excluded.kind, call = excluded.call, call_key = excluded.call_key,"
          + " digest = excluded.digest, preview = excluded.preview, outcome = excluded.outcome,"
          + " result = excluded.result, error = excluded.error, message = excluded.message,"
          + " created_at = excluded.created_at, ended_at = excluded.ended_at";

  /** What is written at one moment of a run. */
  enum Moment {
    BEGIN,
    STEP,
    END
  }

  /** One commit of a run. */
  record Write(Moment moment, String run, int number) {}

  private final Connection connection;
  private final boolean shared;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  BareRows(Connection connection) throws SQLException {
    this.connection = connection;
    shared = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    if (shared) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET enable_seqscan = off");
      }
    }
    connection.setAutoCommit(false);
  }

  static String newRun() {
    return UUID.randomUUID().toString();
  }

  /** The seven commits of a run. */
  static List<Write> of(String run) {
    List<Write> writes = new ArrayList<>();
    writes.add(new Write(Moment.BEGIN, run, 0));
    for (int i = 1; i <= 5; i++) {
      writes.add(new Write(Moment.STEP, run, i));
    }
    writes.add(new Write(Moment.END, run, 6));
    return writes;
  }

  /** Commits all of them in one transaction. */
  void commit(List<Write> writes) throws SQLException {
    long now = System.currentTimeMillis() * 1000;
    lock(writes);
    List<Write> begun = select(writes, Moment.BEGIN);
    List<Write> steps = select(writes, Moment.STEP);
    List<Write> ended = select(writes, Moment.END);
    if (!ended.isEmpty()) {
      findWaiters(ended);
    }
    if (!begun.isEmpty()) {
      PreparedStatement nodes = prepare(NODES);
      nodes.setString(1, NODE);
      nodes.setLong(2, Long.MIN_VALUE);
      int unused = nodes.executeUpdate();
    }
    if (!ended.isEmpty()) {
      countEnds(ended.size());
    }
    create(begun, now);
    fence(steps);
    end(ended, now);
    journal(steps, now);
    connection.commit();
  }

  private static List<Write> select(List<Write> writes, Moment moment) {
    return writes.stream().filter(write -> write.moment == moment).toList();
  }

  private void lock(List<Write> writes) throws SQLException {
    PreparedStatement lock = prepare(LOCK);
    setRuns(lock, 1, writes);
    read(lock);
  }

  private void findWaiters(List<Write> ended) throws SQLException {
    PreparedStatement waiters = prepare(WAITERS);
    setRuns(waiters, 1, ended);
    waiters.setString(2, "EXECUTION");
    read(waiters);
  }

  private void countEnds(int count) throws SQLException {
    PreparedStatement ends = prepare(ENDS);
    ends.setInt(1, count);
    int unused = ends.executeUpdate();
  }

  private void create(List<Write> begun, long now) throws SQLException {
    if (begun.isEmpty()) {
      return;
    }
    PreparedStatement create = prepare(CREATE);
    for (Write write : begun) {
      create.setString(1, write.run);
      create.setLong(2, write.run.hashCode());
      create.setLong(3, now);
      create.setString(4, "five");
      create.setLong(5, now);
      create.setString(6, NODE);
      create.addBatch();
    }
    int[] unused = create.executeBatch();
  }

  private void fence(List<Write> steps) throws SQLException {
    if (steps.isEmpty()) {
      return;
    }
    PreparedStatement fence = prepare(FENCE);
    for (Write write : steps) {
      fence.setLong(1, write.number);
      fence.setInt(2, 0);
      fence.setString(3, write.run);
      fence.addBatch();
    }
    int[] unused = fence.executeBatch();
  }

  private void end(List<Write> ended, long now) throws SQLException {
    if (ended.isEmpty()) {
      return;
    }
    PreparedStatement end = prepare(END);
    int later = ended.size();
    for (Write write : ended) {
      end.setLong(1, now);
      end.setLong(2, write.number);
      end.setString(3, "five");
      end.setLong(4, now);
      end.setLong(5, --later);
      end.setString(6, write.run);
      end.addBatch();
    }
    int[] unused = end.executeBatch();
  }

  private void journal(List<Write> steps, long now) throws SQLException {
    if (steps.isEmpty()) {
      return;
    }
    PreparedStatement journal = prepare(JOURNAL);
    for (Write write : steps) {
      journal.setString(1, write.run);
      journal.setString(2, String.valueOf(write.number));
      journal.setString(3, "step" + write.number);
      journal.setLong(4, write.number);
      journal.setLong(5, now);
      journal.setLong(6, now);
      journal.addBatch();
    }
    int[] unused = journal.executeBatch();
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement =
          connection.prepareStatement(
              sql.replace("[list]", shared ? "= ANY(?)" : "IN (SELECT value FROM json_each(?))")
                  .replace("[lock]", shared ? "FOR NO KEY UPDATE" : ""));
      statements.put(sql, statement);
    }
    return statement;
  }

  private void setRuns(PreparedStatement statement, int index, List<Write> writes)
      throws SQLException {
    String[] runs = writes.stream().map(Write::run).toArray(String[]::new);
    if (shared) {
      statement.setArray(index, connection.createArrayOf("text", runs));
    } else {
      statement.setString(index, "[\"" + String.join("\",\"", runs) + "\"]");
    }
  }

  private static void read(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int i = 1; i <= columns; i++) {
          Object unused = rows.getObject(i);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
