package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionFailedException;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.flow.FlowHandler;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Rows of the business and what the engine writes, in one transaction. */
class HostTransactionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The same for every database. */
  abstract static class OfDatabase {
    final AtomicInteger tries = new AtomicInteger();
    private JdbcStore store;
    FlowEngine engine;

    abstract JdbcStore open();

    abstract DataSource business();

    abstract String orders();

    @BeforeEach
    void begin() throws SQLException {
      store = open();
      execute("CREATE TABLE " + orders() + " (id INTEGER)");
      engine = engine(transaction(connection -> insert(connection, 1)));
    }

    @AfterEach
    void close() {
      engine.close();
      store.close();
    }

    private FlowEngine engine(FlowHandler order) {
      return FlowEngine.builder().store(store).flow("order", order).build();
    }

    interface Body {
      int run(Connection connection) throws Exception;
    }

    FlowHandler transaction(Body body) {
      return (system, self, inputs) -> {
        Integer rows =
            self.transaction(
                "save",
                Integer.class,
                connection -> {
                  tries.incrementAndGet();
                  return body.run(connection);
                });
        if (inputs.containsKey("ask")) {
          self.message("question", "go on?");
        }
        return Map.of("rows", rows);
      };
    }

    int insert(Connection connection, int id) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate("INSERT INTO " + orders() + " VALUES (" + id + ")");
      }
    }

    private void execute(String sql) throws SQLException {
      try (Connection connection = business().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    int rows() throws SQLException {
      try (Connection connection = business().getConnection();
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT count(*) FROM " + orders())) {
        result.next();
        return result.getInt(1);
      }
    }

    void reopen(FlowHandler order) {
      engine.close();
      engine = engine(order);
    }

    @Test
    void an_execution_that_is_started_in_a_transaction_runs_when_that_is_committed()
        throws Exception {
      Execution execution;
      try (Connection connection = business().getConnection()) {
        connection.setAutoCommit(false);
        insert(connection, 7);
        execution = engine.flow("order").start(connection);
        connection.commit();
      }

      assertThat(execution.await(PATIENCE).outputs()).containsEntry("rows", 1L);
      assertThat(rows()).isEqualTo(2);
    }

    @Test
    void an_execution_that_is_started_in_a_transaction_does_not_exist_if_that_is_rolled_back()
        throws Exception {
      Execution execution;
      try (Connection connection = business().getConnection()) {
        connection.setAutoCommit(false);
        insert(connection, 7);
        execution = engine.flow("order").start(connection);
        connection.rollback();
      }

      assertThatThrownBy(execution::status).isInstanceOf(ResourceNotFoundException.class);
      assertThat(rows()).isZero();
    }

    @Test
    void a_start_on_a_connection_with_auto_commit_is_refused() throws Exception {
      try (Connection connection = business().getConnection()) {
        assertThatThrownBy(() -> engine.flow("order").start(connection))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("auto-commit");
      }
    }

    @Test
    void a_transaction_of_a_step_writes_its_rows_and_its_entry() throws Exception {
      Execution execution = engine.flow("order").start().await(PATIENCE);

      assertThat(execution.outputs()).containsEntry("rows", 1L);
      assertThat(rows()).isEqualTo(1);
    }

    @Test
    void a_transaction_that_is_recorded_is_not_run_again_by_a_replay() throws Exception {
      Execution execution = engine.flow("order").input("ask", true).start();
      while (execution.status() != ExecutionStatus.WAITING && !execution.status().isEnded()) {
        Thread.onSpinWait();
      }
      reopen(transaction(connection -> insert(connection, 1)));
      engine.answer(engine.openMessages().getFirst().id(), Map.of());

      var unused = engine.execution(execution.id()).await(PATIENCE);
      assertThat(rows()).isEqualTo(1);
      assertThat(tries).hasValue(1);
    }

    @Test
    void a_transaction_that_fails_writes_nothing_and_fails_the_step() throws Exception {
      reopen(
          transaction(
              connection -> {
                insert(connection, 1);
                throw new IllegalStateException("no stock");
              }));
      Execution execution = engine.flow("order").start();

      assertThatThrownBy(() -> execution.await(PATIENCE))
          .isInstanceOf(ExecutionFailedException.class)
          .hasMessageContaining("no stock");
      assertThat(rows()).isZero();
    }
  }

  @Nested
  class OnSqlite extends OfDatabase {
    @TempDir Path folder;

    @Override
    JdbcStore open() {
      return JdbcStore.embedded(folder.resolve("flows.db"));
    }

    @Override
    DataSource business() {
      SQLiteConfig config = new SQLiteConfig();
      config.setBusyTimeout(10_000);
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + folder.resolve("flows.db"));
      return source;
    }

    @Override
    String orders() {
      return "orders";
    }
  }

  @Nested
  class OnPostgres extends OfDatabase {
    private final String schema = PostgresServer.SERVER.newSchema();

    @Override
    JdbcStore open() {
      return JdbcStore.builder(PostgresServer.SERVER.dataSource()).schema(schema).open();
    }

    @Override
    DataSource business() {
      return PostgresServer.SERVER.dataSource();
    }

    @Override
    String orders() {
      return schema + ".orders";
    }

    @Test
    void a_transaction_whose_connection_breaks_is_run_again() throws Exception {
      reopen(
          transaction(
              connection -> {
                int rows = insert(connection, 1);
                if (tries.get() == 1) {
                  try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                  }
                }
                return rows;
              }));
      Execution execution = engine.flow("order").start().await(PATIENCE);

      assertThat(execution.outputs()).containsEntry("rows", 1L);
      assertThat(tries).hasValue(2);
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void a_store_that_is_not_in_a_database_takes_part_in_no_transaction() {
    try (FlowEngine engine =
        FlowEngine.builder()
            .flow(
                "order",
                (system, self, inputs) -> self.transaction("save", Integer.class, connection -> 1))
            .build()) {
      assertThatThrownBy(() -> engine.flow("order").start().await(PATIENCE))
          .hasMessageContaining("a store in a database");
    }
  }
}
