package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.flow.MessageRequest;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.testkit.ForwardingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What an execution waits for may happen before the commit that makes it wait has returned. */
class WokenAtOnceTest {
  private final AtomicReference<Runnable> afterRelease = new AtomicReference<>(() -> {});
  private final AtomicInteger runs = new AtomicInteger();

  /** Does something right after the first commit that gives a lease back. */
  private final class Eager extends ForwardingStore {
    Eager() {
      super(FlowEngine.inMemoryStore());
    }

    @Override
    public CommitResult commit(Commit commit, Instant now) {
      CommitResult result = super.commit(commit, now);
      if (commit.release() != null) {
        afterRelease.getAndSet(() -> {}).run();
      }
      return result;
    }
  }

  @Test
  void an_execution_that_is_claimed_at_once_goes_on_with_its_stack() {
    try (FlowEngine engine =
        FlowEngine.builder()
            .store(new Eager())
            .flow(
                "asks",
                (system, self, inputs) -> {
                  runs.incrementAndGet();
                  return self.message(MessageRequest.question("subject", "name?")).response();
                })
            .build()) {
      afterRelease.set(
          () -> engine.answer(engine.openMessages().getFirst().id(), Map.of("string", "Ada")));
      Execution asks = engine.flow("asks").start();
      assertThat(asks.await(Duration.ofSeconds(20)).outputs()).containsEntry("string", "Ada");
      assertThat(runs).hasValue(1);
    }
  }
}
