package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.GateCheck;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Environment;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gates, asked once for all that stand at them, for three elements. */
class ElementGateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final VirtualTime time = VirtualTime.manual();
  private final Environment node = time.node();
  private final List<GateCheck.Question> asked = new ArrayList<>();
  private boolean isInterrupted;
  private final FlowEngine engine = open();

  private FlowEngine open() {
    InMemoryInventory inventory = new InMemoryInventory();
    for (int i = 1; i <= 3; i++) {
      inventory.put(Element.of("E" + i, "server"));
    }
    return FlowEngine.builder()
        .environment(node)
        .inventory(inventory)
        .task("A", call -> TaskResult.ok())
        .elements(
            setup ->
                setup
                    .gate("told", asked::add)
                    .gate("slow", question -> look())
                    .gate(
                        "broken",
                        question -> {
                          throw new IllegalStateException("no answer");
                        }))
        .flow(ElementFlow.named("together").parallel().task("A").gate("told").build())
        .flow(ElementFlow.named("each").serial().gate("told").build())
        .flow(
            ElementFlow.named("batches")
                .parallel()
                .batches("1", "2")
                .gateBetweenBatches("told")
                .task("A")
                .build())
        .flow(ElementFlow.named("people").parallel().gate("approve", MINUTE).build())
        .flow(ElementFlow.named("slow").parallel().gate("slow", MINUTE).task("A").build())
        .flow(ElementFlow.named("broken").parallel().gate("broken").build())
        .build();
  }

  /** Looks each second, for ten minutes or until it is interrupted. */
  private boolean look() {
    for (int i = 0; i < 600 && !isInterrupted; i++) {
      node.parkUntil(node.instant().plus(SECOND));
      isInterrupted = Thread.currentThread().isInterrupted();
    }
    return !isInterrupted;
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private RunResult run(String flow) {
    Execution run = start(flow);
    time.advance(Duration.ofMinutes(2));
    return engine.elements().result(run.id());
  }

  private Execution start(String flow) {
    Execution run = engine.flow(flow).start();
    time.settle();
    return run;
  }

  @Test
  void b5_all_that_stand_at_a_gate_are_asked_about_at_once() {
    assertThat(run("together").status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(asked)
        .extracting(GateCheck.Question::elements)
        .containsExactly(List.of("E1", "E2", "E3"));
  }

  @Test
  void b5_with_elements_first_each_element_stands_at_a_gate_by_itself() {
    assertThat(run("each").status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(asked)
        .extracting(GateCheck.Question::elements)
        .containsExactly(List.of("E1"), List.of("E2"), List.of("E3"));
  }

  @Test
  void p5_between_batches_the_next_one_is_asked_about() {
    assertThat(run("batches").status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(asked).extracting(GateCheck.Question::elements).containsExactly(List.of("E2", "E3"));
  }

  @Test
  void a_gate_at_which_people_do_not_answer_in_time_counts_as_refused() {
    Execution run = start("people");
    time.advance(MINUTE.minus(SECOND));
    assertThat(run.status()).isEqualTo(ExecutionStatus.WAITING);
    time.advance(SECOND.multipliedBy(2));
    RunResult result = engine.elements().result(run.id());
    assertThat(result.elements(ElementStatus.FAILED)).containsExactly("E1", "E2", "E3");
    assertThat(result.result("E1", "gate approve").orElseThrow().result().message())
        .isEqualTo("refused: not answered within PT1M");
  }

  @Test
  void a_check_that_takes_longer_than_its_gate_may_is_interrupted_and_counts_as_refused() {
    RunResult result = run("slow");
    assertThat(result.elements(ElementStatus.FAILED)).containsExactly("E1", "E2", "E3");
    assertThat(result.results().get("E1")).doesNotContainKey("A");
    assertThat(isInterrupted).isTrue();
  }

  @Test
  void k02_a_check_is_interrupted_when_its_run_is_cancelled() {
    Execution run = start("slow");
    run.cancel();
    time.advance(SECOND.multipliedBy(9));
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(isInterrupted).isTrue();
  }

  @Test
  void a_check_that_throws_refuses_and_tells_why() {
    assertThat(run("broken").result("E2", "gate broken").orElseThrow().result().message())
        .contains("IllegalStateException: no answer");
  }
}
