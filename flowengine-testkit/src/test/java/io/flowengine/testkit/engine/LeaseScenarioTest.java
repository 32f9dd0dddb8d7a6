package io.flowengine.testkit.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two nodes on one store, and what one does for the other. */
class LeaseScenarioTest {
  private final Simulation world = new Simulation(11);
  private final Store raw = FlowEngine.inMemoryStore();
  private final Store store = world.switching(raw);
  private final Environment first = world.environment("first");
  private final Environment second = world.environment("second");
  private final List<Instant> bodies = new ArrayList<>();

  /** A step that computes for a time. */
  private FlowHandler busy(Duration time) {
    return (system, self, inputs) ->
        self.step(
            "busy",
            String.class,
            step -> {
              bodies.add(world.now());
              world.rest(time);
              return "done";
            });
  }

  private static FlowHandler sleeper(Duration time) {
    return (system, self, inputs) -> {
      self.sleep(time);
      return null;
    };
  }

  private FlowEngine open(Environment node, FlowHandler handler) {
    return FlowEngine.builder().environment(node).store(store).flow("flow", handler).build();
  }

  private ExecutionStatus status(ExecutionId id) {
    return raw.executions(List.of(id)).getFirst().status();
  }

  @Test
  void a_node_that_computes_for_long_keeps_its_lease() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine a = open(first, busy(Duration.ofMinutes(3)));
          FlowEngine b = open(second, busy(Duration.ofMinutes(3)));
          Execution execution = a.flow("flow").start();
          world.rest(Duration.ofMinutes(4));
          assertThat(status(execution.id())).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          assertThat(bodies).hasSize(1);
          a.close();
          b.close();
        });
  }

  @Test
  void the_work_of_a_node_that_died_is_taken_over_within_fifteen_seconds() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine a = open(first, busy(Duration.ofMinutes(1)));
          FlowEngine b = open(second, busy(Duration.ofMinutes(1)));
          Execution execution = a.flow("flow").start();
          world.rest(Duration.ofSeconds(5));
          world.crash(first);
          Instant crashed = world.now();
          world.rest(Duration.ofMinutes(3));
          assertThat(bodies).hasSize(2);
          Duration gap = Duration.between(crashed, bodies.getLast());
          assertThat(gap).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(15));
          assertThat(status(execution.id())).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          b.close();
        });
  }

  /** What becomes of a request that comes during a step whose node dies in it. */
  private void requireAfterCrash(Consumer<Execution> request, ExecutionStatus expected) {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine a = open(first, busy(Duration.ofMinutes(1)));
          FlowEngine b = open(second, busy(Duration.ofMinutes(1)));
          Execution execution = a.flow("flow").start();
          world.rest(Duration.ofSeconds(5));
          request.accept(b.execution(execution.id()));
          world.rest(Duration.ofSeconds(20));
          world.crash(first);
          world.rest(Duration.ofMinutes(3));
          assertThat(status(execution.id())).isEqualTo(expected);
          b.close();
        });
  }

  @Test
  void a_cancel_that_came_during_a_step_survives_the_node() {
    requireAfterCrash(Execution::cancel, ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void a_pause_that_came_during_a_step_survives_the_node() {
    requireAfterCrash(Execution::pause, ExecutionStatus.PAUSED);
  }

  @Test
  void what_waits_is_gone_on_with_by_another_node_at_its_time() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine a = open(first, sleeper(Duration.ofMinutes(5)));
          FlowEngine b = open(second, sleeper(Duration.ofMinutes(5)));
          Execution execution = a.flow("flow").start();
          world.rest(Duration.ofMinutes(4));
          world.crash(first);
          world.rest(Duration.ofSeconds(58));
          assertThat(status(execution.id())).isEqualTo(ExecutionStatus.WAITING);
          world.rest(Duration.ofSeconds(4));
          assertThat(status(execution.id())).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          b.close();
        });
  }

  /** Five nodes claim it, one after the other, and die in its step. */
  private Execution killFive(Consumer<Execution> meanwhile) {
    Execution execution = null;
    for (int node = 1; node <= 5; node++) {
      Environment environment = world.environment("node " + node);
      FlowEngine engine = open(environment, busy(Duration.ofHours(1)));
      execution = engine.flow("flow").idempotencyKey("one").start();
      world.rest(Duration.ofSeconds(20));
      if (node == 5) {
        meanwhile.accept(execution);
      }
      world.crash(environment);
    }
    assertThat(bodies).hasSize(5);
    return requireNonNull(execution);
  }

  @Test
  void what_kills_five_nodes_is_paused() {
    world.run(
        Duration.ofHours(1),
        () -> {
          ExecutionId id = killFive(execution -> {}).id();
          FlowEngine a = open(first, busy(Duration.ofHours(1)));
          world.rest(Duration.ofSeconds(20));
          assertThat(status(id)).isEqualTo(ExecutionStatus.PAUSED);
          assertThat(bodies).hasSize(5);
          a.close();
        });
  }

  @Test
  void a_cancel_of_what_kills_five_nodes_ends_it() {
    world.run(
        Duration.ofHours(1),
        () -> {
          ExecutionId id = killFive(Execution::cancel).id();
          FlowEngine a = open(first, busy(Duration.ofHours(1)));
          world.rest(Duration.ofSeconds(20));
          assertThat(status(id)).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
          assertThat(bodies).hasSize(5);
          a.close();
        });
  }

  @Test
  void a_node_that_stood_still_and_comes_back_writes_nothing() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine a = open(first, busy(Duration.ofSeconds(10)));
          FlowEngine b = open(second, busy(Duration.ofSeconds(10)));
          Execution execution = a.flow("flow").start();
          world.rest(Duration.ofSeconds(1));
          world.stall(first, Duration.ofMinutes(2));
          world.rest(Duration.ofMinutes(5));
          assertThat(bodies).as("at least once").hasSize(2);
          assertThat(raw.journal(execution.id())).hasSize(1);
          assertThat(status(execution.id())).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          a.close();
          b.close();
        });
  }

  @Test
  void a_lost_trigger_is_made_up_for_by_the_sweep() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine a =
              FlowEngine.builder()
                  .environment(first)
                  .store(store)
                  .scheduler(new DeafScheduler())
                  .flow("flow", sleeper(Duration.ofMinutes(2)))
                  .build();
          Execution execution = a.flow("flow").start();
          world.rest(Duration.ofMinutes(2).plusSeconds(30));
          assertThat(status(execution.id())).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          a.close();
        });
  }
}
