package io.flowengine.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.flowengine.connectors.sql.SqlConnector;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * 1,000 statements of one flow on PostgreSQL; beside the same with bare JDBC on a pool of the same
 * kind, on one thread, and on a virtual thread each. And how many platform threads 200 statements
 * at once hold that take a second each.
 */
final class SqlCalls implements Benchmark {
  private static final int POOL = 50;

  @Override
  public String name() {
    return "sql-calls";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int calls = quick ? 1000 : 5000;
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        SqlConnector postgres = SqlConnector.postgres().poolSize(POOL);
        HikariDataSource bare = new HikariDataSource(config(server.getPort()))) {
      CallTimes times = new CallTimes(postgres);
      double baseline = CallTimes.median(calls, () -> fetch(bare));
      double handedOver = CallTimes.handedOver(calls, () -> fetch(bare));
      double call = times.median(calls, inputs(server, "SELECT 1+1"));
      double threads = times.threadsOfManyAtOnce(inputs(server, "SELECT pg_sleep(1)::text"));
      return List.of(
          new Figure(name(), "p50 of a call, vs JDBC on a pool", call, "us", baseline),
          new Figure(
              name(), "p50 of a call, vs that on a virtual thread each", call, "us", handedOver),
          new Figure(
              name(), "platform threads more with 200 calls at once", threads, "threads", null));
    }
  }

  private static HikariConfig config(int port) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
    config.setUsername("postgres");
    config.setMaximumPoolSize(POOL);
    config.setMinimumIdle(0);
    return config;
  }

  private static Map<String, ?> inputs(EmbeddedPostgres server, String statement) {
    return Map.of("host", "127.0.0.1", "port", server.getPort(), "fetchval", statement);
  }

  private static Object fetch(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1+1")) {
      rows.next();
      return rows.getObject(1);
    }
  }
}
