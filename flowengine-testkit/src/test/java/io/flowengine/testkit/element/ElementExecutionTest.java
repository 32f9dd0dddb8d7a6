package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.execution.StatusReason;
import io.flowengine.resource.Schedule;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run over elements is an execution like any other. Tasks take a second. */
@Timeout(60)
class ElementExecutionTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  private final InMemoryInventory inventory = new InMemoryInventory();
  private Environment node = time.node();
  private FlowEngine engine = open("A", "B");

  private FlowEngine open(String... tasks) {
    ElementFlowBuilder flow = ElementFlow.named("patch").serial();
    List.of(tasks).forEach(flow::task);
    return FlowEngine.builder()
        .environment(node)
        .store(store)
        .shutdown(Duration.ZERO)
        .inventory(inventory)
        .task("A", this::work)
        .task("B", this::work)
        .task("C", this::work)
        .task("deaf", this::ignore)
        .flow(flow.build())
        .flow(ElementFlow.named("deaf").parallel().task("deaf").build())
        .flow(
            "both",
            (system, self, inputs) -> {
              Execution one = self.flow("patch").input("elements", List.of("E1")).start();
              Execution other = self.flow("patch").input("elements", "id == 'E2'").start();
              self.waitFor(one, other);
              return List.of(one.outputs(), other.outputs());
            })
        .build();
  }

  @BeforeEach
  void elements() {
    inventory.put(Element.of("E1", "p")).put(Element.of("E2", "p"));
  }

  @AfterEach
  void close() {
    engine.close();
    store.close();
  }

  private TaskResult work(TaskCall call) {
    node.parkUntil(node.instant().plusSeconds(1));
    return TaskResult.ok();
  }

  /** Goes on for ten minutes, interrupted or not. */
  private TaskResult ignore(TaskCall call) {
    node.parkUntil(node.instant().plusSeconds(600));
    return TaskResult.changed("late");
  }

  private List<ExecutionRecord> runs() {
    return engine
        .executions(Query.where(Filter.eq("flow_name", "patch")).orderBy("created_at").limit(100))
        .items();
  }

  @Test
  void m6_a_schedule_starts_runs_over_elements_with_inputs() {
    engine
        .schedules()
        .save(
            "nightly",
            Schedule.every(Duration.ofHours(1))
                .flow("patch")
                .inputs(Map.of("elements", List.of("E2"))));
    time.settle();
    time.advance(Duration.ofHours(2).plus(MINUTE));
    assertThat(runs()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(engine.elements().result(runs().getFirst().id()).order()).containsExactly("E2");
    engine.schedules().delete("nightly");
    time.advance(MINUTE);
  }

  @Test
  void m6_runs_are_listed_by_flow_and_status_like_all_executions() {
    Execution run = engine.flow("patch").start();
    time.settle();
    assertThat(runs()).extracting(ExecutionRecord::id).containsExactly(run.id());
    time.advance(MINUTE);
    assertThat(
            engine
                .executions(
                    Query.where(Filter.eq("status", ExecutionStatus.ENDED_SUCCESS.name()))
                        .limit(100))
                .items())
        .extracting(ExecutionRecord::id)
        .containsExactly(run.id());
  }

  @Test
  void m6_a_flow_waits_for_several_runs_and_reads_what_came_of_them() {
    Execution both = engine.flow("both").start();
    time.settle();
    time.advance(MINUTE);
    assertThat(both.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(both.outputs().toString()).contains("OK=[E1]").contains("OK=[E2]");
    assertThat(runs()).allMatch(record -> record.origin().parent() != null);
  }

  @Test
  void x4_a_flow_that_departs_from_its_record_is_paused_with_what_was_expected() {
    Execution run = engine.flow("patch").start();
    time.settle();
    time.advance(Duration.ofMillis(1500));
    time.crash(node);
    node = time.node();
    engine = open("C");
    time.advance(MINUTE); // the lease of the dead node runs out
    Execution paused = engine.execution(run.id());
    assertThat(paused.status()).isEqualTo(ExecutionStatus.PAUSED);
    assertThat(paused.record().state().reason()).isEqualTo(StatusReason.REPLAY_MISMATCH);
  }

  @Test
  void k02_a_task_that_does_not_listen_is_given_up_when_its_run_is_cancelled() {
    Execution run = engine.flow("deaf").start();
    time.settle();
    run.cancel();
    time.advance(Duration.ofSeconds(5)); // it is heard of when housekeeping comes by
    time.advance(MINUTE); // the grace is over
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(engine.elements().result(run.id()).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(engine.elements().result(run.id()).elements(ElementStatus.CANCELLED))
        .containsExactly("E1", "E2");
    time.advance(Duration.ofMinutes(10)); // what it gives now is ignored
    assertThat(engine.elements().result(run.id()).elements(ElementStatus.OK)).isEmpty();
  }
}
