package io.flowengine.jdbc.process;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.flow.FlowContext;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.spi.Environment;
import io.flowengine.testkit.process.ChildJvm;
import io.flowengine.testkit.process.OffsetEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM with little heap whose flow makes very many calls and waits, and which another engine then
 * goes on with. Arguments: the address of the store, how many calls.
 */
final class LongJournalJvm {
  private static final int BETWEEN_STEPS = 1000;
  private static final Duration SLEEP = Duration.ofHours(1);

  private LongJournalJvm() {}

  public static void main(String[] args) {
    int calls = Integer.parseInt(args[1]);
    try (JdbcStore store = StoreAddress.open(args[0], LeaseClock.ENGINE)) {
      ExecutionId id;
      try (FlowEngine engine = engine(store, calls, Duration.ZERO)) {
        Execution execution = engine.flow("long").start();
        while (execution.status() != ExecutionStatus.WAITING) {
          LockSupport.parkNanos(10_000_000);
        }
        id = execution.id();
      }
      ChildJvm.tell("waits");
      try (FlowEngine engine = engine(store, calls, SLEEP.multipliedBy(2))) {
        Execution ended = engine.execution(id).await(Duration.ofMinutes(5));
        ChildJvm.tell("replayed: " + ended.outputs().get("result"));
        ChildJvm.tell("listed: " + engine.journal(id).size());
        ChildJvm.tell("exported: " + engine.operations().export(id).journal().size());
      }
    }
  }

  private static FlowEngine engine(JdbcStore store, int calls, Duration ahead) {
    Environment environment = new OffsetEnvironment(ahead);
    return FlowEngine.builder()
        .store(store)
        .environment(environment)
        .flow("long", (system, self, inputs) -> run(self, calls))
        .build();
  }

  private static Object run(FlowContext self, int calls) {
    Instant last = Instant.EPOCH;
    int inOrder = 0;
    for (int i = 1; i <= calls; i++) {
      Instant now = self.now();
      inOrder += now.isBefore(last) ? 0 : 1;
      last = now;
      if (i % BETWEEN_STEPS == 0) {
        int unused = Objects.requireNonNull(self.step("part", Integer.class, step -> 1));
      }
    }
    self.sleep(SLEEP);
    return inOrder;
  }
}
