package io.flowengine.jdbc.internal.query;

import io.flowengine.execution.RecordType;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record that is a column, so that SQL can compare it.
 *
 * @param sql the column
 * @param kind what it holds
 */
record Column(String sql, Kind kind) {
  enum Kind {
    TEXT,
    NUMBER,
    INSTANT,
    FLAG
  }

  private static final String FLOW = "(CASE WHEN type = 'FLOW' THEN flow_name END)";

  private static final Map<String, Column> EXECUTION =
      Map.ofEntries(
          text("id", "id"),
          text("name", "name"),
          text("type", "type"),
          text("status", "status"),
          text("reason", "reason"),
          text("message", "message"),
          text("status_message", "message"),
          text("flow_name", FLOW),
          text("parent_execution_id", "parent_id"),
          text("rerun_of", "rerun_of"),
          text("restarted_from_step", "rerun_from_step"),
          text("project_id", "project_id"),
          Map.entry("priority", new Column("priority", Kind.NUMBER)),
          instant("created_at"),
          instant("started_at"),
          instant("ended_at"),
          instant("scheduled_for"),
          Map.entry("is_deleted", new Column("is_deleted", Kind.FLAG)));

  /** The fields of executions that a codec encodes. */
  private static final Set<String> PAYLOADS = Set.of("message", "status_message");

  private static final Map<String, Column> RECORD =
      Map.ofEntries(
          text("id", "id"),
          text("name", "name"),
          text("project_id", "project_id"),
          text("execution_id", "execution_id"),
          instant("created_at"),
          Map.entry("is_deleted", new Column("is_deleted", Kind.FLAG)));

  private static Map.Entry<String, Column> text(String field, String sql) {
    return Map.entry(field, new Column(sql, Kind.TEXT));
  }

  private static Map.Entry<String, Column> instant(String field) {
    return Map.entry(field, new Column(field, Kind.INSTANT));
  }

  /**
   * Finds the column of a field; null if the field is none.
   *
   * @param encoded true if SQL cannot look into payloads
   */
  static Function<String, @Nullable Column> of(RecordType type, boolean encoded) {
    Map<String, Column> columns = type == RecordType.EXECUTION ? EXECUTION : RECORD;
    return field -> encoded && PAYLOADS.contains(field) ? null : columns.get(field);
  }
}
