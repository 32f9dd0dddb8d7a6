package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.PostgresServer;
import io.flowengine.testkit.process.ChildJvm;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The lock of a setting holds across JVMs on one PostgreSQL that are killed and stand still. */
class LockAcrossJvmsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int NODES = 3;
  private static final int FLOWS = 60;
  private static final int KILLS = 4;

  private final AuditedSchema schema = new AuditedSchema();
  private final List<ChildJvm> jvms = new ArrayList<>();
  private int started;

  LockAcrossJvmsTest() throws SQLException, IOException {}

  private ChildJvm begin() {
    return ChildJvm.start(
        LockingJvm.class,
        StoreAddress.of(PostgresServer.SERVER.port(), schema.name()),
        "node" + ++started,
        String.valueOf(FLOWS));
  }

  @Test
  void no_count_is_lost_and_all_flows_end() throws Exception {
    long seed = Long.getLong("jvms.seed", System.nanoTime());
    Random random = new Random(seed);
    try {
      for (int i = 0; i < NODES; i++) {
        jvms.add(begin());
      }
      for (ChildJvm jvm : jvms) {
        jvm.await("open", PATIENCE);
      }
      for (int i = 0; i < KILLS; i++) {
        int index = random.nextInt(NODES);
        jvms.get(index).kill();
        jvms.get(index).close();
        jvms.set(index, begin());
        rest(500 + random.nextInt(1500));
      }
      awaitEnd();
      assertThat(value()).as("-Djvms.seed=%s", seed).isEqualTo((long) FLOWS);
    } finally {
      jvms.forEach(ChildJvm::close);
    }
  }

  private Object value() {
    try (JdbcStore store =
        JdbcStore.builder(PostgresServer.SERVER.dataSource()).schema(schema.name()).open()) {
      return store
          .record(RecordRef.of(RecordType.SETTING, LockingJvm.COUNTER))
          .orElseThrow()
          .fields()
          .toMap()
          .get("value");
    }
  }

  private void awaitEnd() throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (schema.number("SELECT count(*) FROM executions WHERE status = 'ENDED_SUCCESS'")
        < FLOWS + 1) {
      assertThat(System.nanoTime())
          .as(
              "everything ends: %s",
              schema.list(
                  "SELECT name || ' ' || status || ' ' || coalesce(node, '-') FROM executions"
                      + " WHERE status NOT LIKE 'ENDED%' LIMIT 20",
                  row -> row.getString(1)))
          .isLessThan(end);
      rest(100);
    }
  }

  private static void rest(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }
}
