package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.FlowEngineExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flows over elements, as Python flows use them. */
class ElementFlowsTest {
  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

  @RegisterExtension
  final FlowEngineExtension flows =
      SharedPython.engines()
          .engine(
              engine ->
                  engine
                      .inventory(inventory)
                      .task(
                          "A",
                          call -> {
                            begun.add("A" + call.element().id());
                            return TaskResult.ok(call.context().get("reason"));
                          })
                      .task(
                          "breaks",
                          call -> {
                            throw new IllegalStateException("disk full");
                          })
                      .flow(ElementFlow.named("F1").serial().task("A").build())
                      .flow(ElementFlow.named("F2").serial().task("breaks").build()))
          .build();

  @BeforeEach
  void elements() {
    for (int i = 1; i <= 3; i++) {
      inventory.put(Element.of("E" + i, "server").withSetting("site", i == 2 ? "south" : "north"));
    }
  }

  private Execution run(String body) {
    flows.script("main", "def handler(system, this, inputs):\n" + body.indent(2));
    Execution main = flows.engine().flow("main").start();
    var unused = main.outcome(Duration.ofMinutes(1));
    return main;
  }

  @Test
  void s26_a_python_flow_gives_the_elements_and_their_order() {
    Execution main =
        run("return this.flow('F1', elements=['E3', 'E1'], reason='audit').get('output_value')");

    assertThat(main).succeeded();
    assertThat(begun).containsExactly("AE3", "AE1");
    assertThat(main.outputs())
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("elements", Map.of("OK", List.of("E3", "E1")));
  }

  @Test
  void a_python_flow_gives_a_filter() {
    assertThat(run("this.flow('F1', elements=\"site == 'north'\")")).succeeded();
    assertThat(begun).containsExactly("AE1", "AE3");
  }

  @Test
  void without_elements_the_flow_works_on_its_own_selection() {
    assertThat(run("this.flow('F1')")).succeeded();
    assertThat(begun).hasSize(3);
  }

  @Test
  void a_python_flow_waits_for_runs_over_elements_as_for_all_others() {
    Execution main =
        run(
            """
            one = this.flow('F1', elements=['E1'], wait=False)
            two = this.flow('F1', elements=['E2', 'E3'], wait=False)
            this.wait_for(one, two)
            return {'ended': [each.get('status') for each in (one, two)]}
            """);

    assertThat(main).succeeded().hasOutput("ended", List.of("ENDED_SUCCESS", "ENDED_SUCCESS"));
    assertThat(begun).containsExactlyInAnyOrder("AE1", "AE2", "AE3");
  }

  @Test
  void a_run_with_failed_elements_raises_like_every_failed_child() {
    Execution main =
        run(
            """
            try:
                this.flow('F2', elements=['E1'])
            except flow_api.DependencyFailedError as error:
                return {'said': str(error), 'status': error.execution.get('output_value')['status']}
            """);

    assertThat(main).succeeded().hasOutput("status", "FAILED");
    assertThat(String.valueOf(main.outputs().get("said")))
        .contains("E1 (breaks: IllegalStateException: disk full)");
  }

  @Test
  void an_element_that_does_not_exist_is_refused() {
    Execution main = run("this.flow('F1', elements=['E1', 'E9'])");

    assertThat(main).failed();
    assertThat(main.message().orElseThrow()).contains("E9");
    assertThat(begun).isEmpty();
  }
}
