package io.flowengine.python.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementPlan;
import io.flowengine.element.ElementScript;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.spi.ScriptFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processing scripts order and narrow the elements of a run before its first step. */
class ProcessingScriptTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();
  private static final String BY_LEADER =
      "order_flow_elements(elements, lambda x: 1 if x['context']['patroni_leader'] == 'master' else"
          + " 0, reverse=%s%s)";
  private static final String NO_MASTERS =
      "filter_flow_elements(elements, lambda x: x['context']['patroni_leader'] != 'master')";

  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

  @AfterAll
  static void stop() {
    RUNTIME.close();
  }

  /** Elements E1, E2 ... with these leaders; without one if it is empty. */
  private void leaders(String... leaders) {
    for (String leader : leaders) {
      Element element = Element.of("E" + (inventory.elements().size() + 1), "p");
      inventory.put(leader.isEmpty() ? element : element.withSetting("patroni_leader", leader));
    }
  }

  private FlowEngine engine(PythonFlows language, String script) {
    return FlowEngine.builder()
        .language(language)
        .elements(
            elements ->
                elements
                    .inventory(inventory)
                    .listener(
                        (run, event) -> {
                          if (event.kind() == Kind.PRINTED) {
                            printed.add(String.valueOf(event.detail()));
                          }
                        }))
        .task(
            "A",
            call -> {
              begun.add(call.element().id());
              return TaskResult.ok();
            })
        .flow(
            ElementFlow.named("F1")
                .serial()
                .processingScript(new ElementScript("python", "order.py", script))
                .task("A")
                .build())
        .build();
  }

  private ElementPlan plan(String script) {
    try (FlowEngine engine = engine(PythonFlows.on(RUNTIME), script)) {
      return engine.elements().plan("F1", Map.of("site", "north"));
    }
  }

  private void run(String script, Consumer<Execution> check) {
    try (FlowEngine engine = engine(PythonFlows.on(RUNTIME), script)) {
      Execution run = engine.flow("F1").start();
      var unused = run.outcome(Duration.ofMinutes(1));
      check.accept(run);
    }
  }

  @Test
  void s01_the_documented_example_puts_the_master_last() {
    leaders("replica", "master", "replica");
    assertThat(plan(BY_LEADER.formatted("False", "")).elements()).containsExactly("E1", "E3", "E2");
  }

  @Test
  void s02_equal_keys_keep_their_order() {
    leaders("master", "replica", "replica", "master");
    assertThat(plan(BY_LEADER.formatted("False", "")).elements())
        .containsExactly("E2", "E3", "E1", "E4");
  }

  @Test
  void s03_equal_keys_keep_their_order_in_reverse_too() {
    leaders("master", "replica", "replica", "master");
    assertThat(plan(BY_LEADER.formatted("True", "")).elements())
        .containsExactly("E1", "E4", "E2", "E3");
  }

  @Test
  void s04_p4_a_key_function_that_raises_ends_the_flow_before_any_task() {
    leaders("a", "");
    run(
        "x = 1\n" + BY_LEADER.formatted("False", ""),
        run -> {
          assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
          assertThat(run.message().orElseThrow())
              .contains(
                  "KeyError: order.py, line 2, on element E2: there is no key 'patroni_leader'");
        });
    assertThat(begun).isEmpty();
  }

  @Test
  void s05_elements_without_a_key_go_where_they_are_told() {
    leaders("", "a", "", "b");
    assertThat(plan(BY_LEADER.formatted("False", ", missing=LAST")).elements())
        .containsExactly("E2", "E4", "E1", "E3");
    assertThat(plan(BY_LEADER.formatted("True", ", missing=FIRST")).elements())
        .containsExactly("E1", "E3", "E2", "E4");
  }

  @Test
  void s06_what_a_filter_leaves_out_is_not_in_the_run() {
    leaders("master", "replica", "replica", "master");
    assertThat(plan("elements = " + NO_MASTERS).elements()).containsExactly("E2", "E3");
  }

  @Test
  void s07_a_filter_whose_list_is_not_used_does_nothing_and_is_warned_of() {
    leaders("master", "replica");
    ElementPlan plan = plan(NO_MASTERS);
    assertThat(plan.elements()).containsExactly("E1", "E2");
    assertThat(plan.warnings())
        .anySatisfy(
            warning -> assertThat(warning).contains("FILTER_RESULT_UNUSED").contains("line 1"));
  }

  @Test
  void s07_with_the_filters_of_flux_it_narrows_in_place() {
    leaders("master", "replica");
    PythonFlows flux = PythonFlows.builder().runtime(RUNTIME).fluxFilters().build();
    try (FlowEngine engine = engine(flux, "if True:\n    " + NO_MASTERS)) {
      assertThat(engine.elements().plan("F1", Map.of()).elements()).containsExactly("E2");
    }
  }

  @Test
  void s08_a_filter_that_keeps_nothing_makes_an_empty_run() {
    leaders("master");
    run(
        "elements = " + NO_MASTERS,
        run -> {
          assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          assertThat(run.outputs()).containsEntry("status", "EMPTY");
        });
    assertThat(begun).isEmpty();
  }

  @Test
  void what_it_prints_is_in_the_log_of_the_run_and_among_its_events() {
    leaders("a", "b");
    run(
        "print('before')\nprint('element', elements[0].id, end='')",
        run -> {
          assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
          assertThat(run.log().stream().map(LogEntry::text).toList())
              .containsSubsequence("before", "element E1");
        });
    assertThat(printed).containsExactly("before", "element E1");
  }

  @Test
  void what_it_printed_before_it_failed_is_told_with_its_error() {
    leaders("a");
    run(
        "print('looked at', len(elements))\nraise ValueError('no master')",
        run ->
            assertThat(run.message().orElseThrow())
                .contains("no master")
                .endsWith("before that it printed:\nlooked at 1"));
  }

  @Test
  void m6_the_inputs_are_those_of_the_flow() {
    leaders("north", "south");
    String script =
        "elements = [e for e in elements if e.context['patroni_leader'] == inputs['site']]";
    assertThat(plan(script).elements()).containsExactly("E1");
  }

  @Test
  void p2_a_natural_key_puts_9_before_10() {
    leaders("web10", "web9", "web09");
    assertThat(
            plan("order_flow_elements(elements, lambda e: natural_key(e['context.patroni_leader']))")
                .elements())
        .containsExactly("E3", "E2", "E1");
  }

  @Test
  void an_early_return_keeps_the_elements_as_they_are() {
    leaders("b", "a");
    assertThat(plan("elements = elements[::-1]\nif inputs.get('site'):\n    return\nelements = []"))
        .extracting(ElementPlan::elements)
        .isEqualTo(List.of("E2", "E1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order_flow_elements(elements, lambda e: 1 if e.id == 'E1' else 'a')",
        "order_flow_elements(elements, lambda e: float('nan'))",
        "order_flow_elements(elements, lambda e: [e.id])",
        "order_flow_elements(elements, lambda e: (1,) if e.id == 'E1' else (1, 2))",
        "order_flow_elements(elements, lambda e: None)",
        "order_flow_elements(elements, lambda e: 1, missing='somewhere')",
        "elements = filter_flow_elements(elements, lambda e: 1 / 0)",
        "elements = 3",
        "elements = ['E1']",
        "elements[0].context['x'] = 1",
        "del elements",
        "import socket\nsocket.socket()",
        "import flow_api\nflow_api.step('x', lambda: 1)"
      })
  void s22_p2_p4_what_is_wrong_in_a_script_is_an_error_that_names_it(String script) {
    leaders("a", "b");
    assertThatThrownBy(() -> plan(script))
        .isInstanceOf(ScriptFailedException.class)
        .hasMessageContaining("order.py");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"elements = elements + elements", "elements = [elements[0], elements[0]]"})
  void p1_an_element_cannot_be_there_twice(String script) {
    leaders("a", "b");
    assertThatThrownBy(() -> plan(script)).hasMessageContaining("E1");
  }

  @Test
  void x6_steps_are_refused_with_all_their_places() {
    leaders("a");
    assertThatThrownBy(() -> plan("execute_task('A')\nx = [sleep(1)]\ngate"))
        .hasMessageContaining("STEP_IN_PROCESSING")
        .hasMessageContaining("line 1, column 1: execute_task")
        .hasMessageContaining("line 2, column 6: sleep")
        .hasMessageContaining("line 3, column 1: gate");
  }
}
