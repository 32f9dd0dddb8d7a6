package io.flowengine.benchmarks.peer;

import static java.util.Objects.requireNonNull;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A task of db-scheduler that reschedules itself four times and then removes itself. */
public final class DbSchedulerRuns implements Runs {
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS scheduled_tasks (
        task_name text NOT NULL,
        task_instance text NOT NULL,
        task_data bytea,
        execution_time timestamp with time zone NOT NULL,
        picked boolean NOT NULL,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint NOT NULL,
        priority smallint,
        PRIMARY KEY (task_name, task_instance)
      );
      CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      """;

  private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
  private final HikariDataSource pool;
  private final CustomTask<Integer> task;
  private final Scheduler scheduler;

  /**
   * Opens a scheduler that looks often, executes what it schedules at once, and has 64 threads.
   *
   * @param database where its table is
   * @throws SQLException if the table cannot be made
   */
  public DbSchedulerRuns(BenchmarkDatabase.Postgres database) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.source("public"));
    config.setMaximumPoolSize(20);
    pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    task =
        Tasks.custom("five", Integer.class)
            .execute(
                (instance, context) -> {
                  int step = instance.getData();
                  return step < 5
                      ? (complete, operations) ->
                          operations.reschedule(complete, Instant.now(), step + 1)
                      : (complete, operations) -> {
                        operations.remove();
                        requireNonNull(ends.get(instance.getId())).complete(null);
                      };
                });
    scheduler =
        Scheduler.create(pool, task)
            .threads(64)
            .pollingInterval(Duration.ofMillis(100))
            .pollUsingLockAndFetch(0.5, 4.0)
            .enableImmediateExecution()
            .build();
    scheduler.start();
  }

  @Override
  public void run() {
    String id = UUID.randomUUID().toString();
    CompletableFuture<Void> end = new CompletableFuture<>();
    ends.put(id, end);
    boolean unused = scheduler.scheduleIfNotExists(task.instance(id, 1), Instant.now());
    end.join();
    ends.remove(id);
  }

  @Override
  public void close() {
    scheduler.stop();
    pool.close();
  }
}
