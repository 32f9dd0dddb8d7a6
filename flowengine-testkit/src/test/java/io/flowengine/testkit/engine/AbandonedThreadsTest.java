package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Store;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** On the real machine: the thread of a dropped stack is collected, and runs no clean-up code. */
class AbandonedThreadsTest {
  private static final int COUNT = 2000;

  private final List<WeakReference<Thread>> threads = new CopyOnWriteArrayList<>();
  private final AtomicInteger cleanUps = new AtomicInteger();

  @Test
  void abandoned_threads_are_collected() throws Exception {
    CountDownLatch waiting = new CountDownLatch(COUNT);
    Store store = FlowEngine.inMemoryStore();
    FlowEngine engine = open(store, waiting);
    for (int i = 0; i < COUNT; i++) {
      engine.flow("sleeper").start();
    }
    assertThat(waiting.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(alive()).as("parked stacks are kept").isEqualTo(COUNT);
    engine.close();
    assertThat(aliveAfterCollection()).isZero();
    assertThat(cleanUps).hasValue(0);
  }

  private FlowEngine open(Store store, CountDownLatch waiting) {
    return FlowEngine.builder()
        .store(store)
        .listener(
            event -> {
              if (event instanceof StatusChanged change && change.to() == ExecutionStatus.WAITING) {
                waiting.countDown();
              }
            })
        .flow(
            "sleeper",
            (system, self, inputs) -> {
              threads.add(new WeakReference<>(Thread.currentThread()));
              try {
                self.sleep(Duration.ofDays(1));
              } finally {
                cleanUps.incrementAndGet();
              }
              return null;
            })
        .build();
  }

  private long alive() {
    System.gc();
    return threads.stream().map(WeakReference::get).filter(Objects::nonNull).count();
  }

  /** A collection may need more than one round for stacks that were just mounted. */
  private long aliveAfterCollection() {
    long alive = alive();
    for (int i = 0; i < 30 && alive > 0; i++) {
      alive = alive();
    }
    return alive;
  }
}
