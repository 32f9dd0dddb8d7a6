package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Query;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import io.flowengine.testkit.ForwardingStore;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node that claims many executions asks for their journals together. */
class ClaimedJournalsTest {
  private final VirtualTime time = VirtualTime.manual();
  private final Store memory = FlowEngine.inMemoryStore();
  private final List<Integer> reads = new ArrayList<>();

  /** Notes how many journals are asked for at once. */
  private final class Noting extends ForwardingStore {
    Noting() {
      super(memory);
    }

    @Override
    public Map<ExecutionId, List<JournalEntry>> journals(Collection<ExecutionId> ids) {
      reads.add(ids.size());
      return super.journals(ids);
    }
  }

  private FlowEngine open(int entries) {
    return FlowEngine.builder()
        .environment(time.node())
        .store(new Noting())
        .scheduler(new DeafScheduler())
        .flow(
            "sleeping",
            (system, self, inputs) -> {
              for (int i = 0; i < entries; i++) {
                Instant unused = self.now();
              }
              self.sleep(Duration.ofMinutes(1));
              return null;
            })
        .build();
  }

  private void runOverARestart(int executions, int entries) {
    try (FlowEngine engine = open(entries)) {
      for (int i = 0; i < executions; i++) {
        engine.flow("sleeping").start();
      }
      time.settle();
    }
    reads.clear();
    try (FlowEngine engine = open(entries)) {
      time.advance(Duration.ofMinutes(2));
      assertThat(engine.executions(Query.all()).items())
          .hasSize(executions)
          .allMatch(record -> record.status() == ExecutionStatus.ENDED_SUCCESS);
    }
  }

  @Test
  void the_journals_of_executions_that_are_claimed_together_are_read_at_once() {
    runOverARestart(80, 2);
    assertThat(reads).containsExactly(80);
  }

  @Test
  void journals_that_are_large_together_are_read_one_after_the_other() {
    runOverARestart(5, 4_000);
    assertThat(reads).containsExactly(2, 2, 1);
  }
}
