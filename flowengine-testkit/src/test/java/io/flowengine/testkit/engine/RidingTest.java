package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which entries are written at once, and which ride on the next commit. */
class RidingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final VirtualTime time = VirtualTime.automatic();
  private final Store raw = FlowEngine.inMemoryStore();
  private final CrashingStore store = new CrashingStore(raw, time, time);
  private final List<List<String>> seen = new ArrayList<>();

  private List<String> calls(ExecutionId id) {
    return raw.journal(id).stream()
        .filter(JournalEntry::isComplete)
        .map(entry -> entry.call().name())
        .toList();
  }

  private int commitsOf(FlowHandler handler) {
    try (FlowEngine engine =
        FlowEngine.builder().environment(time).store(store).flow("flow", handler).build()) {
      int before = store.commits();
      Execution execution = engine.flow("flow").start().await(PATIENCE);
      assertThat(execution.status().isEnded()).isTrue();
      return store.commits() - before;
    }
  }

  @Test
  void time_randomness_and_logs_ride_on_the_next_commit() {
    assertThat(
            commitsOf(
                (system, self, inputs) -> {
                  self.log("a");
                  self.random().nextLong();
                  self.now();
                  self.uuid();
                  self.log("b");
                  seen.add(calls(self.id()));
                  return null;
                }))
        .as("creation and end")
        .isEqualTo(2);
    assertThat(seen).containsExactly(List.of());
  }

  @Test
  void what_rides_is_durable_before_a_step_body_starts() {
    commitsOf(
        (system, self, inputs) -> {
          self.log("a");
          self.now();
          return self.step(
              "look",
              Integer.class,
              step -> {
                seen.add(calls(self.id()));
                assertThat(raw.log(self.id(), 0, 10)).hasSize(1);
                return 1;
              });
        });
    assertThat(seen).containsExactly(List.of("log", "now"));
  }

  @Test
  void outputs_and_step_results_are_durable_at_once() {
    commitsOf(
        (system, self, inputs) -> {
          self.setOutput("a", 1);
          seen.add(calls(self.id()));
          Integer unused = self.step("step", Integer.class, step -> 1);
          seen.add(calls(self.id()));
          return null;
        });
    assertThat(seen).containsExactly(List.of("set_output"), List.of("set_output", "step"));
  }

  @Test
  void a_record_is_durable_at_once() {
    commitsOf(
        (system, self, inputs) -> {
          system.setting("name").saveValue(1);
          seen.add(calls(self.id()));
          return null;
        });
    assertThat(seen).containsExactly(List.of("save_record"));
  }

  @Test
  void what_a_busy_flow_logs_is_durable_after_a_second() {
    Simulation world = new Simulation(3);
    Store shared = FlowEngine.inMemoryStore();
    world.run(
        Duration.ofMinutes(5),
        () -> {
          FlowEngine engine =
              FlowEngine.builder()
                  .environment(world.environment("node"))
                  .store(shared)
                  .flow(
                      "flow",
                      (system, self, inputs) -> {
                        self.log("working");
                        world.rest(Duration.ofMinutes(1));
                        return null;
                      })
                  .build();
          Execution execution = engine.flow("flow").start();
          world.rest(Duration.ofMillis(2500));
          assertThat(shared.log(execution.id(), 0, 10)).hasSize(1);
          assertThat(shared.journal(execution.id())).hasSize(1);
          world.rest(Duration.ofMinutes(2));
          engine.close();
        });
  }
}
