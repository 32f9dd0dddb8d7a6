package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Outcome;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Environment;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private static final Duration DAY = Duration.ofDays(1);

  private static FlowHandler sleeper(int days) {
    return (system, self, inputs) -> {
      for (int i = 0; i < days; i++) {
        self.sleep(DAY);
      }
      return null;
    };
  }

  private static FlowEngine engine(Environment environment, FlowHandler handler) {
    return FlowEngine.builder().environment(environment).flow("flow", handler).build();
  }

  @Nested
  class Manual {
    private final VirtualTime time = VirtualTime.manual(1);

    @Test
    void time_stands_still_until_it_is_advanced() {
      try (FlowEngine engine = engine(time, sleeper(1))) {
        Execution execution = engine.flow("flow").start();
        time.settle();
        time.advance(DAY.minusMillis(1));
        assertThat(execution.status()).isEqualTo(ExecutionStatus.WAITING);
        time.advance(Duration.ofMillis(1));
        assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
        assertThat(time.now()).isEqualTo(VirtualTime.START.plus(DAY));
      }
    }

    @Test
    void advance_stops_at_every_deadline_on_its_way() {
      List<Instant> stops = Collections.synchronizedList(new ArrayList<>());
      FlowHandler handler =
          (system, self, inputs) -> {
            for (int i = 0; i < 3; i++) {
              self.sleep(DAY);
              stops.add(self.now());
            }
            return null;
          };
      try (FlowEngine engine = engine(time, handler)) {
        engine.flow("flow").start();
        time.advance(Duration.ofDays(10));
        assertThat(stops.stream().distinct()) // a stack that is dropped in time sees them again
            .containsExactly(
                VirtualTime.START.plus(DAY),
                VirtualTime.START.plus(DAY.multipliedBy(2)),
                VirtualTime.START.plus(DAY.multipliedBy(3)));
        assertThat(time.now()).isEqualTo(VirtualTime.START.plus(Duration.ofDays(10)));
      }
    }

    @Test
    void what_waits_on_something_foreign_counts_as_running() throws Exception {
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch latch = new CountDownLatch(1);
      FlowHandler handler =
          (system, self, inputs) ->
              self.step(
                  "blocked",
                  Boolean.class,
                  step -> {
                    entered.countDown();
                    return latch.await(1, TimeUnit.MINUTES);
                  });
      try (FlowEngine engine = engine(time, handler)) {
        Execution execution = engine.flow("flow").start();
        assertThat(entered.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(time.threads(time)).contains("execution");
        latch.countDown();
        time.settle();
        assertThat(time.threads(time)).doesNotContain("execution");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
      }
    }

    @Test
    void advance_refuses_to_go_back() {
      assertThatIllegalArgumentException().isThrownBy(() -> time.advance(Duration.ofNanos(-1)));
    }

    @Test
    void a_flow_cannot_settle_its_own_engine() {
      FlowHandler handler =
          (system, self, inputs) -> {
            time.settle();
            return null;
          };
      try (FlowEngine engine = engine(time, handler)) {
        Execution execution = engine.flow("flow").start();
        time.settle();
        assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
      }
    }
  }

  @Nested
  class Automatic {
    private final VirtualTime time = VirtualTime.automatic(1);

    @Test
    void a_year_of_sleep_is_over_at_once() {
      long start = System.nanoTime();
      try (FlowEngine engine = engine(time, sleeper(365))) {
        engine.flow("flow").start().await(Duration.ofMinutes(1));
        assertThat(time.now()).isEqualTo(VirtualTime.START.plus(Duration.ofDays(365)));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void time_stands_still_while_no_host_waits() {
      try (FlowEngine engine = engine(time, sleeper(1))) {
        Execution execution = engine.flow("flow").start();
        time.settle();
        assertThat(execution.status()).isEqualTo(ExecutionStatus.WAITING);
        assertThat(time.now()).isEqualTo(VirtualTime.START);
      }
    }

    @Test
    void who_waits_for_what_never_happens_waits_on_the_real_watch() {
      FlowHandler handler = (system, self, inputs) -> self.message("subject", "text").response();
      try (FlowEngine engine = engine(time, handler)) {
        Execution execution = engine.flow("flow").start();
        assertThat(execution.outcome(Duration.ofMillis(300)))
            .isEqualTo(new Outcome.NotEnded<>(ExecutionStatus.WAITING));
        assertThat(time.now()).isBefore(VirtualTime.START.plus(Duration.ofMinutes(6)));
      }
    }

    @Test
    void what_an_engine_has_lost_is_found_by_the_sweep_of_another() {
      var store = FlowEngine.inMemoryStore();
      Environment lost = time.node();
      FlowEngine first =
          FlowEngine.builder()
              .environment(lost)
              .store(new CrashingStore(store, time, lost))
              .flow("flow", sleeper(1))
              .build();
      Execution execution = first.flow("flow").start();
      time.settle();
      time.crash(lost);
      try (FlowEngine second =
          FlowEngine.builder().environment(time).store(store).flow("flow", sleeper(1)).build()) {
        second.execution(execution.id()).await(Duration.ofMinutes(1));
      }
      assertThatThrownBy(execution::status).isInstanceOf(EngineClosedException.class);
    }
  }

  @Test
  void the_same_seed_gives_the_same_random_numbers() {
    assertThat(VirtualTime.manual(7).randomLong())
        .isEqualTo(VirtualTime.automatic(7).randomLong())
        .isNotEqualTo(VirtualTime.manual(8).randomLong());
  }

  @Test
  void a_closed_engine_leaves_no_thread() {
    VirtualTime time = VirtualTime.manual();
    FlowEngine engine = engine(time, sleeper(1));
    engine.flow("flow").start();
    time.settle();
    assertThat(time.threads(time)).isNotEmpty();
    engine.close();
    time.settle();
    assertThat(time.threads(time)).isEmpty();
  }

  @Test
  void a_crashed_node_does_not_go_on() {
    VirtualTime time = VirtualTime.manual();
    Environment node = time.node();
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    node.execute(
        () -> {
          node.parkUntil(time.now().plus(DAY));
          ran.add("never");
        });
    time.settle();
    time.crash(node);
    time.advance(DAY.multipliedBy(2));
    assertThat(ran).isEmpty();
    assertThat(time.isCrashed(node)).isTrue();
    assertThat(time.threads(node)).isEmpty();
  }

  @Test
  void a_thread_that_nobody_wakes_is_collected() throws Exception {
    VirtualTime time = VirtualTime.manual();
    List<WeakReference<Thread>> threads = Collections.synchronizedList(new ArrayList<>());
    time.execute(
        () -> {
          threads.add(new WeakReference<>(Thread.currentThread()));
          time.park();
        });
    time.settle();
    WeakReference<Thread> reference = requireNonNull(threads.getFirst());
    for (int i = 0; i < 50 && reference.get() != null; i++) {
      System.gc();
      time.settle();
    }
    assertThat(reference.get()).isNull();
  }
}
