package io.flowengine.jdbc.process;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Filter;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.testkit.process.ChildJvm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A JVM with little heap whose flow lists a few of very many executions, by a field that is a
 * column and by one that is not. Arguments: the address of the store, how many executions there
 * are.
 */
final class LongListingJvm {
  /** Each execution is given this much, so that all together do not fit into the heap. */
  private static final String BALLAST = "x".repeat(1000);

  private LongListingJvm() {}

  public static void main(String[] args) {
    int count = Integer.parseInt(args[1]);
    try (JdbcStore store = StoreAddress.open(args[0], LeaseClock.ENGINE)) {
      fill(store, count);
      ChildJvm.tell("filled");
      try (FlowEngine engine =
          FlowEngine.builder()
              .store(store)
              .flow(
                  "list",
                  (system, self, inputs) ->
                      Map.of(
                          "by_name",
                          names(system.executions(Filter.eq("name", "execution 77"))),
                          "by_description",
                          names(system.executions(Filter.eq("description", "number 77")))))
              .build()) {
        Map<String, ?> outputs = engine.flow("list").start().await(Duration.ofMinutes(5)).outputs();
        ChildJvm.tell(outputs.get("by_name") + " " + outputs.get("by_description"));
      }
    }
  }

  private static List<String> names(List<Execution> executions) {
    return executions.stream().map(Execution::name).toList();
  }

  private static void fill(JdbcStore store, int count) {
    Instant now = Instant.now();
    List<ExecutionRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record(i, now));
      if (records.size() == 1000 || i == count - 1) {
        Commit commit = new Commit("filling");
        records.forEach(each -> commit.create(new Commit.Creation(each, null, null)));
        if (!(store.commit(commit, now) instanceof CommitResult.Committed)) {
          throw new IllegalStateException("not committed");
        }
        records.clear();
      }
    }
  }

  private static ExecutionRecord record(int number, Instant now) {
    return new ExecutionRecord(
        ExecutionId.of(UUID.randomUUID().toString()),
        new ExecutionRecord.Origin(
            ExecutionType.FLOW, "other", "java:1:other", null, null, 0, now, null),
        new ExecutionRecord.Attributes(
            "execution " + number,
            Value.of(Map.of("ballast", BALLAST)),
            0,
            null,
            null,
            null,
            Value.of(Map.of("description", "number " + number))),
        ExecutionRecord.State.created(ExecutionStatus.PAUSED, StatusReason.NOT_STARTED));
  }
}
