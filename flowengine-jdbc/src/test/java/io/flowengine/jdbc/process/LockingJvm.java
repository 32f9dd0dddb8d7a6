package io.flowengine.jdbc.process;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.resource.Setting;
import io.flowengine.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with one engine on a PostgreSQL that several share. Its flows count in the value of one
 * setting, each under its lock: without it they would overwrite each other's counts. Arguments: the
 * address of the store, its name, how many flows all JVMs start together.
 */
final class LockingJvm {
  static final String COUNTER = "counter";

  private LockingJvm() {}

  public static void main(String[] args) {
    JdbcStore store = StoreAddress.open(args[0], LeaseClock.DATABASE);
    FlowEngine engine =
        FlowEngine.builder()
            .store(store)
            .node(args[1])
            .flow("set up", (system, self, inputs) -> setUp(system))
            .flow("count", (system, self, inputs) -> count(system, self))
            .build();
    Execution unused = engine.flow("set up").idempotencyKey("set up").start().await();
    ChildJvm.tell("open");
    int flows = Integer.parseInt(args[2]);
    for (int i = 0; i < flows; i++) {
      Execution each = engine.flow("count").idempotencyKey("count " + i).start();
      requireNonNull(each);
    }
    while (true) {
      LockSupport.park(engine);
    }
  }

  private static @Nullable Object setUp(FlowSystem system) {
    system.setting(COUNTER).saveValue(0);
    return null;
  }

  private static @Nullable Object count(FlowSystem system, FlowContext self) {
    Setting counter = system.setting(COUNTER);
    counter.acquire();
    long before = (long) requireNonNull(counter.load("value"));
    self.sleep(Duration.ofMillis(10));
    counter.saveValue(before + 1);
    counter.release();
    return null;
  }
}
