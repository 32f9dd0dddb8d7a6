package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskPolicy.OnUnknown;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Query;
import io.flowengine.execution.Value;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore;
import io.flowengine.testkit.CrashingStore.Moment;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run over elements goes on at the same place, at whichever commit its node crashes. */
class ElementCrashTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int NEVER = 1_000_000;

  private final ElementFlow child =
      ElementFlow.named("child").serial().task("C").sleep(Duration.ofMinutes(5)).task("D").build();
  private final ElementFlow flow =
      ElementFlow.named("flow")
          .parallel()
          .batches("2")
          .pauseBetweenBatches(Duration.ofMinutes(2))
          .task("A", policy -> policy.retry(2, Duration.ofSeconds(3)))
          .block(guarded -> guarded.task("B").rescue(rescue -> rescue.task("R")))
          .child(child)
          .task("E")
          .build();

  /** How often each task was begun on each element. */
  private final Map<String, Integer> begun = Collections.synchronizedMap(new HashMap<>());

  private TaskResult work(String task, VirtualTime time, TaskCall call) {
    String name = task + call.element().id();
    begun.merge(name, 1, Integer::sum);
    time.parkUntil(time.instant().plusSeconds(1));
    if (name.equals("BE2") || (name.equals("AE1") && call.attempt() == 1)) {
      return TaskResult.failed("told to");
    }
    call.write("seen." + task, true);
    return TaskResult.ok(task);
  }

  private FlowEngine engine(VirtualTime time, Environment node, Store store, ElementFlow started) {
    InMemoryInventory inventory = new InMemoryInventory();
    for (int i = 1; i <= 4; i++) {
      inventory.put(Element.of("E" + i, "server"));
    }
    var builder = FlowEngine.builder().environment(node).store(store).inventory(inventory);
    for (String task : List.of("A", "B", "C", "D", "E", "R")) {
      builder.task(task, call -> work(task, time, call));
    }
    return builder.flow(started).build();
  }

  /** Crashes at a commit, goes on elsewhere; gives the run and whether the commit was reached. */
  private RunResult play(int commit, Moment moment, ElementFlow started, List<Boolean> reached) {
    return play(commit, moment, started, reached, "none");
  }

  /** The same; people answer all that they are asked with a button. */
  private RunResult play(
      int commit, Moment moment, ElementFlow started, List<Boolean> reached, String button) {
    VirtualTime time = VirtualTime.automatic();
    Environment node = time.node();
    try (Store store = FlowEngine.inMemoryStore()) {
      CrashingStore crashing = new CrashingStore(store, time, node).crashAt(commit, moment);
      FlowEngine first = engine(time, node, crashing, started);
      Execution begunRun = first.flow("flow").start();
      ExecutionId id = begunRun.id();
      while (!time.isCrashed(node) && !isEnded(begunRun)) {
        time.parkUntil(time.instant().plusSeconds(5));
      }
      reached.add(time.isCrashed(node));
      if (!time.isCrashed(node)) {
        first.close();
      }
      try (FlowEngine second = engine(time, time.node(), store, started)) {
        Execution run = second.execution(id);
        while (!run.status().isEnded()) {
          second
              .openMessages()
              .forEach(each -> second.answer(each.id(), Map.of(button, true, "reason", "half")));
          time.parkUntil(time.instant().plusSeconds(5));
        }
        var unused = run.outcome(DAY);
        assertThat(second.executions(Query.all()).items()).hasSize(1);
        assertThat(Traces.violations(second.elements().events(id))).isEmpty();
        return second.elements().result(id);
      }
    }
  }

  /** A node that crashes while it is asked does not answer. */
  private static boolean isEnded(Execution run) {
    try {
      return run.status().isEnded();
    } catch (EngineClosedException e) {
      return false;
    }
  }

  @Test
  void x4_k07_whatever_commit_it_crashes_at_it_ends_as_without_a_crash() {
    RunResult undisturbed = play(NEVER, Moment.BEFORE_COMMIT, flow, new ArrayList<>());
    assertThat(undisturbed.status()).isEqualTo(RunStatus.SUCCEEDED);
    int crashes = 0;
    for (Moment moment : Moment.values()) {
      List<Boolean> reached = new ArrayList<>(List.of(true));
      for (int commit = 3; reached.getLast(); commit++) {
        begun.clear();
        RunResult run = play(commit, moment, flow, reached);
        assertThat(run.elements())
            .as("crash at %s %s", moment, commit)
            .isEqualTo(undisturbed.elements());
        assertThat(steps(run)).isEqualTo(steps(undisturbed));
        crashes++;
      }
    }
    assertThat(crashes).isGreaterThan(20);
  }

  private static Map<String, List<String>> steps(RunResult run) {
    Map<String, List<String>> steps = new HashMap<>();
    run.results().forEach((element, results) -> steps.put(element, List.copyOf(results.keySet())));
    return steps;
  }

  @Test
  void x4_k07_a_task_whose_end_was_recorded_does_not_run_again() {
    List<Boolean> reached = new ArrayList<>();
    RunResult run = play(8, Moment.AFTER_COMMIT, flow, reached);
    assertThat(reached).containsExactly(true);
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(begun.values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(24); // 22 starts, and what was under way when it crashed
  }

  @Test
  void x4_a_task_that_must_not_run_twice_fails_when_nobody_knows_how_far_it_came() {
    ElementFlow once =
        ElementFlow.named("flow")
            .serial()
            .task("A", policy -> policy.onUnknown(OnUnknown.FAIL))
            .build();
    int unknown = 0;
    List<Boolean> reached = new ArrayList<>(List.of(true));
    for (int commit = 3; reached.getLast(); commit++) {
      begun.clear();
      RunResult run = play(commit, Moment.BEFORE_COMMIT, once, reached);
      for (String element : run.order()) {
        TaskResult result = run.result(element, "A").orElseThrow().result();
        boolean isUnknown = String.valueOf(result.message()).contains("UNKNOWN_OUTCOME");
        unknown += isUnknown ? 1 : 0;
        assertThat(begun.getOrDefault("A" + element, 0)).as(element).isLessThanOrEqualTo(1);
      }
    }
    assertThat(unknown).isPositive();
  }

  private static final ElementFlow ASKING =
      ElementFlow.named("flow")
          .parallel()
          .task("A", policy -> policy.onUnknown(OnUnknown.ASK))
          .task("E")
          .build();

  /** Crashes at each commit and has people answer; gives what came of A where they were asked. */
  private List<TaskResult> asked(String button) {
    List<TaskResult> asked = new ArrayList<>();
    List<Boolean> reached = new ArrayList<>(List.of(true));
    for (int commit = 3; reached.getLast(); commit++) {
      begun.clear();
      RunResult run = play(commit, Moment.BEFORE_COMMIT, ASKING, reached, button);
      for (String element : run.order()) {
        TaskResult result = run.result(element, "A").orElseThrow().result();
        // E1 fails at its first attempt, and is not tried again
        int times = begun.getOrDefault("A" + element, 0);
        if (!element.equals("E1") && (times > 1 || !result.value().equals(Value.of("A")))) {
          asked.add(result);
          assertThat(times).as(element).isLessThanOrEqualTo(button.equals("again") ? 2 : 1);
        }
      }
    }
    return asked;
  }

  @Test
  void x4_people_say_that_a_task_of_which_nobody_knows_has_ended_well() {
    assertThat(asked("approve")).isNotEmpty().containsOnly(TaskResult.ok());
  }

  @Test
  void x4_people_say_that_a_task_of_which_nobody_knows_has_failed() {
    assertThat(asked("refuse"))
        .isNotEmpty()
        .containsOnly(TaskResult.failed("UNKNOWN_OUTCOME: half"));
  }

  @Test
  void x4_people_have_a_task_of_which_nobody_knows_made_again() {
    assertThat(asked("again")).isNotEmpty().containsOnly(TaskResult.ok("A"));
  }
}
