package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import io.flowengine.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An engine that is closed lets step bodies finish, for thirty seconds. */
class ShutdownScenarioTest {
  private final Simulation world = new Simulation(5);
  private final Store store = FlowEngine.inMemoryStore();
  private final List<String> done = new ArrayList<>();
  private int nodes;

  private FlowEngine open(Duration body) {
    return FlowEngine.builder()
        .environment(world.environment("node" + nodes++))
        .store(store)
        .flow(
            "flow",
            (system, self, inputs) -> {
              String unused =
                  self.step(
                      "first",
                      String.class,
                      step -> {
                        world.rest(body);
                        done.add("first");
                        return "ok";
                      });
              self.setOutput("after", 1);
              done.add("after");
              return null;
            })
        .build();
  }

  private Duration close(FlowEngine engine) {
    Instant before = world.now();
    engine.close();
    return Duration.between(before, world.now());
  }

  @Test
  void a_step_body_finishes_and_its_result_is_kept() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine engine = open(Duration.ofSeconds(20));
          Execution execution = engine.flow("flow").start();
          world.rest(Duration.ofSeconds(1));
          assertThat(close(engine)).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20));
          assertThat(done).containsExactly("first");
          assertThat(store.journal(execution.id()))
              .extracting(entry -> entry.call().name())
              .containsExactly("step");
          FlowEngine next = open(Duration.ofSeconds(20));
          world.rest(Duration.ofSeconds(10));
          assertThat(next.execution(execution.id()).status())
              .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          assertThat(done).containsExactly("first", "after");
          next.close();
        });
  }

  @Test
  void a_body_that_takes_longer_is_abandoned_and_run_again() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine engine = open(Duration.ofSeconds(60));
          Execution execution = engine.flow("flow").start();
          world.rest(Duration.ofSeconds(1));
          assertThat(close(engine)).isEqualTo(Duration.ofSeconds(30));
          world.rest(Duration.ofMinutes(2));
          assertThat(done).as("the abandoned body writes nothing").containsExactly("first");
          assertThat(store.journal(execution.id())).noneMatch(JournalEntry::isComplete);
          FlowEngine next = open(Duration.ofSeconds(5));
          world.rest(Duration.ofMinutes(2));
          assertThat(next.execution(execution.id()).status())
              .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          assertThat(done).containsExactly("first", "first", "after");
          next.close();
        });
  }

  @Test
  void an_idle_engine_closes_at_once() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine engine = open(Duration.ZERO);
          world.rest(Duration.ofSeconds(1));
          assertThat(close(engine)).isZero();
          engine.close();
        });
  }

  @Test
  void a_closed_engine_refuses() {
    world.run(
        Duration.ofHours(1),
        () -> {
          FlowEngine engine = open(Duration.ZERO);
          Execution execution = engine.flow("flow").start();
          world.rest(Duration.ofSeconds(1));
          engine.close();
          assertRefused(() -> engine.flow("flow"));
          assertRefused(() -> engine.execution(execution.id()));
          assertRefused(engine::openMessages);
          assertRefused(execution::status);
          assertRefused(execution::cancel);
        });
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(EngineClosedException.class);
  }
}
