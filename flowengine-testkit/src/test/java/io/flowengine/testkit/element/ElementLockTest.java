package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.FlowLimits.Lock;
import io.flowengine.element.Given;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Elements that batches keep from other runs, on two nodes of one store. A task takes a second. */
class ElementLockTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final VirtualTime time = VirtualTime.automatic();
  private final Store store = FlowEngine.inMemoryStore();
  private final InMemoryInventory inventory =
      new InMemoryInventory().put(Element.of("E1", "p")).put(Element.of("E2", "p"));
  private final Environment node = time.node();
  private final FlowEngine one = engine(node);
  private final FlowEngine other = engine(time.node());

  private FlowEngine engine(Environment environment) {
    var builder = FlowEngine.builder().environment(environment).store(store).inventory(inventory);
    for (String task : List.of("A", "B")) {
      builder.task(
          task,
          call -> {
            environment.parkUntil(environment.instant().plusSeconds(1));
            return TaskResult.ok();
          });
    }
    ElementFlow child = ElementFlow.named("child").parallel().task("A").build();
    return builder
        .flow(flow("all").parallel().lockBatches().task("A").task("B").build())
        .flow(flow("each").serial().batches("1").lockBatches().task("A").task("B").build())
        .flow(flow("fails").parallel().lockBatches().whenLocked(Lock.FAIL).task("A").build())
        .flow(flow("skips").parallel().lockBatches().whenLocked(Lock.SKIP).task("A").build())
        .flow(flow("tasks").parallel().task("A").build())
        .flow(flow("parent").serial().batches("1").lockBatches().child(child, Given.all()).build())
        .build();
  }

  private static ElementFlowBuilder flow(String name) {
    return ElementFlow.named(name);
  }

  @AfterEach
  void close() {
    if (!time.isCrashed(node)) {
      one.close();
    }
    other.close();
    store.close();
  }

  private Execution begin(FlowEngine engine, String flow, Object elements) {
    Execution run = engine.flow(flow).input("elements", elements).start();
    time.settle();
    return run;
  }

  private static RunResult end(FlowEngine engine, Execution run) {
    var unused = run.outcome(DAY);
    return engine.elements().result(run.id());
  }

  private static Instant firstStart(FlowEngine engine, Execution run) {
    return engine.elements().events(run.id()).stream()
        .filter(event -> event.kind() == Kind.TASK_STARTED)
        .map(event -> event.at())
        .findFirst()
        .orElseThrow();
  }

  private static Instant lastEnd(FlowEngine engine, Execution run) {
    return engine.elements().events(run.id()).stream()
        .filter(event -> event.kind() == Kind.TASK_ENDED)
        .map(event -> event.at())
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  @Test
  void l7_a_batch_waits_for_that_of_a_run_on_another_node() {
    Execution first = begin(one, "all", List.of("E1", "E2"));
    Execution second = begin(other, "all", List.of("E2", "E1"));
    assertThat(end(one, first).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(end(other, second).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(firstStart(other, second)).isAfterOrEqualTo(lastEnd(one, first));
  }

  @Test
  void l7_who_has_an_element_can_be_seen_and_it_is_free_after_its_batch() {
    Execution run = begin(one, "each", List.of("E1", "E2"));
    assertThat(other.elements().lockedBy("E1")).contains(run.id());
    assertThat(other.elements().lockedBy("E2")).isEmpty();
    Execution next = begin(other, "each", List.of("E1"));
    var unused = next.outcome(DAY);
    assertThat(firstStart(other, next)).isBefore(lastEnd(one, run));
    unused = run.outcome(DAY);
    assertThat(other.elements().lockedBy("E1")).isEmpty();
    assertThat(other.elements().lockedBy("E2")).isEmpty();
  }

  @Test
  void l7_an_element_fails_if_that_is_wanted_and_names_who_has_it() {
    Execution first = begin(one, "all", List.of("E1"));
    RunResult second = end(other, begin(other, "fails", List.of("E1", "E2")));
    assertThat(second.elements(ElementStatus.FAILED)).containsExactly("E1");
    assertThat(second.elements(ElementStatus.OK)).containsExactly("E2");
    assertThat(second.result("E1", "(lock)").orElseThrow().result().message())
        .contains(first.id().toString());
    var unused = first.outcome(DAY);
  }

  @Test
  void l7_an_element_is_skipped_if_that_is_wanted() {
    Execution first = begin(one, "all", List.of("E1"));
    RunResult second = end(other, begin(other, "skips", List.of("E1", "E2")));
    assertThat(second.elements(ElementStatus.SKIPPED)).containsExactly("E1");
    assertThat(second.status()).isEqualTo(RunStatus.SUCCEEDED);
    var unused = first.outcome(DAY);
  }

  @Test
  void l7_a_task_of_another_run_on_the_node_waits_for_the_batch() {
    Execution first = begin(one, "all", List.of("E1"));
    Execution second = begin(one, "tasks", List.of("E1"));
    var unused = first.outcome(DAY);
    RunResult result = end(one, second);
    assertThat(result.result("E1", "A").orElseThrow().ended())
        .isAfterOrEqualTo(lastEnd(one, first).plusSeconds(1));
  }

  @Test
  void l7_what_a_child_takes_besides_fails_there_if_another_run_has_it() {
    Execution first = begin(one, "all", List.of("E2"));
    RunResult second = end(other, begin(other, "parent", List.of("E1", "E2")));
    assertThat(second.elements(ElementStatus.OK)).contains("E1");
    assertThat(second.results().get("E2")).containsKey("child/(lock)");
    var unused = first.outcome(DAY);
  }

  @Test
  void l7_x4_a_run_keeps_its_elements_over_a_crash_and_gives_them_back_at_its_end() {
    Execution first = begin(one, "all", List.of("E1"));
    time.crash(node);
    assertThat(other.elements().lockedBy("E1")).contains(first.id());
    Execution second = begin(other, "all", List.of("E1"));
    Execution resumed = other.execution(first.id());
    assertThat(end(other, resumed).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(end(other, second).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(firstStart(other, second)).isAfterOrEqualTo(lastEnd(other, resumed));
    assertThat(other.elements().lockedBy("E1")).isEmpty();
  }

  @Test
  void l7_a_run_that_is_cancelled_gives_its_elements_back() {
    Execution first = begin(one, "all", List.of("E1"));
    first.cancel();
    var unused = first.outcome(DAY);
    assertThat(Objects.requireNonNull(end(other, begin(other, "fails", List.of("E1")))).status())
        .isEqualTo(RunStatus.SUCCEEDED);
  }
}
