package io.flowengine.jdbc.internal.table;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.StatusReason;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Query;
import io.flowengine.jdbc.internal.session.Row;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.table.WaitTable.Registration;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The table {@code executions} as commits use it: the part of a row that says who may do what. */
public final class ExecutionTable {
  /** The columns that {@link #slot} reads. */
  static final String SLOT =
      "id, status, reason, started_at, scheduled_for, node, epoch, sequence, attempts, woken,"
          + " due_at, inbox_size, log_length, wait_when, wait_total, wait_ended, wait_failed";

  private static final String BY_ID =
      "SELECT " + SLOT + " FROM {executions} WHERE id IN [list] ORDER BY id ";
  private static final String RECORDS =
      "SELECT " + RecordColumns.COLUMNS + " FROM {executions} WHERE id IN [list]";
  private static final String INSERT =
      "INSERT INTO {executions} ("
          + RecordColumns.COLUMNS
          + ", is_deleted, node, epoch, sequence, attempts, woken, due_at, inbox_size, log_length,"
          + " wait_when, wait_total, wait_ended, wait_failed) VALUES ("
          + RecordColumns.PARAMETERS
          + ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String FENCE =
      "UPDATE {executions} SET sequence = ?, attempts = 0, log_length = ? WHERE id = ?";
  private static final String STATE_COLUMNS =
      "status = ?, reason = ?, started_at = ?, node = ?, epoch = ?, sequence = ?, attempts = ?,"
          + " woken = ?, due_at = ?, inbox_size = ?, log_length = ?, wait_when = ?, wait_total = ?,"
          + " wait_ended = ?, wait_failed = ?";
  private static final String STATE = "UPDATE {executions} SET " + STATE_COLUMNS + " WHERE id = ?";
  private static final String ROW =
      "UPDATE {executions} SET "
          + STATE_COLUMNS
          + ", "
          + RecordColumns.CHANGING
          + ", is_deleted = ?";
  private static final String BY_KEY = " WHERE id = ?";
  private static final String KEPT = ROW + BY_KEY;
  private static final String ENDED = ROW + ", end_order = " + EndCounter.LAST + " - ?" + BY_KEY;

  private ExecutionTable() {}

  /**
   * Reads rows and keeps them from others until the transaction ends, in the order of their ids.
   */
  public static List<Slot> lock(Session session, Collection<ExecutionId> ids) throws SQLException {
    return session.prepare(BY_ID + "[lock]").ids(ids).list(ExecutionTable::slot);
  }

  /**
   * Like {@link #lock}, and finds then, in the same round trip where that is possible, who waits
   * for the ends of some of them.
   */
  public static List<Slot> lock(
      Session session,
      Collection<ExecutionId> ids,
      Collection<String> ending,
      Collection<Registration> waiters)
      throws SQLException {
    List<Slot> slots = new ArrayList<>(ids.size());
    session.inTurn(
        new Query(BY_ID + "[lock]", query -> query.ids(ids), row -> slots.add(slot(row))),
        WaitTable.find(WaitTable.Kind.EXECUTION, ending, waiters));
    return slots;
  }

  /** Like {@link #lock}, but fails if somebody else has one of the rows. */
  public static List<Slot> lockNow(Session session, Collection<ExecutionId> ids)
      throws SQLException {
    return session.prepare(BY_ID + "[lock nowait]").ids(ids).list(ExecutionTable::slot);
  }

  /** Reads whole records, in no order. */
  public static List<ExecutionRecord> records(Session session, Collection<ExecutionId> ids)
      throws SQLException {
    return session.prepare(RECORDS).ids(ids).list(RecordColumns::read);
  }

  static Slot slot(Row row) throws SQLException {
    Slot slot = new Slot(row.id(), row.name(ExecutionStatus.class));
    slot.reason = row.nameOrNull(StatusReason.class);
    slot.startedAt = row.instantOrNull();
    slot.scheduledFor = row.instantOrNull();
    slot.node = row.textOrNull();
    slot.epoch = row.number();
    slot.sequence = row.number();
    slot.attempts = row.integer();
    slot.woken = row.flag();
    slot.dueAt = row.instantOrNull();
    slot.inboxSize = row.integer();
    slot.logLength = row.integer();
    slot.waitWhen = row.nameOrNull(ReturnWhen.class);
    slot.waitTotal = row.integer();
    slot.waitEnded = row.integer();
    slot.waitFailed = row.integer();
    slot.waitStored = slot.waitWhen != null;
    return slot;
  }

  /**
   * Writes what has changed, in at most five statements.
   *
   * @param ends how many of them have ended, which the {@link EndCounter} counts already
   */
  public static void write(Session session, Collection<Slot> slots, int ends) throws SQLException {
    Binding insert = null;
    Binding fence = null;
    Binding state = null;
    Binding row = null;
    Binding ended = null;
    for (Slot slot : slots) {
      switch (slot.change()) {
        case NONE -> {}
        case FENCE -> {
          fence = fence == null ? session.change(FENCE) : fence;
          fence.number(slot.sequence).integer(slot.logLength).id(slot.id).row();
        }
        case STATE -> {
          state = state == null ? session.change(STATE) : state;
          state(state, slot).id(slot.id).row();
        }
        case ROW -> {
          if (slot.end > 0) {
            ended = ended == null ? session.change(ENDED) : ended;
            row(ended, slot).number(ends - slot.end).id(slot.id).row();
          } else {
            row = row == null ? session.change(KEPT) : row;
            row(row, slot).id(slot.id).row();
          }
        }
        case NEW -> {
          insert = insert == null ? session.change(INSERT) : insert;
          insert(insert, slot);
        }
      }
    }
    for (Binding batch : new Binding[] {insert, fence, state, row, ended}) {
      if (batch != null) {
        batch.run();
      }
    }
  }

  private static Binding row(Binding row, Slot slot) throws SQLException {
    ExecutionRecord record = requireNonNull(slot.record);
    return RecordColumns.setChanging(state(row, slot), record)
        .flag(RecordColumns.isDeleted(record));
  }

  private static Binding state(Binding state, Slot slot) throws SQLException {
    return state
        .name(slot.status)
        .name(slot.reason)
        .instant(slot.startedAt)
        .text(slot.node)
        .number(slot.epoch)
        .number(slot.sequence)
        .integer(slot.attempts)
        .flag(slot.woken)
        .instant(slot.dueAt)
        .integer(slot.inboxSize)
        .integer(slot.logLength)
        .name(slot.waitWhen)
        .integer(slot.waitTotal)
        .integer(slot.waitEnded)
        .integer(slot.waitFailed);
  }

  private static void insert(Binding insert, Slot slot) throws SQLException {
    ExecutionRecord record = requireNonNull(slot.record);
    RecordColumns.set(insert, record)
        .flag(RecordColumns.isDeleted(record))
        .text(slot.node)
        .number(slot.epoch)
        .number(slot.sequence)
        .integer(slot.attempts)
        .flag(slot.woken)
        .instant(slot.dueAt)
        .integer(slot.inboxSize)
        .integer(slot.logLength)
        .name(slot.waitWhen)
        .integer(slot.waitTotal)
        .integer(slot.waitEnded)
        .integer(slot.waitFailed)
        .row();
  }
}
