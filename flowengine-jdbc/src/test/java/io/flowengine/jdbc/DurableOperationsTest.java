package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Diagnosis;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.flow.FlowHandler;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators do, on a durable store. */
class DurableOperationsTest {
  private final VirtualTime time = VirtualTime.manual();
  private final JdbcStore store = TemporaryStores.sqlite();
  private final AtomicInteger charged = new AtomicInteger();
  private FlowEngine engine = open(1);

  private FlowEngine open(int version) {
    FlowHandler order =
        (system, self, inputs) -> {
          int number = self.step("charge", Integer.class, context -> charged.incrementAndGet());
          self.message("question", "go on?");
          self.setOutput("version", version);
          return self.step("ship", String.class, context -> "shipped " + number);
        };
    return FlowEngine.builder()
        .environment(time.node())
        .store(store)
        .shutdown(Duration.ZERO)
        .flow("order", version, order)
        .build();
  }

  private Execution start() {
    Execution execution = engine.flow("order").start();
    time.settle();
    return execution;
  }

  private void answer() {
    engine.answer(engine.openMessages().getFirst().id(), Map.of());
    time.settle();
  }

  @AfterEach
  void close() {
    engine.close();
    store.close();
  }

  @Test
  void a_wait_is_diagnosed() {
    Execution execution = start();

    assertThat(engine.operations().diagnose(execution.id()).toText())
        .contains("waits in message.wait since ", "for the answer to message ");
  }

  @Test
  void an_execution_without_a_node_is_listed_and_can_be_ended_by_force() {
    Execution execution = start();
    engine.close();
    engine = open(2);
    answer();
    time.advance(Duration.ofMinutes(1));

    assertThat(engine.operations().stuck(Duration.ofSeconds(30)))
        .singleElement()
        .isInstanceOf(Diagnosis.NoNode.class);
    assertThat(engine.operations().forceEnd(execution.id(), "enough")).isTrue();
    assertThat(engine.execution(execution.id()).status())
        .isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(engine.operations().stuck(Duration.ofSeconds(30))).isEmpty();
  }

  @Test
  void a_restart_shares_what_was_recorded_before_the_step() {
    Execution execution = start();
    answer();
    Execution again = engine.restart(execution.id(), "ship").start();
    time.settle();

    assertThat(again.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(again.outputs()).isEqualTo(execution.outputs());
    assertThat(charged).hasValue(1);
  }

  @Test
  void a_rerun_is_found_by_what_it_does_again_and_by_its_version() {
    Execution execution = start();
    answer();
    Execution again = engine.rerun(execution.id()).start();
    time.settle();

    assertThat(
            engine
                .executions(Query.where(Filter.eq("rerun_of", execution.id().toString())))
                .items())
        .singleElement()
        .extracting(record -> record.id())
        .isEqualTo(again.id());
    assertThat(engine.executions(Query.where(Filter.eq("flow_version", "1"))).items()).hasSize(2);
  }
}
