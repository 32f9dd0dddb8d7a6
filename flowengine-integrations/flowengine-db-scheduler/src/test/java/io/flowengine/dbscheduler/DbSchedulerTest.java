package io.flowengine.dbscheduler;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.flowengine.FlowEngine;
import io.flowengine.execution.ExecutionId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DbSchedulerTest {
  private static final ExecutionId ONE = ExecutionId.of(1, 1);
  private static final ExecutionId TWO = ExecutionId.of(2, 2);

  private static DbScheduler.Builder on(String table) {
    return DbScheduler.builder(PostgresServer.SERVER.dataSource())
        .tableName(table)
        .pollingInterval(ofMillis(20));
  }

  @Test
  void a_flow_that_sleeps_is_woken_by_it() {
    try (FlowEngine engine =
        FlowEngine.builder()
            .scheduler(on(PostgresServer.SERVER.newTable()).build())
            .flow(
                "nap",
                (system, self, inputs) -> {
                  self.sleep(ofMillis(200));
                  return Map.of("awake", true);
                })
            .build()) {
      // the sweep, which would find it too, comes after 30 s
      assertThat(engine.flow("nap").start().await(ofSeconds(20)).outputs())
          .containsEntry("awake", true);
    }
  }

  @Test
  void what_one_jvm_armed_another_one_calls() throws InterruptedException {
    String table = PostgresServer.SERVER.newTable();
    BlockingQueue<ExecutionId> called = new LinkedBlockingQueue<>();
    DbScheduler first = on(table).build();
    first.start(FlowEngine.machine(), execution -> {});
    first.arm(FlowEngine.machine().instant().plus(ofSeconds(1)), ONE);
    first.close();
    try (DbScheduler second = on(table).build()) {
      second.start(FlowEngine.machine(), called::add);
      assertThat(called.poll(30, TimeUnit.SECONDS)).isEqualTo(ONE);
    }
  }

  @Test
  void a_missing_table_is_refused_at_the_start() {
    try (DbScheduler scheduler = on("nowhere").build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> scheduler.start(FlowEngine.machine(), execution -> {}))
          .withMessageContaining("table 'nowhere' cannot be read")
          .withMessageContaining("script that db-scheduler documents");
    }
  }

  @Test
  void a_lost_database_loses_the_call_and_nothing_else() {
    String table = PostgresServer.SERVER.newTable();
    try (DbScheduler scheduler = on(table).pollingInterval(Duration.ofDays(1)).build()) {
      scheduler.start(FlowEngine.machine(), execution -> {});
      PostgresServer.SERVER.execute("ALTER TABLE " + table + " RENAME TO " + table + "_away");
      scheduler.arm(FlowEngine.machine().instant().plus(ofSeconds(60)), ONE);
      PostgresServer.SERVER.execute("ALTER TABLE " + table + "_away RENAME TO " + table);
      scheduler.arm(FlowEngine.machine().instant().plus(ofSeconds(60)), TWO);
    }
    assertThat(PostgresServer.SERVER.column("SELECT substr(task_instance, 1, 36) FROM " + table))
        .containsExactly(TWO.toString());
  }
}
