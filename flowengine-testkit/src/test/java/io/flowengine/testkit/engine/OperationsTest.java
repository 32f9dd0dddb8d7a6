package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Diagnosis;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.NonDeterministicFlowException;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Environment;
import io.flowengine.spi.JournalExport;
import io.flowengine.spi.Store;
import io.flowengine.testkit.JournalReplay;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see and do when an execution does not go on. */
class OperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  private final List<String> ran = new ArrayList<>();
  private Environment node = time.node();
  private FlowEngine engine = open(this::flows);

  private FlowEngineBuilder flows(FlowEngineBuilder builder) {
    return builder
        .flow("ask", asking("first"))
        .flow(
            "parent",
            (system, self, inputs) -> {
              self.flow("ask").name("child").run();
              return null;
            })
        .flow(
            "sleep",
            (system, self, inputs) -> {
              self.sleep(Duration.ofHours(1));
              return null;
            });
  }

  private FlowHandler asking(String step) {
    return (system, self, inputs) -> {
      self.step(step, String.class, context -> noted(step));
      try {
        self.message("question", "go on?");
        return self.step("second", String.class, context -> noted("second"));
      } finally {
        ran.add("cleaned up");
      }
    };
  }

  private String noted(String step) {
    ran.add(step);
    return step;
  }

  private FlowEngine open(UnaryOperator<FlowEngineBuilder> flows) {
    return flows
        .apply(FlowEngine.builder().environment(node).store(store).shutdown(Duration.ZERO))
        .build();
  }

  private void reopen(UnaryOperator<FlowEngineBuilder> flows) {
    engine.close();
    node = time.node();
    engine = open(flows);
    time.settle();
  }

  private Execution start(String flow) {
    Execution execution = engine.flow(flow).start();
    time.settle();
    return execution;
  }

  private void answer() {
    engine.answer(engine.openMessages().getFirst().id(), Map.of());
    time.settle();
  }

  private Diagnosis diagnosis(Execution execution) {
    return engine.operations().diagnose(execution.id());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  // ---------------------------------------------------------------- why it is not running

  @Test
  void a_wait_for_a_child_names_the_child_and_since_when() {
    Execution parent = start("parent");
    Execution child = parent.children().getFirst();

    assertThat(diagnosis(parent))
        .isEqualTo(
            new Diagnosis.Waiting(
                parent.record(), time.now(), "wait", List.of(child.id()), List.of(), null, null));
    assertThat(diagnosis(parent).toText())
        .isEqualTo("waits in wait since " + time.now() + " for execution " + child.id());
  }

  @Test
  void a_wait_for_an_answer_names_the_message() {
    Execution execution = start("ask");
    String message = engine.openMessages().getFirst().id();

    assertThat(diagnosis(execution).toText())
        .isEqualTo(
            "waits in message.wait since " + time.now() + " for the answer to message " + message);
  }

  @Test
  void a_sleep_names_its_end() {
    Execution execution = start("sleep");

    assertThat(diagnosis(execution).toText())
        .contains("waits in sleep")
        .endsWith(" for " + time.now().plusSeconds(3600));
  }

  @Test
  void an_execution_that_was_not_started_says_so() {
    Execution execution = engine.flow("ask").create();

    assertThat(diagnosis(execution)).isInstanceOf(Diagnosis.NotStarted.class);
  }

  @Test
  void an_execution_that_starts_later_says_when() {
    Execution execution = engine.flow("ask").scheduledFor(time.now().plusSeconds(60)).start();

    assertThat(diagnosis(execution))
        .isEqualTo(
            new Diagnosis.Scheduled(execution.record(), time.now(), time.now().plusSeconds(60)));
  }

  @Test
  void an_execution_that_was_paused_or_has_ended_says_so() {
    Execution paused = start("ask").pause();
    Execution ended = start("ask").cancel();
    time.settle();

    assertThat(diagnosis(paused).toText()).isEqualTo("is paused, REQUESTED; resume it");
    assertThat(diagnosis(ended).toText())
        .isEqualTo("ended with ENDED_CANCELLED since " + time.now());
  }

  @Test
  void an_execution_whose_version_no_node_has_is_listed_as_no_node() {
    Execution execution = start("ask");
    reopen(builder -> builder.flow("ask", 2, asking("first")));
    answer();
    time.advance(PATIENCE);

    assertThat(engine.operations().stuck(PATIENCE)).containsExactly(diagnosis(execution));
    assertThat(diagnosis(execution).toText())
        .startsWith("NO_NODE: is due since ")
        .contains("version 1 of the Java flow 'ask'", "flow(\"ask\", 1, ...)");
  }

  @Test
  void what_a_dead_node_holds_is_shown_until_another_takes_it_over() {
    CountDownLatch never = new CountDownLatch(1);
    reopen(
        builder ->
            builder.flow(
                "busy",
                (system, self, inputs) -> {
                  self.step("wait", String.class, context -> hang(never));
                  return null;
                }));
    Execution execution = engine.flow("busy").start();
    ExecutionId id = execution.id();
    assertThat(engine.operations().diagnose(id)).isInstanceOf(Diagnosis.Running.class);
    time.crash(node);
    node = time.node();
    engine = open(this::flows);
    time.advance(Duration.ofMinutes(1));

    assertThat(engine.operations().diagnose(id)).isInstanceOf(Diagnosis.Abandoned.class);
    assertThat(engine.operations().stuck(PATIENCE)).hasSize(1);
    never.countDown(); // not before: the thread of the dead node would go on to its next call
  }

  private static String hang(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return "";
  }

  @Test
  void what_waits_for_good_reasons_is_not_stuck() {
    start("parent");
    start("sleep");
    engine.flow("ask").create();
    time.advance(Duration.ofMinutes(10));

    assertThat(engine.operations().stuck(PATIENCE)).isEmpty();
  }

  @Test
  void a_replay_that_differs_is_stuck_and_says_where() {
    Execution execution = start("ask");
    reopen(builder -> builder.flow("ask", asking("changed")));
    answer();

    assertThat(engine.operations().stuck(PATIENCE)).containsExactly(diagnosis(execution));
    assertThat(diagnosis(execution).toText())
        .startsWith("is paused, REPLAY_MISMATCH: at position 1 (OperationsTest.java, line ")
        .contains("the journal has step 'first'", "called step 'changed'");
  }

  // ---------------------------------------------------------------- what operators do

  @Test
  void a_released_execution_is_run_by_another_claim_and_its_old_holder_writes_nothing() {
    CountDownLatch latch = new CountDownLatch(1);
    reopen(
        builder ->
            builder.flow(
                "busy",
                (system, self, inputs) -> self.step("wait", String.class, context -> once(latch))));
    Execution execution = engine.flow("busy").start();
    await(() -> !ran.isEmpty());

    assertThat(engine.operations().releaseLease(execution.id())).isTrue();
    assertThat(execution.await(PATIENCE).outputs()).isEqualTo(Map.of("result", "again"));
    latch.countDown();
    time.settle();
    assertThat(execution.outputs()).isEqualTo(Map.of("result", "again"));
  }

  private String once(CountDownLatch latch) throws InterruptedException {
    synchronized (ran) {
      ran.add("run");
      if (ran.size() > 1) {
        return "again";
      }
    }
    latch.await();
    return "first";
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_lease_that_nobody_has_is_not_released() {
    assertThat(engine.operations().releaseLease(start("ask").id())).isFalse();
  }

  @Test
  void a_forced_end_runs_no_code_of_the_flow_and_wakes_who_waits() {
    Execution parent = start("parent");
    Execution child = parent.children().getFirst();

    assertThat(engine.operations().forceEnd(child.id(), "ended by the operator")).isTrue();
    time.settle();
    assertThat(child.status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(child.message()).contains("ended by the operator");
    assertThat(parent.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    assertThat(ran).doesNotContain("cleaned up");
  }

  @Test
  void a_forced_end_needs_no_node_that_could_run_the_flow() {
    Execution execution = start("ask");
    reopen(builder -> builder);

    assertThat(engine.operations().forceEnd(execution.id(), "no such flow any more")).isTrue();
    assertThat(engine.execution(execution.id()).status())
        .isEqualTo(ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void a_forced_end_cancels_the_descendants() {
    Execution parent = start("parent");
    engine.operations().forceEnd(parent.id(), "enough");
    time.settle();

    assertThat(parent.children().getFirst().status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void what_has_ended_is_not_ended_by_force() {
    Execution execution = start("ask");
    answer();

    assertThat(engine.operations().forceEnd(execution.id(), "again")).isFalse();
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void an_execution_that_does_not_exist_is_refused_everywhere() {
    ExecutionId id = ExecutionId.of(1, 2);

    assertThatThrownBy(() -> engine.operations().diagnose(id))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> engine.operations().releaseLease(id))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> engine.operations().forceEnd(id, ""))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> engine.operations().export(id))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  // ---------------------------------------------------------------- journals

  @Test
  void an_export_comes_back_from_its_text_as_it_was() {
    Execution parent = start("parent");
    JournalExport running = engine.operations().export(parent.id());
    answer();
    JournalExport ended = engine.operations().export(parent.id());

    assertThat(JournalExport.ofJson(running.toJson())).isEqualTo(running);
    assertThat(JournalExport.ofJson(ended.toJson())).isEqualTo(ended);
    assertThat(ended.toJson()).startsWith("{\n  \"format\" : \"flowengine-journal\",\n");
    assertThat(ended.others()).hasSize(1);
  }

  @Test
  void an_export_of_a_newer_version_or_something_else_is_refused() {
    String json = engine.operations().export(start("ask").id()).toJson();

    assertThatThrownBy(
            () -> JournalExport.ofJson(json.replace("\"version\" : 1", "\"version\" : 99")))
        .hasMessageContaining("version 99")
        .hasMessageContaining("up to 1");
    assertThatThrownBy(() -> JournalExport.ofJson("{}")).hasMessageContaining("flowengine-journal");
    assertThatThrownBy(() -> JournalExport.ofJson("nothing")).hasMessageContaining("not JSON");
  }

  @Test
  void a_replay_runs_no_step_neither_recorded_nor_behind_the_journal() {
    JournalExport export = engine.operations().export(start("ask").id());
    ran.clear();
    var left = JournalReplay.of(export).against(FlowEngine.builder().flow("ask", asking("first")));

    assertThat(left.status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(ran).isEmpty();
  }

  @Test
  void a_replay_of_an_ended_execution_comes_to_the_same_end() {
    Execution parent = start("parent");
    answer();
    JournalExport export = engine.operations().export(parent.children().getFirst().id());
    ran.clear();
    var left = JournalReplay.of(export).against(FlowEngine.builder().flow("ask", asking("first")));

    assertThat(left.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(left.state().outputs()).isEqualTo(export.execution().state().outputs());
    assertThat(ran).containsExactly("cleaned up");
  }

  @Test
  void a_replay_against_a_flow_that_does_something_else_shows_where() {
    JournalExport export = engine.operations().export(start("ask").id());
    JournalReplay replay = JournalReplay.of(export);

    assertThatThrownBy(() -> replay.against(FlowEngine.builder().flow("ask", asking("changed"))))
        .isInstanceOf(NonDeterministicFlowException.class)
        .hasMessageContaining("position 1")
        .hasMessageContaining("OperationsTest.java, line ")
        .hasMessageContaining("step 'first'")
        .hasMessageContaining("step 'changed'");
  }

  @Test
  void a_restart_in_another_version_is_refused_if_that_does_something_else_before() {
    Execution execution = start("ask");
    answer();
    reopen(builder -> builder.flow("ask", 2, asking("changed")).flow("ask", 3, asking("first")));
    ran.clear();

    assertThatThrownBy(() -> engine.restart(execution.id(), "second").version("2").start())
        .isInstanceOf(NonDeterministicFlowException.class)
        .hasMessageContaining("position 1");
    Execution again = engine.restart(execution.id(), "second").newestVersion().start();
    time.settle();
    assertThat(again.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(ran).containsExactly("second", "cleaned up");
  }
}
