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
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The statements of one call on one connection. */
final class Session {
  private static final int AT_ONCE = 1000;

  private final ConnectorCall call;
  private final String place;
  private final @Nullable Dialect dialect;
  private final AtomicReference<@Nullable Statement> running = new AtomicReference<>();

  Session(ConnectorCall call, String place, @Nullable Dialect dialect) {
    this.call = call;
    this.place = place;
    this.dialect = dialect;
  }

  Map<String, @Nullable Object> run(DataSource source, Work work) throws InterruptedException {
    call.onCancel(this::cancel);
    try (Connection connection = connection(source)) {
      try {
        return run(connection, work);
      } catch (SQLException e) {
        if (Failures.isLost(e) && source instanceof HikariDataSource pool) {
          pool.evictConnection(connection);
        }
        throw e;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Map<String, @Nullable Object> run(Connection connection, Work work)
      throws SQLException, InterruptedException {
    connection.setAutoCommit(!work.isTransaction() && !call.has("dst"));
    boolean isDone = false;
    try {
      Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
      outputs.put("result", result(connection, work));
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

  /** Called by another thread: has the server stop. */
  private void cancel() {
    Statement statement = running.get();
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        cut(statement, e);
      }
    }
  }

  /**
   * Drivers cancel on a connection of its own, which a server that has as many as it takes refuses.
   * Then the connection of the statement is cut: the call ends, and the server sees it in its time.
   */
  private void cut(Statement statement, SQLException refused) {
    try {
      statement.getConnection().abort(Runnable::run);
    } catch (SQLException e) {
      refused.addSuppressed(e);
      throw new IllegalStateException(
          "the statement on " + place + " was neither cancelled nor cut off", refused);
    }
  }

  private @Nullable Object result(Connection connection, Work work)
      throws SQLException, InterruptedException {
    List<@Nullable Object> results = new ArrayList<>();
    for (Work.Statement each : work.statements()) {
      requireGoingOn();
      results.add(result(connection, each));
    }
    return work.isTransaction() ? results : results.getFirst();
  }

  /** Without arguments nothing in the text is a placeholder. */
  private @Nullable Object result(Connection connection, Work.Statement work) throws SQLException {
    if (work.arguments().isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        prepare(statement, work);
        boolean hasRows = executed(statement, () -> statement.execute(work.text()));
        return result(statement, work.way(), hasRows);
      }
    }
    Placeholders bound =
        dialect == Dialect.POSTGRES
            ? Placeholders.of(work.text(), work.arguments())
            : new Placeholders(work.text(), work.arguments());
    try (PreparedStatement statement = connection.prepareStatement(bound.text())) {
      prepare(statement, work);
      Columns.bind(statement, bound.arguments());
      boolean hasRows = executed(statement, statement::execute);
      return result(statement, work.way(), hasRows);
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

  private boolean executed(Statement statement, Execution execution) throws SQLException {
    running.set(statement);
    return execution.run();
  }

  private @Nullable Object result(Statement statement, Way way, boolean hasRows)
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
      running.set(null);
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
