package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.Origin;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Rerun;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.jdbc.internal.session.Binding;
import io.flowengine.jdbc.internal.session.Place;
import io.flowengine.jdbc.internal.session.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An {@link ExecutionRecord} as columns. */
public final class RecordColumns {
  /** The columns that {@link #read} reads. */
  public static final String COLUMNS =
      "id, type, flow_name, requires, script_hash, parent_id, seed, created_at, rerun_of,"
          + " rerun_from_step, name, inputs,"
          + " priority, project_id, scheduled_for, timeout, extras, status, reason, message,"
          + " outputs, failure, started_at, ended_at, end_order";

  static final String PARAMETERS =
      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

  /** What an update can change and the state of the lease does not tell. */
  static final String CHANGING =
      "name = ?, inputs = ?, priority = ?, project_id = ?, scheduled_for = ?, timeout = ?,"
          + " extras = ?, message = ?, outputs = ?, failure = ?, ended_at = ?";

  private RecordColumns() {}

  private static Place place(ExecutionId id) {
    return Place.of("executions", id);
  }

  static Binding set(Binding row, ExecutionRecord record) throws SQLException {
    Origin origin = record.origin();
    Rerun rerun = origin.rerun();
    Attributes attributes = record.attributes();
    State state = record.state();
    End end = state.end();
    Duration timeout = attributes.timeout();
    Place place = place(record.id());
    return row.id(record.id())
        .name(origin.type())
        .text(origin.flowName())
        .text(origin.requires())
        .text(origin.scriptHash())
        .id(origin.parent())
        .number(origin.seed())
        .instant(origin.createdAt())
        .id(rerun == null ? null : rerun.of())
        .text(rerun == null ? null : rerun.fromStep())
        .text(attributes.name())
        .payload(place, "inputs", attributes.inputs())
        .integer(attributes.priority())
        .text(attributes.projectId())
        .instant(attributes.scheduledFor())
        .text(timeout == null ? null : timeout.toString())
        .payload(place, "extras", attributes.extras())
        .name(state.status())
        .name(state.reason())
        .payload(place, "message", state.message())
        .payload(place, "outputs", state.outputs())
        .payload(place, "failure", FailureText.of(state.failure()))
        .instant(state.startedAt())
        .instant(end == null ? null : end.at())
        .number(end == null ? 0 : end.order());
  }

  static Binding setChanging(Binding row, ExecutionRecord record) throws SQLException {
    Attributes attributes = record.attributes();
    State state = record.state();
    End end = state.end();
    Duration timeout = attributes.timeout();
    Place place = place(record.id());
    return row.text(attributes.name())
        .payload(place, "inputs", attributes.inputs())
        .integer(attributes.priority())
        .text(attributes.projectId())
        .instant(attributes.scheduledFor())
        .text(timeout == null ? null : timeout.toString())
        .payload(place, "extras", attributes.extras())
        .payload(place, "message", state.message())
        .payload(place, "outputs", state.outputs())
        .payload(place, "failure", FailureText.of(state.failure()))
        .instant(end == null ? null : end.at());
  }

  /** {@return true if the record is marked as deleted} */
  static boolean isDeleted(ExecutionRecord record) {
    return !record.attributes().extras().isEmpty()
        && Boolean.TRUE.equals(record.field("is_deleted"));
  }

  /** Reads a record. */
  public static ExecutionRecord read(Row row) throws SQLException {
    ExecutionId id = row.id();
    Place place = place(id);
    Origin origin =
        new Origin(
            row.name(ExecutionType.class),
            row.text(),
            row.text(),
            row.textOrNull(),
            row.idOrNull(),
            row.number(),
            row.instant(),
            rerun(row.idOrNull(), row.textOrNull()));
    Attributes attributes =
        new Attributes(
            row.text(),
            row.payload(place, "inputs"),
            row.integer(),
            row.textOrNull(),
            row.instantOrNull(),
            duration(row.textOrNull()),
            row.payload(place, "extras"));
    return new ExecutionRecord(id, origin, attributes, state(row, place));
  }

  private static @Nullable Rerun rerun(@Nullable ExecutionId of, @Nullable String fromStep) {
    return of == null ? null : new Rerun(of, fromStep);
  }

  private static State state(Row row, Place place) throws SQLException {
    ExecutionStatus status = row.name(ExecutionStatus.class);
    StatusReason reason = row.nameOrNull(StatusReason.class);
    String message = row.payloadTextOrNull(place, "message");
    Value outputs = row.payload(place, "outputs");
    Failure failure = FailureText.read(row.payloadTextOrNull(place, "failure"));
    Instant startedAt = row.instantOrNull();
    Instant endedAt = row.instantOrNull();
    long order = row.number();
    End end = endedAt == null ? null : new End(endedAt, order);
    return new State(status, reason, message, outputs, failure, startedAt, end);
  }

  private static @Nullable Duration duration(@Nullable String text) {
    return text == null ? null : Duration.parse(text);
  }
}
