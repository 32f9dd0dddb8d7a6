package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Query;
import io.flowengine.flow.FlowHandler;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two engines in one JVM do not meet. */
class SideBySideTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static FlowEngine open(String name) {
    FlowHandler handler =
        (system, self, inputs) -> {
          system.setting("engine").saveValue(name);
          self.flow("child").run();
          return Map.of("engine", system.setting("engine").load("value"));
        };
    return FlowEngine.builder()
        .environment(VirtualTime.automatic())
        .flow("flow", handler)
        .flow("child", (system, self, inputs) -> null)
        .build();
  }

  @Test
  void each_has_its_own_flows_records_and_executions() {
    try (FlowEngine one = open("one");
        FlowEngine two = open("two")) {
      List<ExecutionId> ofOne = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        var first = one.flow("flow").start();
        var second = two.flow("flow").start();
        ofOne.add(first.id());
        assertThat(first.await(PATIENCE).outputs()).isEqualTo(Map.of("engine", "one"));
        assertThat(second.await(PATIENCE).outputs()).isEqualTo(Map.of("engine", "two"));
      }
      assertThat(one.executions(Query.all()).items()).hasSize(40);
      assertThat(two.executions(Query.all()).items())
          .hasSize(40)
          .extracting(ExecutionRecord::id)
          .doesNotContainAnyElementsOf(ofOne);
    }
  }

  @Test
  void closing_one_leaves_the_other_open() {
    try (FlowEngine two = open("two")) {
      FlowEngine one = open("one");
      one.close();
      assertThat(two.flow("flow").start().await(PATIENCE).outputs()).containsEntry("engine", "two");
    }
  }
}
