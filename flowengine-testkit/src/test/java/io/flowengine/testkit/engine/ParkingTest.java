package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A parked stack is a cache: it saves the replay, and nothing depends on it. */
class ParkingTest {
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger cleanUps = new AtomicInteger();

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .time(VirtualTime::manual)
          .flow(
              "sleeper",
              (system, self, inputs) -> {
                runs.incrementAndGet();
                try {
                  self.sleep(Duration.ofSeconds((long) inputs.get("seconds")));
                } catch (RuntimeException | Error e) {
                  cleanUps.incrementAndGet();
                  throw e;
                } finally {
                  cleanUps.incrementAndGet();
                }
                return null;
              })
          .build();

  private Execution start(long seconds) {
    Execution execution = flows.engine().flow("sleeper").input("seconds", seconds).start();
    flows.time().settle();
    return execution;
  }

  private void advance(long seconds) {
    flows.time().advance(Duration.ofSeconds(seconds));
  }

  @Test
  void within_ten_seconds_the_same_node_goes_on_with_the_stack() {
    Execution execution = start(9);
    advance(9);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(runs).hasValue(1);
  }

  @Test
  void after_ten_seconds_the_journal_is_replayed() {
    Execution execution = start(11);
    advance(10);
    advance(1);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(runs).hasValue(2);
  }

  @Test
  void a_dropped_stack_runs_neither_catch_nor_finally() {
    Execution execution = start(60);
    advance(30);
    assertThat(cleanUps).hasValue(0);
    advance(30);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(cleanUps).as("of the replay").hasValue(1);
  }

  @Test
  void a_closed_engine_runs_neither_catch_nor_finally() {
    start(60);
    flows.restart();
    assertThat(cleanUps).hasValue(0);
  }

  @Test
  void a_waiting_execution_holds_no_lease() {
    Execution execution = start(5);
    assertThat(flows.store().due(flows.time().now().plusSeconds(5), 10))
        .singleElement()
        .satisfies(due -> assertThat(due.execution()).isEqualTo(execution.id()));
  }

  @Test
  void at_most_ten_thousand_stacks_stay_parked() {
    for (int i = 0; i < 10_003; i++) {
      flows.engine().flow("sleeper").input("seconds", 5).start();
    }
    flows.time().settle();
    advance(5);
    assertThat(runs.get() - 10_003).as("replays of those that were too many").isEqualTo(3);
  }
}
