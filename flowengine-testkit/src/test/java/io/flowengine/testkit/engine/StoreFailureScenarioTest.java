package io.flowengine.testkit.engine;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.StoreHealth;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Outcome;
import io.flowengine.flow.FlowContext;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.FaultyStore;
import io.flowengine.testkit.FaultyStore.Fault;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A store that fails: what needs it waits, and nothing is lost. */
class StoreFailureScenarioTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final VirtualTime time = VirtualTime.automatic();
  private final Store store = FlowEngine.inMemoryStore();
  private final FaultyStore faulty = new FaultyStore(store, time);
  private final AtomicInteger bodies = new AtomicInteger();

  private FlowEngine open(Environment environment) {
    return FlowEngine.builder()
        .environment(environment)
        .store(faulty)
        .flow(
            "flow",
            (system, self, inputs) -> {
              self.log("begin");
              Integer result = self.step("step", Integer.class, step -> bodies.incrementAndGet());
              system.setting("setting").saveValue(1);
              self.flow("child").run();
              self.sleep(Duration.ofMinutes(1));
              return Map.of("runs", result);
            })
        .flow("child", (system, self, inputs) -> null)
        .build();
  }

  @Test
  void commits_that_fail_for_a_while_are_made_in_the_end() {
    try (FlowEngine engine = open(time)) {
      faulty.commits((number, commit) -> number <= 5 ? Fault.FAILS_BEFORE : Fault.NONE);
      Execution execution = engine.flow("flow").start().await(PATIENCE);
      assertThat(execution).succeeded().hasOutput("runs", 1).hasChildren("child").logged("begin");
      assertThat(faulty.faults()).isEqualTo(5);
    }
  }

  @Test
  void operators_see_since_when_the_store_does_not_answer_and_how_many_calls_wait() {
    try (FlowEngine engine = open(time)) {
      Execution execution = engine.flow("flow").start();
      time.settle();
      assertThat(engine.operations().storeHealth().isAnswering()).isTrue();
      faulty.asked(asked -> true).commits((number, commit) -> Fault.FAILS_BEFORE);
      Instant failing = time.now();
      time.advance(Duration.ofMinutes(2));
      StoreHealth health = engine.operations().storeHealth();
      assertThat(health.since()).isBetween(failing, time.now());
      assertThat(health.waitingCalls()).isPositive();
      assertThat(health.toText()).startsWith("the store does not answer since " + health.since());
      faulty.heal();
      assertThat(execution.await(PATIENCE)).succeeded();
      assertThat(engine.operations().storeHealth().isAnswering()).isTrue();
    }
  }

  @Test
  void fa_212_a_flow_whose_engine_closes_while_the_store_is_out_does_not_hear_of_it() {
    Queue<Throwable> heard = new ConcurrentLinkedQueue<>();
    FlowEngine engine =
        FlowEngine.builder()
            .environment(time)
            .store(faulty)
            .flow("waiter", (system, self, inputs) -> receive(self, heard))
            .build();
    Execution waiter = engine.flow("waiter").start();
    time.settle();
    engine.close();
    time.advance(Duration.ofMinutes(2));
    assertThat(heard).isEmpty();
    faulty.heal();
    assertThat(store.journal(waiter.id()))
        .extracting(entry -> entry.call().key())
        .containsExactly("cut");
  }

  /** Waits for a signal at a moment when the store does not answer. */
  private Object receive(FlowContext self, Queue<Throwable> heard) throws Exception {
    boolean unused =
        self.step(
            "cut",
            Boolean.class,
            step -> {
              faulty.asked(asked -> true);
              return true;
            });
    try {
      return self.receive("go");
    } catch (RuntimeException e) {
      heard.add(e);
      throw e;
    }
  }

  @Test
  void every_second_commit_may_fail() {
    try (FlowEngine engine = open(time)) {
      faulty.commits((number, commit) -> number % 2 == 0 ? Fault.FAILS_AFTER : Fault.NONE);
      Execution execution = engine.flow("flow").start().await(PATIENCE);
      assertThat(execution).succeeded().hasOutput("runs", 1).hasChildren("child");
      assertThat(execution.log()).hasSize(1);
      assertThat(faulty.faults()).isPositive();
    }
  }

  @Test
  void reads_and_claims_that_fail_for_a_while_are_repeated() {
    AtomicInteger failures = new AtomicInteger();
    try (FlowEngine engine = open(time)) {
      Execution execution = engine.flow("flow").start();
      time.settle();
      faulty.asked(asked -> failures.incrementAndGet() <= 20);
      time.advance(Duration.ofMinutes(3));
      assertThat(failures).hasValueGreaterThan(20);
      assertThat(execution.await(PATIENCE)).succeeded().hasOutput("runs", 1);
    }
  }

  @Test
  void a_node_that_does_not_hear_what_it_claimed_is_not_taken_for_one_that_dies() {
    AtomicInteger lost = new AtomicInteger();
    try (FlowEngine engine = open(time)) {
      Execution execution = engine.flow("flow").start();
      time.settle();
      faulty.unheard(claims -> !claims.isEmpty() && lost.incrementAndGet() <= 8);
      time.advance(Duration.ofMinutes(5));
      assertThat(execution.await(PATIENCE)).succeeded().hasOutput("runs", 1);
      assertThat(lost).hasValueGreaterThan(8);
    }
  }

  @Test
  void what_a_store_that_is_down_until_the_engine_closes_has_is_gone_on_with() {
    Environment node = time.node();
    FlowEngine first = open(node);
    faulty.commits((number, commit) -> commit.fence() == null ? Fault.NONE : Fault.FAILS_BEFORE);
    Execution execution = first.flow("flow").start();
    assertThat(execution.outcome(Duration.ofMillis(100)))
        .isEqualTo(new Outcome.NotEnded<>(ExecutionStatus.RUNNING));
    faulty.asked(asked -> true);
    first.close();
    faulty.heal();
    ExecutionId id = execution.id();
    assertThat(bodies).as("what rides is not durable, so no body starts").hasValue(0);
    try (FlowEngine second = open(time)) {
      assertThat(second.execution(id).await(PATIENCE)).succeeded().hasOutput("runs", 1);
    }
  }

  @Test
  void a_step_whose_result_could_not_be_written_runs_again() {
    FlowEngine first = open(time.node());
    faulty.commits(
        (number, commit) ->
            bodies.get() > 0 && commit.fence() != null ? Fault.FAILS_BEFORE : Fault.NONE);
    Execution execution = first.flow("flow").start();
    Outcome<?> unused = execution.outcome(Duration.ofMillis(100));
    first.close();
    faulty.heal();
    try (FlowEngine second = open(time)) {
      assertThat(second.execution(execution.id()).await(PATIENCE)).succeeded().hasOutput("runs", 2);
    }
  }

  @Test
  void a_conflict_is_computed_again() {
    try (FlowEngine engine = open(time)) {
      AtomicInteger conflicts = new AtomicInteger();
      faulty.commits(
          (number, commit) ->
              !commit.records().isEmpty() && conflicts.incrementAndGet() <= 3
                  ? Fault.CONFLICT
                  : Fault.NONE);
      assertThat(engine.flow("flow").start().await(PATIENCE)).succeeded();
      assertThat(conflicts).hasValueGreaterThan(3);
    }
  }

  @Test
  void a_slow_store_only_takes_its_time() {
    try (FlowEngine engine = open(time)) {
      faulty.slow(Duration.ofSeconds(7));
      assertThat(engine.flow("flow").start().await(PATIENCE)).succeeded().hasOutput("runs", 1);
      assertThat(time.now()).isAfter(VirtualTime.START.plus(Duration.ofMinutes(1)));
    }
  }
}
