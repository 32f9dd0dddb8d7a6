package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.Given;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.Selection;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which elements a child flow gets, and how one child run ends alone. */
class ElementChildTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              engine ->
                  engine
                      .inventory(inventory)
                      .task("A", call -> work("A", call))
                      .task("B", call -> work("B", call))
                      .task("hangs", this::hang)
                      .flow(
                          ElementFlow.named("each")
                              .parallel()
                              .child(child("alone", Selection.all(), "hangs"), Given.each())
                              .task("A")
                              .build())
                      .flow(
                          ElementFlow.named("listed")
                              .parallel()
                              .child(child("one", Selection.all(), "A"), Given.listed("E3", "E1"))
                              .child(
                                  child("two", Selection.all(), "B"),
                                  Given.matching("site == 'south'"))
                              .build())
                      .flow(
                          ElementFlow.named("own")
                              .parallel()
                              .child(
                                  child("south", Selection.all().filter("site == 'south'"), "B"),
                                  Given.ownSelection())
                              .child(
                                  child("some", Selection.listed(List.of("E4", "E1", "E9")), "A"),
                                  Given.ownSelection())
                              .build()))
          .build();

  private static ElementFlow child(String name, Selection selection, String task) {
    return ElementFlow.named(name).serial().select(selection).task(task).build();
  }

  @BeforeEach
  void elements() {
    for (int i = 1; i <= 4; i++) {
      inventory.put(
          Element.of("E" + i, "server").withSetting("site", i % 2 == 0 ? "south" : "north"));
    }
  }

  private TaskResult work(String task, TaskCall call) {
    begun.add(task + call.element().id().substring(1));
    flows.time().parkUntil(flows.time().instant().plusSeconds(1));
    return TaskResult.ok();
  }

  /** On E2 it takes a minute, whatever happens. */
  private TaskResult hang(TaskCall call) {
    long seconds = call.element().id().equals("E2") ? 60 : 1;
    flows.time().parkUntil(flows.time().instant().plusSeconds(seconds));
    return TaskResult.ok();
  }

  private Execution begin(String flow) {
    Execution execution = flows.engine().flow(flow).start();
    flows.time().settle();
    return execution;
  }

  private RunResult end(Execution execution) {
    var unused = execution.outcome(DAY);
    return flows.engine().elements().result(execution.id());
  }

  @Test
  void c1_s26_a_child_gets_the_listed_elements_in_their_order_or_those_of_a_filter() {
    assertThat(end(begin("listed")).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(begun).containsExactly("A3", "A1", "B2", "B4");
  }

  @Test
  void c1_a_child_chooses_by_its_own_selection_only_if_that_is_said() {
    assertThat(end(begin("own")).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(begun).containsExactly("B2", "B4", "A4", "A1");
  }

  @Test
  void k03_one_child_run_is_cancelled_and_only_its_element_is_affected() {
    Execution execution = begin("each");
    flows.engine().elements().cancelChild(execution.id(), "alone.2");
    RunResult run = end(execution);
    assertThat(run.elements(ElementStatus.ABORTED)).containsExactly("E2");
    assertThat(run.elements(ElementStatus.OK)).containsExactly("E1", "E3", "E4");
    assertThat(flows.time().now()).isBefore(VirtualTime.START.plusSeconds(30));
  }

  @Test
  void k03_a_child_run_that_there_is_not_is_refused_with_those_that_there_are() {
    Execution execution = begin("each");
    assertThatThrownBy(() -> flows.engine().elements().cancelChild(execution.id(), "alone.9"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[alone.1, alone.2, alone.3, alone.4]")
        .hasMessageContaining("alone.9");
    assertThat(end(execution).status()).isEqualTo(RunStatus.SUCCEEDED);
  }
}
