package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Very many elements on real threads. */
class ElementWidthTest {
  private static final int ELEMENTS = 100_000;
  private static final int WIDTH = 50;

  @Test
  void k08_never_more_tasks_are_under_way_than_the_width() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    InMemoryInventory inventory = new InMemoryInventory();
    for (int i = 0; i < ELEMENTS; i++) {
      inventory.put(Element.of("E" + i, "server"));
    }
    try (FlowEngine engine =
        FlowEngine.builder()
            .inventory(inventory)
            .task(
                "A",
                call -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  LockSupport.parkNanos(1); // so that they meet
                  running.decrementAndGet();
                  return TaskResult.ok();
                })
            .flow(ElementFlow.named("F").parallel(WIDTH).task("A").build())
            .build()) {
      Execution run = engine.flow("F").start().await(Duration.ofMinutes(5));
      assertThat(engine.elements().result(run.id()).elements(ElementStatus.OK)).hasSize(ELEMENTS);
    }
    assertThat(most.get()).isBetween(2, WIDTH);
  }
}
