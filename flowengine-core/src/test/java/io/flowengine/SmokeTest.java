package io.flowengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ReturnWhen;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmokeTest {
  @Test
  void a_tree_of_flows_runs_to_its_end() {
    try (FlowEngine engine =
        FlowEngine.builder()
            .flow("double", (system, self, inputs) -> Map.of("result", (Long) inputs.get("x") * 2))
            .flow(
                "fails",
                (system, self, inputs) -> {
                  throw new IllegalStateException("broken");
                })
            .flow(
                "main",
                (system, self, inputs) -> {
                  Execution child = self.flow("double").input("x", 21).run();
                  self.log("child gave", child.outputs());
                  Execution a = self.flow("double").input("x", 1).start();
                  Execution b = self.flow("fails").start();
                  self.waitFor(ReturnWhen.ALL_ENDED, null, a, b);
                  self.sleep(Duration.ofMillis(20));
                  int s = self.step("add", Integer.class, c -> 1 + 2);
                  self.setOutput("sum", s);
                  system.setting("x").saveValue(Map.of("a", 1));
                  self.setOutput("setting", system.setting("x").value());
                  return child.outputs();
                })
            .build()) {
      Execution main = engine.flow("main").start().await(Duration.ofSeconds(5));
      System.out.println(main.tree().toText());
      System.out.println(main.tree().toMermaid());
      System.out.println(main.log());
      engine.journal(main.id()).forEach(System.out::println);
      assertThat(main.outputs()).containsEntry("result", 42L).containsEntry("sum", 3L);
    }
  }
}
