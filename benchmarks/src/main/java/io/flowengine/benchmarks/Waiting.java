package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Executions that wait and whose stacks are dropped: the heap that each takes, beyond the bytes of
 * its own record. The records' own bytes are measured by copying them all.
 */
final class Waiting implements Benchmark {

  @Override
  public String name() {
    return "waiting";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (int count : quick ? new int[] {10_000} : new int[] {10_000, 100_000}) {
      figures.add(measure(count));
    }
    return figures;
  }

  private Figure measure(int count) throws Exception {
    VirtualTime time = VirtualTime.manual();
    Store store = FlowEngine.inMemoryStore();
    try (FlowEngine engine =
        FlowEngine.builder()
            .environment(time)
            .store(store)
            .flow(
                "sleeper",
                (system, self, inputs) -> {
                  self.sleep(Duration.ofDays(1000));
                  return null;
                })
            .build()) {
      engine.flow("sleeper").start();
      long before = Samples.heap();
      for (int i = 0; i < count; i++) {
        engine.flow("sleeper").start();
      }
      time.settle();
      time.advance(Duration.ofSeconds(30));
      long after = Samples.heap();
      List<ExecutionRecord> copies = copies(store);
      long withCopies = Samples.heap();
      requireWaiting(copies, count);
      double own = (double) (withCopies - after) / count;
      double each = (double) (after - before) / count;
      return new Figure(
          name(), count + " executions, heap beyond the record", each - own, "B each", own);
    }
  }

  private static List<ExecutionRecord> copies(Store store) {
    List<ExecutionRecord> copies = new ArrayList<>();
    Query query = Query.where(Filter.eq("status", "WAITING")).limit(Query.MAX_LIMIT);
    Page<ExecutionRecord> page;
    do {
      page = store.executions(query);
      page.items().forEach(record -> copies.add(copy(record)));
      query = query.after(page.cursor());
    } while (page.cursor() != null);
    return copies;
  }

  private static ExecutionRecord copy(ExecutionRecord record) {
    ExecutionRecord.Origin origin = record.origin();
    ExecutionRecord.Attributes given = record.attributes();
    ExecutionRecord.State state = record.state();
    return new ExecutionRecord(
        ExecutionId.of(record.id().high(), record.id().low()),
        new ExecutionRecord.Origin(
            origin.type(),
            origin.flowName(),
            origin.requires(),
            origin.scriptHash(),
            origin.parent(),
            origin.seed(),
            copy(origin.createdAt()),
            origin.rerun()),
        new ExecutionRecord.Attributes(
            given.name(),
            given.inputs(),
            given.priority(),
            given.projectId(),
            given.scheduledFor(),
            given.timeout(),
            given.extras()),
        new ExecutionRecord.State(
            state.status(),
            state.reason(),
            state.message(),
            state.outputs(),
            state.failure(),
            copy(Objects.requireNonNull(state.startedAt())),
            state.end()));
  }

  private static Instant copy(Instant instant) {
    return Instant.ofEpochSecond(instant.getEpochSecond(), instant.getNano());
  }

  private static void requireWaiting(List<ExecutionRecord> records, int count) {
    long waiting =
        records.stream().filter(record -> record.status() == ExecutionStatus.WAITING).count();
    if (waiting < count) {
      throw new IllegalStateException("only " + waiting + " of " + count + " executions wait");
    }
  }
}
