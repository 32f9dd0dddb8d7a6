package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.ElementSimulation;
import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementListener;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of traces, simulated and with real tasks in virtual time. */
class FlowTableTest {
  static List<FlowTable> rows() {
    return FlowTable.rows().stream().filter(FlowTable::isBuilt).toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void k13_a_simulation_does_what_the_table_says(FlowTable row) {
    ElementSimulation simulation =
        ElementSimulation.of(Objects.requireNonNull(row.flows().get("F1")));
    assertThat(row.simulate(simulation)).isEqualTo(row.expected());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_run_with_real_tasks_does_what_the_table_says(FlowTable row) {
    VirtualTime time = VirtualTime.automatic();
    FailuresFirst failures = new FailuresFirst();
    FlowEngineBuilder builder =
        FlowEngine.builder()
            .environment(time.node())
            .inventory(row.fill(new InMemoryInventory()))
            .elements(setup -> setup.maxTasks(row.permits()).listener(failures));
    Objects.requireNonNull(row.flows().get("F1"))
        .tasks()
        .forEach(task -> builder.task(task, call -> work(row, time, failures, task, call)));
    row.flows().values().forEach(builder::flow);
    try (FlowEngine engine = builder.build()) {
      Execution run = engine.flow("F1").start();
      var outcome = run.outcome(Duration.ofDays(1));
      assertThat(outcome).isNotNull();
      var events = engine.elements().events(run.id());
      RunResult result = engine.elements().result(run.id());
      String shown =
          result.status() == RunStatus.ERROR
              ? FlowTable.REFUSED
              : FlowTable.shown(Traces.of(result, events));
      assertThat(inAnyOrderOfAMoment(shown)).isEqualTo(inAnyOrderOfAMoment(row.expected()));
      assertThat(Traces.violations(events)).isEmpty();
    }
  }

  /** Real threads that end at the same moment do so in any order. */
  private static String inAnyOrderOfAMoment(String shown) {
    return Pattern.compile("\\[([^]]*)]")
        .matcher(shown)
        .replaceAll(
            moment -> "[" + Stream.of(moment.group(1).split(" ", -1)).sorted().toList() + "]");
  }

  private static TaskResult work(
      FlowTable row, VirtualTime time, FailuresFirst failures, String task, TaskCall call)
      throws InterruptedException {
    String element = call.element().id();
    Instant end = time.instant().plus(row.lasts(task, element));
    boolean fails = row.fails(task, element, call.attempt());
    if (fails) {
      failures.add(task + element, end);
    }
    time.parkUntil(end);
    if (fails) {
      return TaskResult.failed("as the table says");
    }
    failures.await(end);
    return TaskResult.ok();
  }

  /**
   * Has the run hear of failures before it hears of what ends well at the same moment: the table
   * counts all that ends at one moment as known together.
   */
  private static final class FailuresFirst implements ElementListener {
    private final Map<String, Instant> unheard = new HashMap<>();

    synchronized void add(String attempt, Instant end) {
      unheard.put(attempt, end);
    }

    synchronized void await(Instant end) throws InterruptedException {
      while (unheard.containsValue(end)) {
        wait();
      }
    }

    @Override
    public synchronized void on(ExecutionId run, ElementEvent event) {
      if (event.kind() == Kind.TASK_ENDED || event.kind() == Kind.TASK_RETRY) {
        unheard.remove(event.step() + event.element());
        notifyAll();
      }
    }
  }
}
