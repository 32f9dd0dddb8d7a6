package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.ElementSimulation;
import io.flowengine.FlowEngine;
import io.flowengine.spi.StepRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the scheduler does with scripts, whatever their language. */
class ScriptedFlowTest {
  private final ThreadedLanguage language = new ThreadedLanguage();

  private SimulatedRun play(
      ThreadedLanguage.Script script,
      UnaryOperator<ElementFlowBuilder> options,
      UnaryOperator<ElementSimulation> simulation) {
    InMemoryInventory inventory = new InMemoryInventory();
    IntStream.rangeClosed(1, 3)
        .forEach(
            number ->
                inventory.put(
                    Element.of("E" + number, "p")
                        .withSetting("site", number == 2 ? "south" : "north")));
    ElementFlow flow =
        options
            .apply(ElementFlow.named("F").parallel())
            .executionScript(new ElementScript("threads", "F", "script"))
            .build();
    ElementFlow inner = ElementFlow.named("F2").serial().task("C").task("D").build();
    try (FlowEngine engine =
        FlowEngine.builder()
            .language(language.script("script", script))
            .task("C", call -> TaskResult.ok())
            .task("D", call -> TaskResult.ok())
            .task("A", call -> TaskResult.ok())
            .task("B", call -> TaskResult.ok())
            .task("R", call -> TaskResult.ok())
            .task("Z", call -> TaskResult.ok())
            .flow(flow)
            .flow(inner)
            .build()) {
      return simulation
          .apply(engine.elements().simulation("F"))
          .run(Selection.all().from(inventory, Map.of()));
    }
  }

  private SimulatedRun play(ThreadedLanguage.Script script) {
    return play(script, flow -> flow, simulation -> simulation);
  }

  private static void g01(ThreadedLanguage.Instance x) throws Exception {
    for (int i = 0; i < 2; i++) {
      Object unused = x.task("A", 0, i, 0);
      if (x.current == 1) {
        unused = x.task("B", 0, i, 1);
      }
    }
    Object unused = x.task("C", 1);
  }

  @Test
  void b1_g01_an_iteration_is_a_round_of_its_own() {
    assertThat(play(ScriptedFlowTest::g01).trace())
        .isEqualTo("[A1 A2 A3] ; B2 ; [A1 A2 A3] ; B2 ; [C1 C2 C3]");
  }

  @Test
  void g02_with_elements_first_each_instance_runs_by_itself() {
    SimulatedRun run =
        play(ScriptedFlowTest::g01, ElementFlowBuilder::serial, simulation -> simulation);
    assertThat(run.trace()).isEqualTo("A1 ; A1 ; C1 ; A2 ; B2 ; A2 ; B2 ; C2 ; A3 ; A3 ; C3");
  }

  @Test
  void b3_g06_an_instance_that_returns_is_through() {
    SimulatedRun run =
        play(
            x -> {
              Object unused = x.task("A", 0);
              if (x.current != 1) {
                unused = x.task("B", 1);
              }
            });
    assertThat(run.trace()).isEqualTo("[A1 A2 A3] ; [B1 B3]");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void f3_g07_a_failure_that_the_script_catches_does_not_count() {
    SimulatedRun run =
        play(
            x -> {
              try {
                Object unused = x.task("A", 0, 0, 0);
                unused = x.task("B", 0, 0, 1);
              } catch (ThreadedLanguage.StepFailed e) {
                Object unused = x.task("R", 0, 1, 0);
              }
              Object unused = x.task("C", 1);
            },
            flow -> flow.maxFailures("0"),
            simulation -> simulation.fails("A", "E2"));
    assertThat(run.trace()).isEqualTo("[A1 A2! A3] ; [B1 B3] ; R2 ; [C1 C2 C3]");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void f4_g08_a_failure_that_nobody_catches_fails_the_element_after_its_clean_up() {
    SimulatedRun run =
        play(
            x -> {
              try {
                Object unused = x.task("A", 0, 0, 0);
              } finally {
                Object unused = x.task("Z", 0, 3, 0);
              }
              Object unused = x.task("C", 1);
            },
            flow -> flow,
            simulation -> simulation.fails("A", "E2"));
    assertThat(run.trace()).isEqualTo("[A1 A2! A3] ; [Z1 Z2 Z3] ; [C1 C3]");
    assertThat(run.elements()).containsEntry("E2", ElementStatus.FAILED);
  }

  @Test
  void g10_g12_a_script_sees_what_a_task_gave() {
    SimulatedRun run =
        play(
            x -> {
              for (int n = 0; Boolean.TRUE.equals(x.task("A", 0, n, 0)) && n < 3; n++) {
                Object unused = x.task("B", 0, n, 1);
              }
              Object unused = x.task("C", 1);
            },
            flow -> flow,
            simulation -> simulation.gives("A", "E1", true));
    assertThat(run.trace()).isEqualTo("[A1 A2 A3] ; B1 ; A1 ; B1 ; A1 ; B1 ; A1 ; [C1 C2 C3]");
  }

  @Test
  void b5_g11_a_sleep_is_for_those_who_ask_for_it() {
    SimulatedRun run =
        play(
            x -> {
              if (x.current == 0) {
                x.step(new StepRequest.Sleep(Duration.ofSeconds(2)), 0);
              }
              Object unused = x.task("A", 1);
            });
    assertThat(run.trace()).isEqualTo("zz(2) ; [A1 A2 A3]");
  }

  @Test
  void c1_g13_calls_with_other_inputs_are_child_runs_of_their_own() {
    SimulatedRun run =
        play(
            x ->
                x.step(
                    new StepRequest.Flow(
                        "F2",
                        "F2",
                        Given.cohort(),
                        Map.of(
                            "site",
                            Objects.requireNonNull(x.run().elements().get(x.current).get("site")))),
                    0));
    assertThat(run.trace()).isEqualTo("[C1 C2] ; [D1 D2] ; C3 ; D3");
  }

  @Test
  void b4_a_step_that_is_done_once_runs_on_the_first_and_counts_for_all() {
    SimulatedRun run =
        play(
            x -> {
              x.step(new StepRequest.Once(new StepRequest.Task("R", "R", Map.of()), false), 0);
              Object unused = x.task("B", 1);
            });
    assertThat(run.trace()).isEqualTo("R1 ; [B1 B2 B3]");
  }

  @Test
  void an_unknown_task_or_policy_is_an_error_of_the_script_that_names_what_there_is() {
    SimulatedRun run = play(x -> x.task("A", Map.of("_retries", 3), 0));
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.trace()).isEqualTo("(nothing)");
    assertThat(play(x -> x.task("unknown", Map.of(), 0)).status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void policies_of_a_step_are_inputs_that_begin_with_an_underscore() {
    SimulatedRun run =
        play(
            x -> x.task("A", Map.of("_retry", 1, "_backoff", 2, "_throttle", 1), 0),
            flow -> flow,
            simulation -> simulation.failsFirst("A", "E1"));
    assertThat(run.trace()).isEqualTo("A1! ; A2 ; A3 ; A1");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void b6_others_are_seen_as_they_were_at_the_last_barrier() {
    List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    SimulatedRun run =
        play(
            x -> {
              Object unused = x.task("A", 0);
              seen.add(x.current + " sees " + x.run().seenResults(1).keySet());
            });
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(seen).containsExactly("0 sees [A]", "1 sees [A]", "2 sees [A]");
  }
}
