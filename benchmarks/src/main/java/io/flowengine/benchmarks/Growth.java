package io.flowengine.benchmarks;

import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.benchmarks.peer.EngineRuns;
import io.flowengine.benchmarks.peer.Runs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What five durable steps cost with a million executions in the store, beside a store with a
 * thousand. The stored ones are copies of one that was run, made by SQL.
 */
final class Growth implements Benchmark {
  private static final String ID =
      "substr(e.id, 1, 24) || substr('000000000000' || n, length('000000000000' || n) - 11)";

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Databases each : Databases.values()) {
      figures.addAll(
          each.measure(
              database ->
                  List.of(measure(each.title, database, quick ? 50_000 : 1_000_000, quick))));
    }
    return figures;
  }

  private Figure measure(String title, BenchmarkDatabase database, int many, boolean quick)
      throws Exception {
    fill(database, "few", 1_000);
    fill(database, "many", many);
    int rounds = quick ? 6 : 20;
    double[] few = new double[rounds];
    double[] full = new double[rounds];
    try (Runs small = EngineRuns.java(database, "few");
        Runs large = EngineRuns.java(database, "many")) {
      for (int i = 0; i < rounds; i++) {
        few[i] = Samples.micros(50, small::run) / 1000;
        full[i] = Samples.micros(50, large::run) / 1000;
      }
    }
    return new Figure(
        name(),
        title + ", five steps with " + many + " executions, vs 1000",
        Samples.medianOfLaterHalf(full),
        "ms",
        Samples.medianOfLaterHalf(few));
  }

  private static void fill(BenchmarkDatabase database, String name, int count) throws Exception {
    try (Runs runs = EngineRuns.java(database, name)) {
      runs.run();
    }
    try (Connection connection = database.connect(name);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      copy(statement, "executions", "id", "", count);
      copy(statement, "journal", "execution_id", ", position", count);
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("ANALYZE");
    }
  }

  private static void copy(Statement statement, String table, String id, String key, int count)
      throws SQLException {
    String columns = Columns.of(statement.getConnection(), table, id);
    String series =
        " WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < "
            + count
            + ")";
    int copied =
        statement.executeUpdate(
            "INSERT INTO "
                + table
                + " ("
                + id
                + columns
                + ")"
                + series
                + " SELECT "
                + ID.replace("e.id", "e." + id)
                + columns.replace(", ", ", e.")
                + " FROM "
                + table
                + " e, series ORDER BY n"
                + key);
    if (copied < count) {
      throw new IllegalStateException("only " + copied + " rows were copied");
    }
  }

  /** The columns of a table. */
  private static final class Columns {
    private Columns() {}

    /** All but one, each after a comma. */
    static String of(Connection connection, String table, String but) throws SQLException {
      StringBuilder columns = new StringBuilder();
      try (var all =
          connection.getMetaData().getColumns(null, connection.getSchema(), table, null)) {
        while (all.next()) {
          String column = all.getString("COLUMN_NAME");
          if (!column.equals(but)) {
            columns.append(", ").append(column);
          }
        }
      }
      return columns.toString();
    }
  }
}
