package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.event.EngineEvent;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.testkit.ForwardingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An execution may run before the commit that creates it has returned. */
@Timeout(60)
class ClaimedAtOnceTest {
  private final AtomicReference<Runnable> afterCreation = new AtomicReference<>(() -> {});
  private final CountDownLatch worker = new CountDownLatch(1);
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch childRuns = new CountDownLatch(1);
  private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();

  /** Does something right after the first commit of an execution that creates another one. */
  private final class Eager extends ForwardingStore {
    Eager() {
      super(FlowEngine.inMemoryStore());
    }

    @Override
    public CommitResult commit(Commit commit, Instant now) {
      CommitResult result = super.commit(commit, now);
      if (commit.fence() != null && !commit.creations().isEmpty()) {
        afterCreation.getAndSet(() -> {}).run();
      }
      return result;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void that_it_runs_is_told_after_its_creation() {
    try (FlowEngine engine =
        FlowEngine.builder()
            .store(new Eager())
            .maxRunning(2)
            .listener(events::add)
            .flow(
                "holds a worker",
                (system, self, inputs) -> {
                  busy.countDown();
                  await(worker);
                  return null;
                })
            .flow("parent", (system, self, inputs) -> self.flow("child").start().id().toString())
            .flow(
                "child",
                (system, self, inputs) -> {
                  childRuns.countDown();
                  return null;
                })
            .build()) {
      engine.flow("holds a worker").start();
      await(busy);
      afterCreation.set(
          () -> {
            worker.countDown(); // it is free for the child, which another thread claims now
            await(childRuns);
          });
      engine.flow("parent").start().await(Duration.ofSeconds(20));
    }

    List<ExecutionStatus> ofTheChild =
        events.stream()
            .filter(StatusChanged.class::isInstance)
            .map(StatusChanged.class::cast)
            .filter(change -> change.name().equals("child"))
            .map(StatusChanged::to)
            .toList();
    assertThat(ofTheChild)
        .startsWith(ExecutionStatus.CREATED, ExecutionStatus.SCHEDULED, ExecutionStatus.RUNNING);
  }
}
