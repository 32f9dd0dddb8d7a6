package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.ElementSimulation;
import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Blocks with {@code rescue} and {@code always}, in lock-step over three elements. */
class BlockTest {
  private static final List<ElementContext> THREE =
      Selection.all()
          .from(
              new InMemoryInventory()
                  .put(Element.of("E1", "p"))
                  .put(Element.of("E2", "p"))
                  .put(Element.of("E3", "p")),
              Map.of());

  private static ElementFlowBuilder flow(Consumer<ElementSteps.Nested> block) {
    return ElementFlow.named("F1").parallel().block(block).task("C");
  }

  private static SimulatedRun failingA2(ElementFlow flow) {
    return ElementSimulation.of(flow).fails("A", "E2").run(THREE);
  }

  @Test
  void f3_rescue_runs_on_the_failing_element_only_and_its_failure_does_not_count() {
    SimulatedRun run =
        failingA2(
            flow(block -> block.task("A").task("B").rescue(rescue -> rescue.task("R")))
                .maxFailures("0")
                .build());
    assertThat(run.trace()).isEqualTo("[A1 A2! A3] ; [B1 B3] ; R2 ; [C1 C2 C3]");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void f3_always_runs_on_every_element_that_entered() {
    SimulatedRun run =
        failingA2(flow(block -> block.task("A").always(always -> always.task("Z"))).build());
    assertThat(run.trace()).isEqualTo("[A1 A2! A3] ; [Z1 Z2 Z3] ; [C1 C3]");
    assertThat(run.elements()).containsEntry("E2", ElementStatus.FAILED);
  }

  @Test
  void f3_a_rescue_that_fails_counts() {
    SimulatedRun run =
        ElementSimulation.of(
                flow(block ->
                        block
                            .task("A")
                            .rescue(rescue -> rescue.task("R"))
                            .always(always -> always.task("Z")))
                    .build())
            .fails("A", "E2")
            .fails("R", "E2")
            .run(THREE);
    assertThat(run.trace()).isEqualTo("[A1 A2! A3] ; R2! ; [Z1 Z2 Z3] ; [C1 C3]");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void f3_a_failure_below_always_is_rescued_further_out() {
    SimulatedRun run =
        failingA2(
            flow(outer ->
                    outer
                        .block(inner -> inner.task("A").always(always -> always.task("Z")))
                        .rescue(rescue -> rescue.task("R")))
                .maxFailures("0")
                .build());
    assertThat(run.trace()).isEqualTo("[A1 A2! A3] ; [Z1 Z2 Z3] ; R2 ; [C1 C2 C3]");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void f3_elements_cut_by_a_trip_run_neither() {
    SimulatedRun run =
        failingA2(
            flow(block -> block.task("A").task("B").always(always -> always.task("Z")))
                .maxFailures("0")
                .build());
    assertThat(run.trace()).isEqualTo("[A1 A2! A3]");
    assertThat(run.elements())
        .isEqualTo(
            Map.of(
                "E1",
                ElementStatus.ABORTED,
                "E2",
                ElementStatus.FAILED,
                "E3",
                ElementStatus.ABORTED));
  }

  @Test
  void f4_abort_trips_at_the_first_failure() {
    SimulatedRun run =
        failingA2(
            ElementFlow.named("F1")
                .serial()
                .task("A", policy -> policy.onFailure(TaskPolicy.OnFailure.ABORT))
                .build());
    assertThat(run.trace()).isEqualTo("A1 ; A2!");
    assertThat(run.status()).isEqualTo(RunStatus.ABORTED);
  }

  @Test
  void f3_a_rescue_outside_a_block_is_refused() {
    assertThatThrownBy(
            () ->
                ElementFlow.named("F1")
                    .loop(context -> 1, body -> body.task("A").rescue(part -> part.task("R"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("belong to a block");
  }

  @Test
  void x1_a_simulation_of_tasks_that_are_not_there_names_them_all() {
    ElementSimulation simulation =
        ElementSimulation.of(flow(block -> block.task("A")).build())
            .fails("X", "E1")
            .lasts("Y", Duration.ZERO);
    assertThatThrownBy(() -> simulation.run(THREE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("tasks must be in the flow 'F1', was 'X, Y'");
  }
}
