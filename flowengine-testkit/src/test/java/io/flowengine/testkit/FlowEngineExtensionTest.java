package io.flowengine.testkit;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FlowEngineExtensionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .flow(
              "greet",
              (system, self, inputs) -> {
                self.log("greeting", inputs.get("who"));
                self.setOutput("greeting", "hello " + inputs.get("who"));
                return self.success("greeted");
              })
          .flow(
              "parent",
              (system, self, inputs) -> {
                Execution child = self.flow("greet").input("who", "child").start();
                self.waitFor(child);
                self.sleep(Duration.ofDays(1));
                return Map.of("count", 1);
              })
          .flow(
              "failing",
              (system, self, inputs) -> {
                throw new IllegalArgumentException("broken");
              })
          .build();

  @Test
  void a_flow_runs_and_is_asserted_about() {
    Execution execution = flows.engine().flow("greet").input("who", "you").start().await(PATIENCE);
    assertThat(execution)
        .succeeded()
        .hasOutput("greeting", "hello you")
        .hasOutputs(Map.of("greeting", "hello you"))
        .hasMessage("greeted")
        .logged("greeting you")
        .hasChildren();
  }

  @Test
  void children_and_dependencies_are_asserted_about() {
    Execution parent = flows.engine().flow("parent").start().await(PATIENCE);
    assertThat(parent)
        .hasChildren("greet")
        .waitedFor(parent.children().getFirst())
        .hasOutput("count", 1);
  }

  @Test
  void a_failed_assertion_shows_tree_journal_and_log() {
    Execution parent = flows.engine().flow("parent").start().await(PATIENCE);
    assertThatThrownBy(() -> assertThat(parent).failed())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("status should be ENDED_ERROR, was ENDED_SUCCESS")
        .hasMessageContaining("└─ 2 greet  ENDED_SUCCESS")
        .hasMessageContaining("sleep")
        .hasMessageContaining("log INFO: greeting child");
  }

  @Test
  void a_failed_flow_is_asserted_about() {
    Execution execution = flows.engine().flow("failing").start();
    execution.outcome(PATIENCE);
    assertThat(execution).failed().hasMessageContaining("broken");
  }

  @Test
  void a_flow_can_be_added_before_the_engine_is_opened() {
    flows.flow("added", (system, self, inputs) -> 7);
    assertThat(flows.engine().flow("added").start().await(PATIENCE)).hasOutput("result", 7);
    assertThatThrownBy(() -> flows.flow("late", (system, self, inputs) -> 7))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_restarted_engine_goes_on() {
    Execution before = flows.engine().flow("parent").start();
    flows.time().settle();
    flows.restart();
    Execution after = flows.engine().execution(before.id());
    assertThat(after).hasStatus(ExecutionStatus.WAITING);
    assertThat(after.await(PATIENCE)).succeeded();
  }

  @Test
  void an_engine_goes_on_where_another_one_crashed() {
    Execution before = flows.engine().flow("parent").start();
    flows.time().settle();
    flows.crash();
    assertThat(flows.engine().execution(before.id()).await(PATIENCE)).succeeded();
    assertThatThrownBy(before::status).isInstanceOf(EngineClosedException.class);
  }

  @Test
  void days_pass_at_once() {
    flows.engine().flow("parent").start().await(PATIENCE);
    assertThat(flows.time().now()).isEqualTo(VirtualTime.START.plus(Duration.ofDays(1)));
  }
}
