package io.flowengine.jdbc.process;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.Origin;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Value;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.spi.Commit;
import io.flowengine.testkit.process.ChildJvm;
import io.flowengine.testkit.process.OffsetEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM with little heap whose flow lists very many executions, reads the listing, waits, and reads
 * it again in another engine, which replays the listing first. Arguments: the address of the store,
 * how many executions.
 */
final class LongListingJvm {
  private static final int AT_ONCE = 1_000;
  private static final Duration SLEEP = Duration.ofHours(1);

  private LongListingJvm() {}

  public static void main(String[] args) {
    int all = Integer.parseInt(args[1]);
    try (JdbcStore store = StoreAddress.open(args[0], LeaseClock.ENGINE)) {
      fill(store, all);
      ExecutionId id;
      try (FlowEngine engine = engine(store, Duration.ZERO)) {
        Execution execution = engine.flow("list").start();
        while (execution.status() != ExecutionStatus.WAITING) {
          LockSupport.parkNanos(10_000_000);
        }
        id = execution.id();
      }
      ChildJvm.tell("waits");
      try (FlowEngine engine = engine(store, SLEEP.multipliedBy(2))) {
        Execution ended = engine.execution(id).await(Duration.ofMinutes(5));
        ChildJvm.tell(String.valueOf(ended.outputs().get("result")));
      }
    }
  }

  private static FlowEngine engine(JdbcStore store, Duration ahead) {
    return FlowEngine.builder()
        .store(store)
        .environment(new OffsetEnvironment(ahead))
        .flow("list", (system, self, inputs) -> run(system, self))
        .build();
  }

  private static Object run(FlowSystem system, FlowContext self) {
    List<Execution> listed = system.executions(Filter.like("name", "sample%"));
    long before = sum(listed);
    self.sleep(SLEEP);
    return listed.size() + " listed, " + (sum(listed) == before ? "equal" : "different");
  }

  private static long sum(List<Execution> listed) {
    long sum = 0;
    for (Execution each : listed) {
      sum = 31 * sum + each.id().hashCode();
    }
    return sum;
  }

  private static void fill(JdbcStore store, int all) {
    Instant now = Instant.now().minusSeconds(3600);
    for (int start = 0; start < all; start += AT_ONCE) {
      Commit commit = new Commit("fill");
      for (int i = start; i < start + AT_ONCE; i++) {
        Origin origin =
            new Origin(ExecutionType.FLOW, "sample", "java:1:sample", null, null, i, now, null);
        Attributes attributes =
            new Attributes("sample " + i, Value.EMPTY, 0, null, null, null, Value.EMPTY);
        ExecutionRecord record =
            new ExecutionRecord(
                ExecutionId.of(0x0190_0000_0000_7000L, i + 1L),
                origin,
                attributes,
                State.created(ExecutionStatus.PAUSED, null));
        commit.create(new Commit.Creation(record, null, null));
      }
      var unused = store.commit(commit, now);
    }
  }
}
