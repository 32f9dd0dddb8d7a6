package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.ElementSimulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a child run makes of the elements of its parent, on three elements. */
class ChildOutcomesTest {
  private static final ElementFlow CHILD = ElementFlow.named("child").serial().task("A").build();

  private static ElementFlowBuilder flow() {
    return ElementFlow.named("F");
  }

  private static SimulatedRun run(ElementFlowBuilder flow, String... failing) {
    InMemoryInventory inventory = new InMemoryInventory();
    for (int number = 1; number <= 3; number++) {
      inventory.put(Element.of("E" + number, "p"));
    }
    ElementSimulation simulation = ElementSimulation.of(flow.build());
    List.of(failing).forEach(element -> simulation.fails("A", element));
    return simulation.run(inventory, Map.of());
  }

  @Test
  void c4_a_caller_that_is_not_among_those_given_gets_the_status_of_the_child() {
    ElementFlowBuilder flow = flow().serial().child(CHILD, Given.listed("E2")).task("B");
    assertThat(run(flow).trace()).isEqualTo("A2 ; B1 ; A2 ; B2 ; A2 ; B3");
    SimulatedRun failed = run(flow, "E2");
    assertThat(failed.trace()).isEqualTo("A2! ; A2! ; A2!");
    assertThat(failed.elements().values()).containsOnly(ElementStatus.FAILED);
  }

  @Test
  void c1_an_element_that_the_child_leaves_out_is_skipped_there_and_goes_on() {
    ElementFlow narrow =
        ElementFlow.named("narrow")
            .parallel()
            .process(elements -> elements.subList(1, elements.size()))
            .task("A")
            .build();
    SimulatedRun run = run(flow().parallel().child(narrow).task("B"));
    assertThat(run.trace()).isEqualTo("[A2 A3] ; [B1 B2 B3]");
    assertThat(run.elements().values()).containsOnly(ElementStatus.OK);
  }

  @Test
  void c1_an_empty_child_run_lets_its_callers_go_on() {
    ElementFlow nobody =
        ElementFlow.named("nobody").parallel().process(elements -> List.of()).task("A").build();
    SimulatedRun run = run(flow().parallel().child(nobody).task("B"));
    assertThat(run.trace()).isEqualTo("[B1 B2 B3]");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void l8_c6_the_time_of_a_flow_cuts_its_children_short_too() {
    ElementFlowBuilder flow = flow().parallel().timeout(Duration.ofMillis(500)).child(CHILD);
    SimulatedRun run = run(flow.task("B"));
    assertThat(run.trace()).isEqualTo("A1");
    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(run.end()).isEqualTo(Duration.ofMillis(500));
    assertThat(run.elements().values())
        .containsExactly(
            ElementStatus.ABORTED, ElementStatus.NOT_STARTED, ElementStatus.NOT_STARTED);
  }

  @Test
  void m5_a_second_step_with_the_same_name_has_an_id_of_its_own() {
    assertThat(run(flow().serial().task("A").task("B").task("A")).events())
        .filteredOn(event -> event.kind() == ElementEvent.Kind.TASK_ENDED)
        .filteredOn(event -> "E1".equals(event.element()))
        .extracting(ElementEvent::step)
        .containsExactly("A", "B", "A#2");
  }
}
