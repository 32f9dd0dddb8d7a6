package io.flowengine.jdbc.process;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.testkit.process.ChildJvm;
import io.flowengine.testkit.process.OffsetEnvironment;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM with a flow that ends it each time. Arguments: the address of the store, how many seconds
 * its clock is ahead. If the flow is paused instead it tells so and ends by itself.
 */
final class HaltingJvm {
  static final int HALTED = 99;

  private HaltingJvm() {}

  public static void main(String[] args) {
    try (JdbcStore store = StoreAddress.open(args[0], LeaseClock.ENGINE);
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .environment(new OffsetEnvironment(Duration.ofSeconds(Long.parseLong(args[1]))))
                .flow("halting", (system, self, inputs) -> halt())
                .build()) {
      Execution execution = engine.flow("halting").idempotencyKey("once").start();
      while (execution.status() != ExecutionStatus.PAUSED) {
        LockSupport.parkNanos(1_000_000);
      }
      ChildJvm.tell(execution.record().state().reason() + ": " + execution.message().orElse(""));
    }
  }

  private static Object halt() {
    Runtime.getRuntime().halt(HALTED);
    throw new IllegalStateException("still there");
  }
}
