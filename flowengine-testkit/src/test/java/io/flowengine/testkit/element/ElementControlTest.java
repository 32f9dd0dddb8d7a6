package io.flowengine.testkit.element;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.ElementRuns;
import io.flowengine.FlowEngine;
import io.flowengine.OpenMessage;
import io.flowengine.element.Element;
import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementPlan;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.ElementTask;
import io.flowengine.element.FailurePolicy.OnTrip;
import io.flowengine.element.FlowLimits;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RerunFrom;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How runs over elements are steered, bounded and done again. Every task takes a second. */
class ElementControlTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> failing = Collections.synchronizedSet(new HashSet<>());
  private final List<ElementEvent> heard = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean gateOpen = true;
  private boolean isChanged;

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              engine -> {
                engine.inventory(inventory);
                for (String task : List.of("A", "B", "C", "D")) {
                  engine.task(task, call -> work(task, call));
                }
                engine.task("hangs", this::hang);
                engine.task("writes", ElementControlTest::writes);
                engine.task("checks", new Checked());
                engine.elements(
                    setup ->
                        setup
                            .gate("healthy", question -> gateOpen)
                            .listener((run, event) -> heard.add(event)));
                flowsOf(engine::flow);
                engine.flow(flow("changing").parallel().task("A").task("B").task("C").build(), 1);
                if (isChanged) {
                  engine.flow(flow("changing").parallel().task("A").task("B").task("D").build(), 2);
                }
                isChanged = true;
              })
          .build();

  private static ElementFlowBuilder flow(String name) {
    return ElementFlow.named(name);
  }

  private static void flowsOf(java.util.function.Consumer<ElementFlow> add) {
    add.accept(flow("parallel").parallel().task("A").task("B").task("C").build());
    add.accept(flow("serial").serial().maxFailures("0").task("A").task("B").task("C").build());
    add.accept(flow("halves").parallel().batches("2").maxFailures("0").task("A").task("B").build());
    add.accept(flow("twice").parallel().secondPass(1).task("A").task("B").build());
    add.accept(
        flow("deadline")
            .parallel()
            .task("hangs", policy -> policy.deadline(Duration.ofSeconds(5)))
            .task("B")
            .build());
    add.accept(
        flow("element time").free().elementTimeout(Duration.ofSeconds(5)).task("hangs").build());
    add.accept(
        flow("flow time")
            .parallel()
            .timeout(Duration.ofSeconds(5))
            .task("hangs")
            .task("B")
            .build());
    add.accept(
        flow("batch time")
            .parallel()
            .batches("2")
            .batchTimeout(Duration.ofSeconds(5))
            .task("hangs")
            .build());
    add.accept(
        flow("cancelling").parallel().maxFailures("0").onTrip(OnTrip.CANCEL).task("hangs").build());
    add.accept(flow("writing").serial().task("writes").task("A").build());
    add.accept(
        flow("parent")
            .parallel()
            .child(flow("child").parallel().task("writes").build())
            .task("A")
            .build());
    add.accept(
        flow("rated").parallel().rate(2, Duration.ofSeconds(10)).task("A").task("B").build());
    add.accept(
        flow("keyed")
            .parallel()
            .maxConcurrentInEngine("site", context -> context.get("site"), 1)
            .task("A")
            .build());
    add.accept(flow("skipping").parallel().whenLocked(FlowLimits.Lock.SKIP).task("A").build());
    add.accept(flow("checked gate").parallel().task("A").gate("healthy").task("B").build());
    add.accept(
        flow("asking").parallel().batches("2").gateBetweenBatches("approve").task("A").build());
    add.accept(flow("checking").parallel().task("checks").task("A").build());
  }

  @BeforeEach
  void elements() {
    for (int i = 1; i <= 4; i++) {
      inventory.put(
          Element.of("E" + i, "server").withSetting("site", i % 2 == 0 ? "south" : "north"));
    }
  }

  private TaskResult work(String task, TaskCall call) {
    String name = task + call.element().id().substring(1);
    begun.add(name);
    flows.time().parkUntil(flows.time().instant().plusSeconds(1));
    return failing.contains(name) ? TaskResult.failed("told to") : TaskResult.ok();
  }

  /** On E2 it takes a minute, whatever happens; on E1 of a flow that trips it fails. */
  private TaskResult hang(TaskCall call) {
    String id = call.element().id();
    flows.time().parkUntil(flows.time().instant().plusSeconds(id.equals("E2") ? 60 : 1));
    return failing.contains("hangs" + id.substring(1))
        ? TaskResult.failed("told to")
        : TaskResult.ok();
  }

  private static TaskResult writes(TaskCall call) {
    call.write("found.version", "16");
    call.save("port", 5432);
    if (call.element().id().equals("E2")) {
      throw new IllegalStateException("after writing");
    }
    return TaskResult.ok(call.context().get("found.version"));
  }

  private static final class Checked implements ElementTask {
    @Override
    public TaskResult run(TaskCall call) {
      return TaskResult.changed("done");
    }

    @Override
    public TaskResult check(TaskCall call) {
      return TaskResult.ok("would be done");
    }
  }

  private RunResult run(String flow) {
    Execution execution = flows.engine().flow(flow).start();
    var unused = execution.outcome(DAY);
    return flows.engine().elements().result(execution.id());
  }

  private Execution rerun(RunResult earlier, RerunFrom from, ElementStatus... which) {
    begun.clear();
    failing.clear();
    EnumSet<ElementStatus> wanted = EnumSet.noneOf(ElementStatus.class);
    wanted.addAll(List.of(which));
    Execution again = flows.engine().elements().rerun(earlier.id(), wanted, from).start();
    var unused = again.outcome(DAY);
    return again;
  }

  private static TaskOutcome outcome(RunResult run, String element, String step) {
    return run.result(element, step).orElseThrow().result().outcome();
  }

  // ---------------------------------------------------------------- reruns

  @Test
  void k04_a_rerun_goes_on_at_the_failed_step() {
    failing.add("B2");
    Execution again = rerun(run("parallel"), RerunFrom.FAILED_STEP, ElementStatus.FAILED);
    assertThat(begun).containsExactly("B2", "C2");
    assertThat(again.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void k04_a_rerun_from_the_start_does_all_of_the_failed_element() {
    failing.add("B2");
    Execution again = rerun(run("parallel"), RerunFrom.START, ElementStatus.FAILED);
    assertThat(begun).containsExactly("A2", "B2", "C2");
    assertThat(again).succeeded();
  }

  @Test
  void k05_elements_that_had_not_started_are_done_whole_and_one_at_a_time() {
    failing.add("B2");
    RunResult earlier = run("serial");
    assertThat(earlier.elements(ElementStatus.NOT_STARTED)).containsExactly("E3", "E4");
    Execution again =
        rerun(earlier, RerunFrom.FAILED_STEP, ElementStatus.FAILED, ElementStatus.NOT_STARTED);
    assertThat(begun).containsExactly("B2", "C2", "A3", "B3", "C3", "A4", "B4", "C4");
    assertThat(again).succeeded();
  }

  @Test
  void k06_an_aborted_element_does_not_repeat_what_had_ended_well() {
    failing.add("A1");
    RunResult earlier = run("halves");
    assertThat(earlier.elements(ElementStatus.ABORTED)).containsExactly("E2");
    Execution again = rerun(earlier, RerunFrom.FAILED_STEP, ElementStatus.ABORTED);
    assertThat(begun).containsExactly("B2");
    assertThat(again).succeeded();
  }

  @Test
  void f10_a_changed_flow_goes_on_at_the_failed_step_only_if_that_is_allowed() {
    failing.add("B2");
    RunResult earlier = run("changing");
    flows.restart(); // with another version of the flow
    begun.clear();
    failing.clear();
    var failed = EnumSet.of(ElementStatus.FAILED);
    assertThatThrownBy(() -> runs().rerun(earlier.id(), failed, RerunFrom.FAILED_STEP))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("newer version");
    var unused =
        runs().rerun(earlier.id(), failed, RerunFrom.FAILED_STEP, true).start().outcome(DAY);
    assertThat(begun).containsExactly("B2", "D2");
  }

  private ElementRuns runs() {
    return flows.engine().elements();
  }

  @Test
  void f10_a_second_pass_gives_failed_elements_another_chance_at_the_failed_step() {
    failing.add("B2");
    Execution execution = flows.engine().flow("twice").start();
    flows.time().settle();
    var unused = execution.outcome(DAY);
    assertThat(begun.stream().filter("B2"::equals)).hasSize(2);
    assertThat(begun.stream().filter("A2"::equals)).hasSize(1);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
  }

  // ---------------------------------------------------------------- times

  @Test
  void k11_l8_the_deadline_of_a_step_times_stragglers_out_and_the_others_go_on() {
    RunResult run = run("deadline");
    assertThat(outcome(run, "E2", "hangs")).isEqualTo(TaskOutcome.TIMED_OUT);
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E3", "E4");
    assertThat(run.result("E1", "B").orElseThrow().started())
        .isEqualTo(run.result("E2", "hangs").orElseThrow().ended());
  }

  @Test
  void l8_the_time_of_an_element_fails_it_alone() {
    RunResult run = run("element time");
    assertThat(run.elements(ElementStatus.FAILED)).containsExactly("E2");
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E3", "E4");
  }

  @Test
  void l8_the_time_of_the_flow_cuts_it_short() {
    RunResult run = run("flow time");
    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(begun).isEmpty();
    assertThat(run.elements(ElementStatus.ABORTED)).containsExactly("E1", "E2", "E3", "E4");
  }

  @Test
  void l8_the_time_of_a_batch_cuts_the_flow_short() {
    RunResult run = run("batch time");
    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(run.elements(ElementStatus.NOT_STARTED)).containsExactly("E3", "E4");
  }

  @Test
  void f6_a_trip_that_cancels_interrupts_what_runs_and_gives_up_what_does_not_listen() {
    failing.add("hangs1");
    RunResult run = run("cancelling");
    assertThat(run.status()).isEqualTo(RunStatus.ABORTED);
    assertThat(run.elements())
        .containsEntry("E1", ElementStatus.FAILED)
        .containsEntry("E2", ElementStatus.ABORTED);
  }

  // ---------------------------------------------------------------- writes

  @Test
  void m4_s15_writes_take_effect_with_the_end_of_the_attempt_and_only_if_it_went_well() {
    RunResult run = run("writing");
    assertThat(run.result("E1", "writes").orElseThrow().result().value().toObject())
        .isEqualTo("16");
    assertThat(inventory.element("E1").orElseThrow().settings()).containsEntry("port", 5432L);
    assertThat(inventory.element("E2").orElseThrow().settings()).doesNotContainKey("port");
    assertThat(run.elements(ElementStatus.FAILED)).containsExactly("E2");
  }

  @Test
  void x2_results_of_a_child_are_found_below_the_name_of_its_step() {
    RunResult run = run("parent");
    assertThat(outcome(run, "E1", "child/writes")).isEqualTo(TaskOutcome.OK);
    assertThat(begun).containsExactlyInAnyOrder("A1", "A3", "A4");
  }

  // ---------------------------------------------------------------- limits

  @Test
  void l5_k10_not_more_start_in_any_span_of_time_than_may() {
    Execution execution = flows.engine().flow("rated").start();
    var unused = execution.outcome(DAY);
    List<Long> starts =
        flows.engine().elements().events(execution.id()).stream()
            .filter(event -> event.kind() == Kind.TASK_STARTED)
            .map(event -> Duration.between(VirtualTime.START, event.at()).toSeconds())
            .toList();
    assertThat(starts).hasSize(8);
    for (int i = 2; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 2)).isGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void l4_k09_a_limit_of_the_engine_holds_over_two_runs() {
    Execution one = flows.engine().flow("keyed").start();
    Execution other = flows.engine().flow("keyed").start();
    var unused = one.outcome(DAY);
    unused = other.outcome(DAY);
    assertThat(begun).hasSize(8);
    assertThat(Duration.between(VirtualTime.START, flows.time().now()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(4)); // four at a site, one after the other
  }

  @Test
  void l7_a_task_skips_an_element_that_another_run_works_on() {
    Execution first = flows.engine().flow("parallel").start();
    flows.time().settle();
    RunResult second = run("skipping");
    var unused = first.outcome(DAY);
    assertThat(outcome(second, "E1", "A")).isEqualTo(TaskOutcome.SKIPPED);
    assertThat(second.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  // ---------------------------------------------------------------- gates

  @Test
  void a_gate_with_a_check_is_passed_or_refuses_all_that_stand_at_it() {
    assertThat(run("checked gate").status()).isEqualTo(RunStatus.SUCCEEDED);
    gateOpen = false;
    begun.clear();
    RunResult refused = run("checked gate");
    assertThat(refused.status()).isEqualTo(RunStatus.FAILED);
    assertThat(begun).hasSize(4);
  }

  @Test
  void p5_a_gate_between_batches_asks_people_and_needs_no_worker() {
    Execution execution = flows.engine().flow("asking").start();
    answer(Map.of("approve", true));
    var unused = execution.outcome(DAY);
    assertThat(execution).succeeded();
    assertThat(begun).hasSize(4);
  }

  @Test
  void p5_a_refused_gate_lets_no_further_batch_begin() {
    Execution execution = flows.engine().flow("asking").start();
    answer(Map.of("refuse", true, "reason", "too early"));
    var unused = execution.outcome(DAY);
    RunResult run = flows.engine().elements().result(execution.id());
    assertThat(run.status()).isEqualTo(RunStatus.ABORTED);
    assertThat(run.elements(ElementStatus.NOT_STARTED)).containsExactly("E3", "E4");
  }

  private void answer(Map<String, Object> fields) {
    FlowEngine engine = flows.engine();
    List<OpenMessage> open = engine.openMessages();
    while (open.isEmpty()) {
      flows.time().parkFor(Duration.ofMillis(100));
      open = engine.openMessages();
    }
    engine.answer(open.getFirst().id(), fields);
  }

  // ---------------------------------------------------------------- before and beside

  @Test
  void x1_a_check_asks_tasks_what_they_would_do() {
    Execution execution = flows.engine().elements().check("checking").start();
    var unused = execution.outcome(DAY);
    RunResult run = flows.engine().elements().result(execution.id());
    assertThat(run.result("E1", "checks").orElseThrow().result())
        .isEqualTo(TaskResult.ok("would be done"));
    assertThat(run.result("E1", "A").orElseThrow().result())
        .isEqualTo(TaskResult.skipped("no check"));
    assertThat(begun).isEmpty();
  }

  @Test
  void x1_a_plan_tells_batches_and_steps_and_runs_nothing() {
    ElementPlan plan = flows.engine().elements().plan("halves", Map.of());
    assertThat(plan.batches()).containsExactly(List.of("E1", "E2"), List.of("E3", "E4"));
    assertThat(plan.steps()).containsExactly("A", "B");
    assertThat(plan.warnings()).isEmpty();
    assertThat(begun).isEmpty();
  }

  @Test
  void x3_listeners_hear_all_in_order_and_the_end_last() {
    Execution execution = flows.engine().flow("halves").start();
    var unused = execution.outcome(DAY);
    flows.time().settle();
    assertThat(heard).isEqualTo(flows.engine().elements().events(execution.id()));
    assertThat(Traces.violations(heard)).isEmpty();
    assertThat(heard.getLast().kind()).isEqualTo(Kind.RUN_ENDED);
    assertThat(heard.stream().map(ElementEvent::kind).limit(4))
        .containsExactly(Kind.RUN_STARTED, Kind.SELECTED, Kind.ORDERED, Kind.BATCH_STARTED);
  }
}
