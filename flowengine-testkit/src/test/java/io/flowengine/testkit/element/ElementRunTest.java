package io.flowengine.testkit.element;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.Selection;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskResult;
import io.flowengine.element.UnreachableException;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs over elements with real tasks. Every task takes a second. */
class ElementRunTest {
  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .time(VirtualTime::manual)
          .engine(
              engine ->
                  engine
                      .inventory(inventory)
                      .task("A", call -> work("A", call))
                      .task("B", call -> work("B", call))
                      .task("breaks", ElementRunTest::breaks)
                      .task("hangs", this::hang)
                      .task("reads", ElementRunTest::read)
                      .flow(ElementFlow.named("serial").serial().task("A").task("B").build())
                      .flow(ElementFlow.named("parallel").parallel().task("A").task("B").build())
                      .flow(
                          ElementFlow.named("breaking").parallel().task("breaks").task("A").build())
                      .flow(
                          ElementFlow.named("waiting")
                              .parallel()
                              .task("A")
                              .sleep(Duration.ofHours(2))
                              .task("B")
                              .build())
                      .flow(
                          ElementFlow.named("hanging")
                              .parallel()
                              .task("hangs", policy -> policy.timeout(Duration.ofSeconds(5)))
                              .build())
                      .flow(
                          ElementFlow.named("reading")
                              .serial()
                              .select(Selection.all().filter("site == 'south'"))
                              .task("A")
                              .task("reads", Map.of("greeting", "hello"), policy -> policy)
                              .build())
                      .flow(
                          "caller",
                          (system, self, inputs) ->
                              self.flow("serial")
                                  .input("elements", List.of("E3", "E1"))
                                  .run()
                                  .outputs()))
          .build();

  @BeforeEach
  void elements() {
    for (int i = 1; i <= 3; i++) {
      inventory.put(Element.of("E" + i, "server").withSetting("site", i == 2 ? "south" : "north"));
    }
  }

  private TaskResult work(String task, TaskCall call) {
    begun.add(task + call.element().id().substring(1));
    flows.time().parkUntil(flows.time().instant().plusSeconds(1));
    return TaskResult.ok(task);
  }

  private static TaskResult breaks(TaskCall call) throws Exception {
    if (call.element().id().equals("E2")) {
      throw new UnreachableException("no route to E2");
    }
    if (call.element().id().equals("E3")) {
      throw new IllegalStateException("disk full");
    }
    return TaskResult.changed("fine");
  }

  private TaskResult hang(TaskCall call) {
    long seconds = call.element().id().equals("E2") ? 60 : 1;
    flows.time().parkUntil(flows.time().instant().plusSeconds(seconds));
    return TaskResult.ok();
  }

  private static TaskResult read(TaskCall call) {
    StepResult before = call.result("A").orElseThrow();
    return TaskResult.ok(
        List.of(
            before.result().value(),
            call.inputs().get("greeting"),
            call.context().get("site"),
            call.context().get("reason"),
            call.attempt()));
  }

  private Execution start(String flow) {
    Execution execution = flows.engine().flow(flow).start();
    flows.time().settle();
    return execution;
  }

  private void advance(Duration time) {
    flows.time().advance(time);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  // ---------------------------------------------------------------- order and results

  @Test
  void serially_an_element_is_through_before_the_next_begins() {
    Execution run = start("serial");
    advance(seconds(7));
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(begun).containsExactly("A1", "B1", "A2", "B2", "A3", "B3");
  }

  @Test
  void in_parallel_a_step_has_ended_everywhere_before_the_next_begins() {
    Execution run = start("parallel");
    assertThat(begun).containsExactlyInAnyOrder("A1", "A2", "A3");
    advance(seconds(1.5));
    assertThat(begun.subList(3, 6)).containsExactlyInAnyOrder("B1", "B2", "B3");
    advance(seconds(1));
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(run.outputs())
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("counts", Map.of("OK", 3L))
        .containsEntry("elements", Map.of("OK", List.of("E1", "E2", "E3")));
  }

  @Test
  void f1_f4_a_task_that_throws_fails_its_element_and_the_others_go_on() {
    Execution run = start("breaking");
    advance(seconds(2));

    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    assertThat(begun).containsExactly("A1");
    assertThat(run.outputs()).containsEntry("status", "FAILED");
    assertThat(run.message().orElseThrow())
        .contains("flow breaking: 2 of 3 elements failed")
        .contains("E2 (breaks: no route to E2)")
        .contains("E3 (breaks: IllegalStateException: disk full)");
    RunResult result = flows.engine().elements().result(run.id());
    assertThat(result.status()).isEqualTo(RunStatus.FAILED);
    assertThat(result.elements(ElementStatus.FAILED)).containsExactly("E2", "E3");
    assertThat(result.result("E2", "breaks").orElseThrow().result().outcome())
        .isEqualTo(TaskOutcome.UNREACHABLE);
    assertThat(result.result("E1", "breaks").orElseThrow().result())
        .isEqualTo(TaskResult.changed("fine"));
    assertThat(result.summary("breaks")).isEqualTo("1 identical, 2 differ");
  }

  @Test
  void m4_a_task_sees_context_inputs_and_earlier_results() {
    Execution run = flows.engine().flow("reading").input("reason", "audit").start();
    advance(seconds(2));

    RunResult result = flows.engine().elements().result(run.id());
    assertThat(result.order()).containsExactly("E2");
    assertThat(result.result("E2", "reads").orElseThrow().result().value().toObject())
        .isEqualTo(List.of("A", "hello", "south", "audit", 1L));
  }

  @Test
  void l8_an_attempt_that_takes_too_long_is_timed_out_and_the_others_are_not() {
    Execution run = start("hanging");
    advance(seconds(5.5));

    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    RunResult result = flows.engine().elements().result(run.id());
    assertThat(result.result("E2", "hangs").orElseThrow().result().outcome())
        .isEqualTo(TaskOutcome.TIMED_OUT);
    assertThat(result.elements(ElementStatus.OK)).containsExactly("E1", "E3");
    advance(seconds(60));
  }

  @Test
  void m2_s26_a_caller_gives_the_elements_and_their_order() {
    Execution caller = start("caller");
    advance(seconds(5));

    assertThat(caller.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(begun).containsExactly("A3", "B3", "A1", "B1");
    assertThat(caller.children()).hasSize(1);
  }

  @Test
  void p4_an_element_that_does_not_exist_is_refused_before_anything_runs() {
    Execution run = flows.engine().flow("serial").input("elements", List.of("E1", "E9")).start();
    flows.time().settle();

    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    assertThat(run.message().orElseThrow()).contains("E9");
    assertThat(begun).isEmpty();
  }

  // ---------------------------------------------------------------- going on

  @Test
  void x4_after_a_crash_what_had_ended_does_not_run_again() {
    Execution run = start("serial");
    advance(seconds(2.5));
    assertThat(begun).containsExactly("A1", "B1", "A2");

    flows.crash();
    begun.clear();
    flows.engine();
    advance(Duration.ofMinutes(1)); // the lease of the crashed engine runs out
    advance(Duration.ofMinutes(1));

    assertThat(begun).containsExactly("A2", "B2", "A3", "B3");
    assertThat(flows.engine().execution(run.id()).status())
        .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void x4_s23_s24_a_new_element_does_not_join_a_run_and_a_removed_one_is_skipped() {
    Execution run = start("serial");
    advance(seconds(0.5));
    flows.crash();
    inventory.put(Element.of("E4", "server"));
    inventory.remove("E2");
    flows.engine();
    advance(Duration.ofMinutes(1)); // the lease of the crashed engine runs out
    advance(Duration.ofMinutes(1));

    assertThat(begun).containsExactly("A1", "A1", "B1", "A3", "B3");
    assertThat(flows.engine().execution(run.id()).outputs())
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("elements", Map.of("OK", List.of("E1", "E3"), "SKIPPED", List.of("E2")));
  }

  @Test
  void a_long_sleep_holds_no_worker_and_survives_a_crash() {
    Execution run = start("waiting");
    advance(Duration.ofMinutes(30));
    assertThat(run.status()).isEqualTo(ExecutionStatus.WAITING);

    flows.crash();
    flows.engine();
    advance(Duration.ofMinutes(89));
    assertThat(begun).hasSize(3);
    advance(Duration.ofMinutes(2));

    assertThat(begun).hasSize(6);
    assertThat(flows.engine().execution(run.id()).status())
        .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void x5_k01_a_pause_lets_running_tasks_end_and_starts_none() {
    Execution run = start("parallel");
    run.pause();
    advance(Duration.ofMinutes(1));
    assertThat(run.status()).isEqualTo(ExecutionStatus.PAUSED);
    assertThat(begun).hasSize(3);

    run.resume();
    flows.time().settle();
    assertThat(begun).hasSize(6);
    advance(seconds(2));
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void k02_a_cancelled_run_starts_nothing_more_and_tells_what_became_of_each_element() {
    Execution run = start("serial");
    advance(seconds(2.5));
    run.cancel();
    advance(Duration.ofMinutes(1));

    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(begun).containsExactly("A1", "B1", "A2");
    assertThat(run.outputs())
        .containsEntry("status", "CANCELLED")
        .containsEntry("elements", Map.of("OK", List.of("E1"), "CANCELLED", List.of("E2", "E3")));
  }

  @Test
  void an_engine_that_closes_leaves_a_run_for_the_next_one() {
    Execution run = start("serial");
    advance(seconds(0.5));
    FlowEngine first = flows.engine();
    Thread closing = Thread.ofVirtual().start(flows::restart);
    while (!isClosing(first)) {
      Thread.onSpinWait();
    }
    while (closing.isAlive()) {
      advance(seconds(1));
    }
    flows.engine();
    advance(Duration.ofMinutes(1));

    assertThat(begun).containsExactly("A1", "B1", "A2", "B2", "A3", "B3");
    assertThat(flows.engine().execution(run.id()).status())
        .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  private static boolean isClosing(FlowEngine engine) {
    try {
      return engine.flow("serial") == null;
    } catch (EngineClosedException e) {
      return true;
    }
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void x6_a_flow_whose_tasks_are_not_defined_is_refused_with_all_their_names() {
    FlowEngineBuilder builder =
        FlowEngine.builder()
            .task("A", call -> TaskResult.ok())
            .flow(ElementFlow.named("F").serial().task("A").task("B").task("C").build());
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[B, C]");
  }

  @Test
  void an_execution_of_another_kind_of_flow_has_no_elements() {
    Execution caller = start("caller");
    assertThatThrownBy(() -> flows.engine().elements().result(caller.id()))
        .isInstanceOf(InvalidInputException.class);
    advance(seconds(5));
  }
}
