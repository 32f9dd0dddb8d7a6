package io.flowengine.python.element;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.element.Element;
import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementScript;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunResult;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Execution scripts with real tasks, each of which takes a second. */
class LiveScriptsTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();
  private static final String TWO_ROUNDS =
      """
      for i in range(2):
          execute_task("A")
          if current == 1:
              execute_task("B")
      execute_task("C")
      """;

  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Object> said = Collections.synchronizedMap(new HashMap<>());
  private String script = "";
  private boolean parallel = true;

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(RUNTIME))
          .time(VirtualTime::manual)
          .engine(
              engine -> {
                engine.elements(elements -> elements.inventory(inventory));
                for (String task : List.of("A", "B", "C", "Z")) {
                  engine.task(task, call -> work(task, call));
                }
                engine.task("say", this::say).task("breaks", LiveScriptsTest::breaks);
                engine.flow(flow("F1", script)).flow(flow("F2", "execute_task('C')"));
              })
          .build();

  @AfterAll
  static void stop() {
    RUNTIME.close();
  }

  @BeforeEach
  void elements() {
    for (int i = 1; i <= 3; i++) {
      inventory.put(Element.of("E" + i, "server").withSetting("net.0.hostname", "web" + i));
    }
  }

  private ElementFlow flow(String name, String text) {
    ElementFlowBuilder flow =
        ElementFlow.named(name).executionScript(new ElementScript("python", name + ".py", text));
    return (parallel ? flow.parallel() : flow.serial()).build();
  }

  private TaskResult work(String task, TaskCall call) {
    begun.add(task + call.element().id().substring(1));
    flows.time().parkUntil(flows.time().instant().plusSeconds(1));
    return TaskResult.ok(call.element().id());
  }

  private TaskResult say(TaskCall call) {
    said.put(call.element().id(), String.valueOf(call.inputs().get("what")));
    return TaskResult.ok();
  }

  private static TaskResult breaks(TaskCall call) {
    throw new IllegalStateException("disk full");
  }

  private Execution start(String text) {
    script = text;
    Execution run = flows.engine().flow("F1").start();
    flows.time().settle();
    return run;
  }

  private Execution play(String text) {
    Execution run = start(text);
    flows.time().advance(Duration.ofMinutes(1));
    return run;
  }

  private void restartAfterCrash() {
    flows.crash();
    begun.clear();
    flows.engine();
    flows.time().advance(Duration.ofMinutes(1)); // the lease of the crashed engine runs out
    flows.time().advance(Duration.ofMinutes(1));
  }

  private RunResult result(Execution run) {
    return flows.engine().elements().result(run.id());
  }

  // ---------------------------------------------------------------- replay

  @Test
  void g15_a_run_that_was_killed_goes_on_with_the_next_round_and_runs_no_task_twice() {
    Execution run = start(TWO_ROUNDS);
    flows.time().advance(Duration.ofMillis(2_100));
    assertThat(begun.subList(0, 4)).containsExactlyInAnyOrder("A1", "A2", "A3", "B2");
    flows.time().advance(Duration.ofMillis(100));

    restartAfterCrash();

    assertThat(begun.subList(0, 3)).containsExactlyInAnyOrder("A1", "A2", "A3");
    assertThat(begun.get(3)).isEqualTo("B2");
    assertThat(begun.subList(4, 7)).containsExactlyInAnyOrder("C1", "C2", "C3");
    assertThat(flows.engine().execution(run.id()).status())
        .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void x4_time_random_and_uuid_are_the_same_after_a_crash() {
    Execution run =
        start(
            """
            import random, time, uuid, datetime
            drawn = [time.time(), random.random(), str(uuid.uuid4()), str(datetime.datetime.now())]
            execute_task("say", what=repr(drawn))
            sleep(3600)
            execute_task("say", what=repr(drawn))
            """);
    Map<String, Object> before = new HashMap<>(said);
    assertThat(before).hasSize(3);
    assertThat(before.values()).doesNotHaveDuplicates();
    said.clear();

    restartAfterCrash();
    flows.time().advance(Duration.ofHours(2));

    assertThat(said).isEqualTo(before);
    assertThat(flows.engine().execution(run.id()).status())
        .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  // ---------------------------------------------------------------- what a script sees

  @Test
  void s14_context_settings_and_inputs_are_read_by_path() {
    play(
        """
        execute_task("say", what=[
            element.id, element["name"], context["net"]["0"]["hostname"], context["net.0.hostname"],
            element.settings["net.0.hostname"], element["context.net.0.hostname"],
            current, first, last, len(elements), elements[current] == element])
        """);
    assertThat(said.get("E2")).isEqualTo("[E2, E2, web2, web2, web2, web2, 1, 0, 2, 3, true]");
  }

  @Test
  void s16_in_parallel_a_step_reads_the_result_of_the_step_before_on_another_element() {
    play(
        """
        execute_task("A")
        execute_task("say", what=[results.of(e).get("A").value for e in elements])
        """);
    assertThat(said.get("E1")).isEqualTo("[E1, E2, E3]");
  }

  @Test
  void s17_serially_results_are_seen_of_those_that_are_through() {
    parallel = false;
    play(
        """
        execute_task("A")
        execute_task("say", what=["A" in results.of(e) for e in elements])
        """);
    assertThat(said)
        .containsEntry("E1", "[true, false, false]")
        .containsEntry("E2", "[true, true, false]");
  }

  @Test
  void b6_a_handler_does_not_see_what_came_of_the_same_step_on_others() {
    play(
        """
        try:
            execute_task("breaks" if current == 1 else "A", _id="first")
        except TaskFailed as error:
            seen = [("first" in results.of(e)) for e in elements]
            execute_task("say", what=[str(error), error.result.outcome, seen])
        """);
    assertThat(said.get("E2"))
        .isEqualTo(
            "[first FAILED: IllegalStateException: disk full, FAILED, [false, true, false]]");
  }

  @Test
  void a_result_has_what_came_of_the_task() {
    play(
        """
        result = execute_task("A")
        again = results["A"]
        execute_task("say", what=[
            result.ok, result.outcome, result.value, result.changed, result.error, result.attempts,
            (result.ended - result.started).total_seconds(), again.value, len(results.all("A")),
            results.get("B"), "B" in results])
        """);
    assertThat(said.get("E1")).isEqualTo("[true, OK, E1, false, null, 1, 1.0, E1, 1, null, false]");
  }

  @Test
  void cohort_batch_and_first_live_are_those_of_the_last_barrier() {
    play(
        """
        if current == 0:
            raise ValueError("out")
        execute_task("A")
        execute_task("say", what=[[e.id for e in cohort], batch, batches, is_first_live])
        """);
    assertThat(said)
        .containsEntry("E2", "[[E2, E3], 0, 1, true]")
        .containsEntry("E3", "[[E2, E3], 0, 1, false]");
  }

  @Test
  void c7_a_caller_gets_the_outputs_of_a_child_by_element() {
    play(
        """
        outputs["rank"] = current
        child = execute_flow("F2", elements=[elements[2], elements[0]])
        execute_task("say", what=[child.ok, child.status, child.elements])
        """);
    assertThat(begun).as("in the order of their threads").containsExactlyInAnyOrder("C3", "C1");
    assertThat(said.get("E2")).isEqualTo("[true, SUCCEEDED, {E3=OK, E1=OK}]");
  }

  @Test
  void x6_c5_a_script_that_runs_a_flow_on_all_for_each_element_is_warned_of_before() {
    script = "execute_flow('F2', elements=ALL)";
    parallel = false;
    assertThat(flows.engine().elements().plan("F1", Map.of()).warnings())
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("N_SQUARED(3 × 3): each element runs F2 on all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if current == last:\n    execute_flow('F2', elements=ALL)",
        "once(execute_flow, 'F2', elements=ALL)",
        "if current != last:\n    return\nexecute_flow('F2', elements=ALL)",
        "elements = [element]\nexecute_flow('F2', elements=elements)"
      })
  void x6_c5_a_script_that_may_run_it_once_is_not_warned_of_before(String text) {
    script = text;
    parallel = false;
    assertThat(flows.engine().elements().plan("F1", Map.of()).warnings()).isEmpty();
  }

  @Test
  void x6_c5_a_script_is_warned_of_when_it_runs_a_flow_on_all_a_second_time() {
    parallel = false;
    Execution run = play("for i in range(1):\n    execute_flow('F2', elements=ALL)");
    assertThat(flows.engine().elements().events(run.id()))
        .filteredOn(event -> event.kind() == Kind.WARNING)
        .extracting(ElementEvent::detail)
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("N_SQUARED(3 × 3)");
  }

  @Test
  void what_a_script_prints_are_events_of_its_element() {
    Execution run = play("print('rank', current)\nexecute_task('A')\nprint('done', end='')");
    assertThat(flows.engine().elements().events(run.id()))
        .filteredOn(event -> event.kind() == Kind.PRINTED)
        .filteredOn(event -> "E2".equals(event.element()))
        .extracting(ElementEvent::detail)
        .contains("rank 1");
  }

  // ---------------------------------------------------------------- errors and ends

  @Test
  void b3_an_error_of_the_script_fails_its_element_with_file_and_line() {
    Execution run =
        play(
            """
            execute_task("A")
            if current == 1:
                context["missing"]
            execute_task("B")
            """);
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    assertThat(run.message().orElseThrow())
        .contains("E2")
        .contains("F1.py, line 3")
        .contains("missing");
    assertThat(result(run).elements(ElementStatus.FAILED)).containsExactly("E2");
    assertThat(begun).doesNotContain("B2").contains("B1", "B3");
  }

  @Test
  void x6_a_script_that_names_what_there_is_not_is_refused_with_all_names_before_anything_runs() {
    Execution run = play("execute_task('A')\nexecute_task('nope')\nexecute_flow('F9')");
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    assertThat(run.message().orElseThrow()).contains("'nope'", "'F9'");
    assertThat(begun).isEmpty();
  }

  @Test
  void s27_x6_a_script_that_runs_its_own_flow_is_refused_before_anything_runs() {
    Execution run = play("execute_task('A')\nexecute_flow('F1')");
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    assertThat(run.message().orElseThrow()).contains("circle").contains("F1 -> F1");
    assertThat(begun).isEmpty();
  }

  @Test
  void an_error_in_a_predicate_names_the_element_that_was_looked_at() {
    Execution run =
        play("filter_flow_elements(elements, lambda e: e.id != 'E3' or e['context.gone'])");
    assertThat(run.message().orElseThrow()).contains("on element E3").contains("gone");
  }

  @Test
  void the_context_cannot_be_changed_in_an_execution_script() {
    assertThat(play("context['x'] = 1").message().orElseThrow())
        .contains("context cannot be changed here");
  }

  @Test
  void wrong_arguments_are_an_error_at_the_call_that_a_script_can_catch() {
    play(
        """
        try:
            execute_task("A", _nonsense=1)
        except Exception as error:
            execute_task("say", what=str(error))
        """);
    assertThat(String.valueOf(said.get("E1"))).contains("_nonsense");
  }

  @Test
  void f3_an_element_that_is_cut_runs_its_clean_up_code_without_steps() {
    Execution run =
        start(
            """
            try:
                execute_task("A")
            finally:
                execute_task("Z")
            """);
    run.cancel();
    flows.time().advance(Duration.ofMinutes(1));
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(begun).doesNotContain("Z1", "Z2", "Z3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          import flow_api; flow_api.step('x', lambda: 1) | not available in an execution script
          import time; time.sleep(1) | sleep is not available in an execution script
          import secrets; secrets.token_hex(4) | use random or uuid
          open('/etc/passwd') | FileNotFoundError
          import socket; socket.socket() | PermissionError
          """)
  void the_sandbox_is_that_of_all_scripts(String text, String message) {
    assertThat(play(text.replace("; ", "\n")).message().orElseThrow()).contains(message);
  }
}
