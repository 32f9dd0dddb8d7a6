package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is refused, and what is warned of, before anything runs. */
class ElementPlanTest {
  private static List<String> warnings(ElementFlow flow) {
    InMemoryInventory inventory = new InMemoryInventory();
    IntStream.rangeClosed(1, 4)
        .forEach(
            number -> inventory.put(Element.of("E" + number, "p").withSetting("site", number % 2)));
    try (FlowEngine engine =
        FlowEngine.builder()
            .inventory(inventory)
            .task("A", call -> TaskResult.ok())
            .flow(flow)
            .build()) {
      return engine.elements().plan(flow.name(), Map.of()).warnings();
    }
  }

  private static ElementFlowBuilder flow() {
    return ElementFlow.named("F");
  }

  private static ElementFlow child() {
    return ElementFlow.named("child").serial().once("A").build();
  }

  @Test
  void x6_a_threshold_that_never_trips_is_warned_of() {
    assertThat(warnings(flow().task("A").maxFailures("4").build()))
        .singleElement()
        .asString()
        .startsWith("THRESHOLD_NEVER_TRIPS");
    assertThat(warnings(flow().task("A").maxFailures("3").build())).isEmpty();
  }

  @Test
  void x6_batches_that_are_never_reached_are_warned_of() {
    assertThat(warnings(flow().task("A").batches("3", "3", "1").build()))
        .singleElement()
        .asString()
        .startsWith("BATCHES_SHADOWED: [1]");
  }

  @Test
  void x6_p5_a_tier_that_comes_back_later_is_warned_of() {
    assertThat(warnings(flow().task("A").tierBy(context -> context.get("site")).build()))
        .singleElement()
        .asString()
        .startsWith("TIER_SPLIT");
  }

  @Test
  void x6_c5_s28_a_child_on_all_elements_for_each_element_is_warned_of_unless_it_is_once() {
    assertThat(warnings(flow().serial().child(child(), Given.all()).build()))
        .singleElement()
        .asString()
        .startsWith("N_SQUARED(4 × 4)");
    assertThat(warnings(flow().serial().once(o -> o.child(child(), Given.all())).build()))
        .isEmpty();
  }

  @Test
  void x6_a_once_step_in_a_child_of_each_element_is_warned_of() {
    assertThat(warnings(flow().parallel().child(child(), Given.each()).build()))
        .singleElement()
        .asString()
        .startsWith("ONCE_IN_EACH");
  }

  @Test
  void x6_steps_beside_a_script_are_refused() {
    ElementFlowBuilder both =
        flow().task("A").executionScript(new ElementScript("python", "F", "execute_task('A')"));
    assertThatThrownBy(both::build)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("declared steps and an execution script");
  }

  @Test
  void x6_ids_of_steps_given_twice_are_refused_with_all_of_them() {
    ElementFlowBuilder twice =
        flow()
            .task("one", "A", Map.of(), policy -> policy)
            .task("one", "A", Map.of(), policy -> policy)
            .task("A")
            .task("A", "A", Map.of(), policy -> policy);
    assertThatThrownBy(twice::build)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[A, one]");
  }

  @Test
  void x6_numbers_out_of_range_are_refused() {
    assertThatThrownBy(() -> flow().rolling(0)).hasMessageContaining("width");
    assertThatThrownBy(() -> flow().batches("0")).hasMessageContaining("batches");
    assertThatThrownBy(() -> flow().batches("101%")).hasMessageContaining("batches");
    assertThatThrownBy(() -> flow().maxFailures("0%")).hasMessageContaining("maxFailures");
    assertThatThrownBy(() -> flow().timeout(Duration.ZERO)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> Given.matching("site ==")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> flow().once(o -> o.sleep(Duration.ZERO))).hasMessageContaining("once");
  }

  @Test
  void f2_the_time_between_attempts_grows_up_to_its_longest() {
    Retry retry = Retry.exponential(5, Duration.ofSeconds(2), 3).atMost(Duration.ofSeconds(10));
    assertThat(IntStream.rangeClosed(2, 5).mapToObj(attempt -> retry.before(attempt, 0.5)))
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
  }

  @Test
  void m4_s14_settings_that_a_run_saves_stay_below_inputs_and_what_it_wrote() {
    InMemoryInventory inventory = new InMemoryInventory();
    inventory.put(Element.of("E", "p").withSetting("a", 1).withSetting("b", 1));
    ElementContext context =
        Selection.all()
            .from(inventory, Map.of("b", 2))
            .getFirst()
            .with(Map.of("c", 3))
            .withSettings(Map.of("a", 9, "b", 9, "c", 9, "d.e", 9));
    assertThat(context.toMap()).isEqualTo(Map.of("a", 9, "b", 2, "c", 3, "d", Map.of("e", 9)));
    assertThat(context.origin("a").orElseThrow().layer()).isEqualTo(Origin.Layer.SETTING);
    assertThat(context.element().settings()).containsEntry("a", 9);
  }
}
