package io.flowengine.connectors.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import io.flowengine.connectors.sql.Work.Way;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The statements of one call on one connection. */
final class Session {
  private static final int AT_ONCE = 1000;

  private final ConnectorCall call;
  private final String place;
  private final @Nullable Dialect dialect;

  Session(ConnectorCall call, String place, @Nullable Dialect dialect) {
    this.call = call;
    this.place = place;
    this.dialect = dialect;
  }

  Map<String, @Nullable Object> run(DataSource source, Work work) throws InterruptedException {
    try (Borrowed borrowed = new Borrowed(connection(source), call, place)) {
      try {
        return run(borrowed, work);
      } catch (SQLException e) {
        if (Failures.isLost(e) && source instanceof HikariDataSource pool) {
          pool.evictConnection(borrowed.connection());
        }
        throw e;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Map<String, @Nullable Object> run(Borrowed borrowed, Work work)
      throws SQLException, InterruptedException {
    Connection connection = borrowed.connection();
    connection.setAutoCommit(!work.isTransaction() && !call.has("dst"));
    boolean isDone = false;
    try {
      Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
      outputs.put("result", result(borrowed, work));
      requireGoingOn(); // a server may answer a statement that it was told to stop
      isDone = true;
      return outputs;
    } finally {
      end(connection, isDone);
    }
  }

  private Connection connection(DataSource source) throws InterruptedException {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      requireGoingOn();
      throw Failures.connecting(place, e, e);
    }
  }

  /** The failure that led here is told, not one of the rollback. */
  private static void end(Connection connection, boolean isDone) throws SQLException {
    if (connection.isClosed() || connection.getAutoCommit()) {
      return;
    }
    if (isDone) {
      connection.commit();
      connection.setAutoCommit(true);
      return;
    }
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      connection.abort(Runnable::run);
    }
  }

  private ConnectorException failed(SQLException e) throws InterruptedException {
    requireGoingOn();
    return Failures.running(place, e);
  }

  private void requireGoingOn() throws InterruptedException {
    if (call.isCancelled()) {
      throw new InterruptedException("cancelled");
    }
  }

  private @Nullable Object result(Borrowed borrowed, Work work)
      throws SQLException, InterruptedException {
    List<@Nullable Object> results = new ArrayList<>();
    for (Work.Statement each : work.statements()) {
      requireGoingOn();
      results.add(result(borrowed, each));
    }
    return work.isTransaction() ? results : results.getFirst();
  }

  /** Without arguments nothing in the text is a placeholder. */
  private @Nullable Object result(Borrowed borrowed, Work.Statement work) throws SQLException {
    Connection connection = borrowed.connection();
    if (work.arguments().isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        prepare(statement, work);
        boolean hasRows = executed(borrowed, statement, () -> statement.execute(work.text()));
        return result(borrowed, statement, work.way(), hasRows);
      }
    }
    Placeholders bound =
        dialect == Dialect.POSTGRES
            ? Placeholders.of(work.text(), work.arguments())
            : new Placeholders(work.text(), work.arguments());
    try (PreparedStatement statement = connection.prepareStatement(bound.text())) {
      prepare(statement, work);
      Columns.bind(statement, bound.arguments());
      boolean hasRows = executed(borrowed, statement, statement::execute);
      return result(borrowed, statement, work.way(), hasRows);
    }
  }

  private void prepare(Statement statement, Work.Statement work) throws SQLException {
    if (work.way() == Way.FETCH) {
      statement.setFetchSize(AT_ONCE);
    } else if (work.way() != Way.EXECUTE) {
      statement.setMaxRows(1);
    }
  }

  /** Runs a statement. */
  @FunctionalInterface
  private interface Execution {
    boolean run() throws SQLException;
  }

  private static boolean executed(Borrowed borrowed, Statement statement, Execution execution)
      throws SQLException {
    borrowed.runs(statement);
    return execution.run();
  }

  private @Nullable Object result(Borrowed borrowed, Statement statement, Way way, boolean hasRows)
      throws SQLException {
    try {
      if (way == Way.EXECUTE) {
        return (long) Math.max(0, statement.getUpdateCount());
      }
      if (!hasRows) {
        throw new ConnectorException(
            "SqlError", "the statement gives no rows; use execute= for what gives none");
      }
      try (ResultSet rows = statement.getResultSet()) {
        return switch (way) {
          case FETCHVAL -> rows.next() ? new Columns(rows).first() : null;
          case FETCHROW -> rows.next() ? new Columns(rows).row() : null;
          default -> call.has("dst") ? saved(rows) : all(rows);
        };
      }
    } finally {
      borrowed.runs(null);
    }
  }

  private List<Map<String, @Nullable Object>> all(ResultSet rows) throws SQLException {
    Columns columns = new Columns(rows);
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    while (rows.next()) {
      if (all.size() == call.integer("max_rows")) {
        throw new ConnectorException(
            "TooManyRows",
            "there are more than "
                + all.size()
                + " rows; give dst= to save them in a file, or a larger max_rows=");
      }
      all.add(columns.row());
    }
    return all;
  }

  private long saved(ResultSet rows) throws SQLException {
    RowStream stream = new RowStream(rows);
    try {
      long unused = call.engine().save(call.text("dst"), stream);
      return stream.count();
    } catch (IOException e) {
      throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
    }
  }
}
