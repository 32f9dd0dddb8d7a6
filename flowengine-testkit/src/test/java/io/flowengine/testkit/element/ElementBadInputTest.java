package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementOrder;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.Given;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Retry;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Code of the host that throws, elements that vanish, tasks that do not listen. */
class ElementBadInputTest {
  private final VirtualTime time = VirtualTime.automatic();
  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<ElementEvent> heard = new CopyOnWriteArrayList<>();
  private String message = "";

  private RunResult run(UnaryOperator<ElementFlowBuilder> parts) {
    for (int number = 1; number <= 3; number++) {
      inventory.put(Element.of("E" + number, "p").withSetting("broken", "("));
    }
    ElementFlow flow = parts.apply(ElementFlow.named("F").parallel()).build();
    try (FlowEngine engine =
        FlowEngine.builder()
            .environment(time.node())
            .inventory(inventory)
            .task("A", call -> TaskResult.ok())
            .task("B", call -> TaskResult.ok())
            .task("C", call -> TaskResult.failed("not yet"))
            .elements(setup -> setup.listener((run, event) -> heard.add(event)))
            .flow(flow)
            .build()) {
      Execution run = engine.flow("F").start();
      var unused = run.outcome(Duration.ofDays(1));
      message = run.message().orElse("");
      return engine.elements().result(run.id());
    }
  }

  private static boolean failsOnE2(ElementContext context) {
    if (context.element().id().equals("E2")) {
      throw new IllegalStateException("no answer");
    }
    return true;
  }

  @Test
  void f4_a_condition_that_throws_fails_its_element_and_no_other() {
    RunResult run =
        run(flow -> flow.task("A").when(ElementBadInputTest::failsOnE2, y -> y.task("B"), n -> {}));
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E3");
    assertThat(run.elements(ElementStatus.FAILED)).containsExactly("E2");
    assertThat(message).contains("IllegalStateException: no answer");
  }

  @Test
  void f4_a_number_of_rounds_that_throws_fails_its_element_and_no_other() {
    RunResult run =
        run(flow -> flow.loop(each -> failsOnE2(each) ? 1 : 0, body -> body.task("B")).task("A"));
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E3");
    assertThat(run.elements(ElementStatus.FAILED)).containsExactly("E2");
  }

  @Test
  void f3_a_condition_that_throws_inside_a_block_is_rescued() {
    RunResult run =
        run(
            flow ->
                flow.block(
                    block ->
                        block
                            .when(ElementBadInputTest::failsOnE2, y -> y.task("B"), n -> {})
                            .rescue(rescue -> rescue.task("A"))));
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E2", "E3");
    assertThat(run.results().get("E2")).containsKey("A");
  }

  @Test
  void f2_a_condition_of_a_retry_that_throws_is_told_and_nothing_is_tried_again() {
    RunResult run =
        run(
            flow ->
                flow.task(
                    "C",
                    policy ->
                        policy.retry(
                            Retry.constant(3, Duration.ofSeconds(1))
                                .when(
                                    result -> {
                                      throw new IllegalStateException("no answer");
                                    }))));
    assertThat(run.elements(ElementStatus.FAILED)).hasSize(3);
    assertThat(run.result("E1", "C").orElseThrow().attempts()).isEqualTo(1);
    assertThat(heard)
        .filteredOn(event -> event.kind() == ElementEvent.Kind.WARNING)
        .hasSize(3)
        .allSatisfy(event -> assertThat(event.toString()).contains("RETRY_CONDITION", "no answer"));
  }

  @Test
  void p4_a_key_that_throws_ends_the_run_before_any_task() {
    RunResult run =
        run(flow -> flow.process(ElementOrder.by(ElementBadInputTest::failsOnE2)).task("A"));
    assertThat(run.status()).isEqualTo(RunStatus.ERROR);
    assertThat(message).contains("E2").contains("no answer");
  }

  @Test
  void p4_a_key_of_tiers_that_throws_ends_the_run_before_any_task() {
    RunResult run = run(flow -> flow.tierBy(ElementBadInputTest::failsOnE2).task("A"));
    assertThat(run.status()).isEqualTo(RunStatus.ERROR);
    assertThat(message).contains("no answer");
  }

  @Test
  void l4_a_key_of_a_limit_that_throws_fails_its_element_and_no_other() {
    RunResult run = run(flow -> flow.maxConcurrentBy(ElementBadInputTest::failsOnE2, 2).task("A"));
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E3");
    assertThat(run.elements(ElementStatus.FAILED)).containsExactly("E2");
  }

  @Test
  void l4_a_key_of_a_limit_of_the_engine_that_throws_fails_its_element_and_no_other() {
    RunResult run =
        run(
            flow ->
                flow.maxConcurrentInEngine("site", ElementBadInputTest::failsOnE2, 1).task("A"));
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E3");
    assertThat(run.result("E2", "A").orElseThrow().result().message()).contains("no answer");
  }

  @Test
  void l5_a_key_of_a_rate_that_throws_fails_its_element_and_gives_its_permits_back() {
    RunResult run =
        run(
            flow ->
                flow.maxConcurrent(1)
                    .rateBy(ElementBadInputTest::failsOnE2, 9, Duration.ofMinutes(1))
                    .task("A"));
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E3");
    assertThat(run.elements(ElementStatus.FAILED)).containsExactly("E2");
  }

  @Test
  void c1_a_filter_of_a_child_that_cannot_be_asked_fails_those_who_ask() {
    ElementFlow child = ElementFlow.named("child").parallel().task("B").build();
    RunResult run = run(flow -> flow.task("A").child(child, Given.matching("id matches broken")));
    assertThat(run.elements(ElementStatus.FAILED)).containsExactly("E1", "E2", "E3");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void s24_an_element_that_is_removed_before_its_turn_is_skipped() {
    RunResult run =
        run(
            flow ->
                flow.serial()
                    .when(
                        context -> context.element().id().equals("E1") && inventory.remove("E2"),
                        yes -> yes.task("A"),
                        no -> no.task("B")));
    assertThat(run.elements())
        .containsEntry("E2", ElementStatus.SKIPPED)
        .containsEntry("E3", ElementStatus.OK);
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }
}
