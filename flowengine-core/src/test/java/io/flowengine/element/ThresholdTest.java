package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.ElementSimulation;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.element.Threshold.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a flow trips, and what becomes of elements that a child was cut short on. */
class ThresholdTest {
  private static ElementFlowBuilder flow() {
    return ElementFlow.named("F");
  }

  private static SimulatedRun run(ElementFlowBuilder flow, int elements, String... failing) {
    InMemoryInventory inventory = new InMemoryInventory();
    IntStream.rangeClosed(1, elements)
        .forEach(
            number ->
                inventory.put(Element.of("E" + number, "p").withSetting("tier", (number - 1) / 3)));
    ElementSimulation simulation = ElementSimulation.of(flow.build()).refuses("closed");
    List.of(failing).forEach(element -> simulation.fails("A", element));
    return simulation.run(inventory, Map.of());
  }

  @Test
  void f5_a_threshold_of_tiers_counts_in_each_tier_by_itself() {
    ElementFlowBuilder flow =
        flow().parallel().tierBy(each -> each.get("tier")).maxFailures(Scope.TIER, "1").task("A");
    assertThat(run(flow, 6, "E1", "E4").status()).isEqualTo(RunStatus.FAILED);
    assertThat(run(flow, 6, "E1", "E2").status()).isEqualTo(RunStatus.ABORTED);
  }

  @Test
  void f5_a_list_gives_one_value_for_each_batch_and_the_last_repeats() {
    ElementFlowBuilder flow =
        flow().parallel().batches("2").maxFailures(Scope.BATCH, "0", "1").task("A");
    assertThat(run(flow, 6, "E3", "E5").status()).isEqualTo(RunStatus.FAILED);
    SimulatedRun tripped = run(flow, 6, "E1");
    assertThat(tripped.status()).isEqualTo(RunStatus.ABORTED);
    assertThat(tripped.trace()).isEqualTo("[A1! A2]");
  }

  @Test
  void f5_several_thresholds_hold_together() {
    ElementFlowBuilder flow =
        flow()
            .parallel()
            .batches("2")
            .maxFailures(Scope.BATCH, "1")
            .maxFailures(Scope.FLOW, "1")
            .task("A");
    assertThat(run(flow, 6, "E1", "E3").trace()).isEqualTo("[A1! A2] // [A3! A4]");
  }

  @Test
  void f5_of_those_that_have_started_a_percentage_holds_from_a_sample_on() {
    ElementFlowBuilder flow = flow().serial().maxFailuresOfStarted(50, 3).task("A");
    assertThat(run(flow, 6, "E1", "E2").trace()).isEqualTo("A1! ; A2! ; A3 ; A4 ; A5 ; A6");
    assertThat(run(flow, 6, "E1", "E3").trace()).isEqualTo("A1! ; A2 ; A3!");
  }

  @Test
  void f7_a_batch_in_which_all_failed_stops_nothing_by_itself() {
    ElementFlowBuilder flow = flow().parallel().batches("2").task("A");
    assertThat(run(flow, 4, "E1", "E2").trace()).isEqualTo("[A1! A2!] // [A3 A4]");
  }

  @Test
  void f9_a_run_without_elements_fails_if_that_is_wanted() {
    assertThat(run(flow().task("A"), 0).status()).isEqualTo(RunStatus.EMPTY);
    assertThat(run(flow().failIfEmpty().task("A"), 0).status()).isEqualTo(RunStatus.FAILED);
  }

  private static ElementFlowBuilder cutShort(OnFailure onChildAbort) {
    ElementFlow child = ElementFlow.named("child").serial().maxFailures("0").task("A").build();
    return flow().parallel().onChildAbort(onChildAbort).child(child).task("B");
  }

  @Test
  void c3_elements_whose_child_was_cut_short_are_aborted_go_on_or_trip_the_flow() {
    SimulatedRun excluded = run(cutShort(OnFailure.EXCLUDE), 3, "E1");
    assertThat(excluded.elements()).containsEntry("E2", ElementStatus.ABORTED);
    assertThat(excluded.status()).isEqualTo(RunStatus.FAILED);
    SimulatedRun goesOn = run(cutShort(OnFailure.CONTINUE), 3, "E1");
    assertThat(goesOn.trace()).isEqualTo("A1! ; [B2 B3]");
    assertThat(run(cutShort(OnFailure.ABORT), 3, "E1").status()).isEqualTo(RunStatus.ABORTED);
  }

  @Test
  void a_safe_rollout_asks_after_the_canary_and_stops_at_its_failure() {
    ElementFlowBuilder open = flow().safeRollout("open").task("A");
    assertThat(run(open, 20).trace().split(" // ", -1)).hasSize(6);
    assertThat(run(open, 20).events())
        .filteredOn(event -> event.kind() == ElementEvent.Kind.GATE_WAITING)
        .hasSize(1);
    assertThat(run(open, 20, "E1").trace()).isEqualTo("A1!");
    assertThat(run(open, 20, "E4", "E5").status()).isEqualTo(RunStatus.FAILED);
    assertThat(run(open, 20, "E4", "E5", "E6").status()).isEqualTo(RunStatus.ABORTED);
    assertThat(run(flow().safeRollout("closed").task("A"), 20).trace()).isEqualTo("A1");
  }

  @Test
  void c6_flows_that_nest_too_deep_fail_and_say_so() {
    ElementFlow nested = ElementFlow.named("deepest").task("A").build();
    for (int depth = 0; depth < 40; depth++) {
      nested = ElementFlow.named("depth " + depth).child(nested).build();
    }
    SimulatedRun run = run(flow().child(nested), 1);
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.trace()).isEqualTo("(nothing)");
  }
}
