package io.flowengine.jdbc.internal.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import org.sqlite.SQLiteErrorCode;

/** SQLite: one process, one writer, any number of readers. */
public final class SqliteDialect implements Dialect {
  /** Makes the dialect. */
  public SqliteDialect() {}

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public String translate(String sql) {
    return sql.replace("{", "")
        .replace("}", "")
        .replace("IN [list]", "IN (SELECT value FROM json_each(?))")
        .replace("[lock]", "")
        .replace("[lock nowait]", "")
        .replace("[lock skip]", "")
        .replace("[clock]", "CAST(unixepoch('subsec') * 1000000 AS INTEGER)");
  }

  @Override
  public void setList(PreparedStatement statement, int index, Collection<String> values)
      throws SQLException {
    StringBuilder json = new StringBuilder(values.size() * 39 + 2).append('[');
    for (String value : values) {
      json.append(json.length() == 1 ? "" : ",");
      quote(value, json);
    }
    statement.setString(index, json.append(']').toString());
  }

  private static void quote(String value, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ') {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16));
        json.append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    json.append('"');
  }

  @Override
  public void openWriter(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
    }
  }

  /**
   * By hand, for the driver would begin the next transaction as soon as the one before has ended,
   * and keep everybody else from writing.
   */
  @Override
  public String begin() {
    return "BEGIN IMMEDIATE";
  }

  /** There is only one writer. */
  @Override
  public void lockTopics(Connection connection, Collection<String> topics) {}

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Remedy remedy(SQLException error) {
    int primary = error.getErrorCode() & 0xff;
    return primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code
            || primary == SQLiteErrorCode.SQLITE_TOOBIG.code
            || primary == SQLiteErrorCode.SQLITE_MISMATCH.code
        ? Remedy.SEPARATE
        : Remedy.RECONNECT;
  }

  @Override
  public boolean hasExactLike() {
    return false;
  }
}
