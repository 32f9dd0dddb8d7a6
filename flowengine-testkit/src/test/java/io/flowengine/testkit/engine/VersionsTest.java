package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.StatusReason;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java flows whose code changes while executions of them wait. */
class VersionsTest {
  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  private FlowEngine engine = open(builder -> builder.flow("flow", said("one")));

  private FlowEngine open(UnaryOperator<FlowEngineBuilder> flows) {
    return flows
        .apply(FlowEngine.builder().environment(time.node()).store(store).shutdown(Duration.ZERO))
        .build();
  }

  private void reopen(UnaryOperator<FlowEngineBuilder> flows) {
    engine.close();
    time.advance(Duration.ofSeconds(1));
    engine = open(flows);
    time.settle();
  }

  private static FlowHandler said(String text) {
    return asked(self -> {}, self -> self.setOutput("said", text));
  }

  /** A flow that asks a person in the middle. */
  private static FlowHandler asked(Consumer<FlowContext> before, Consumer<FlowContext> after) {
    return (system, self, inputs) -> {
      before.accept(self);
      self.message("question", "go on?");
      after.accept(self);
      return null;
    };
  }

  private ExecutionId start() {
    Execution execution = engine.flow("flow").start();
    time.settle();
    return execution.id();
  }

  private Execution answered(ExecutionId id) {
    engine.openMessages().stream()
        .filter(message -> message.executionId().equals(id))
        .forEach(message -> engine.answer(message.id(), Map.of()));
    time.settle();
    return engine.execution(id);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void fa_33_an_execution_goes_on_in_the_version_it_began_with() {
    ExecutionId old = start();
    reopen(builder -> builder.flow("flow", 1, said("one")).flow("flow", 2, said("two")));

    assertThat(answered(start()).outputs()).isEqualTo(Map.of("said", "two"));
    assertThat(answered(old).outputs()).isEqualTo(Map.of("said", "one"));
    assertThat(engine.execution(old).record().origin().version()).isEqualTo("1");
  }

  @Test
  void a_node_without_the_version_leaves_the_execution_to_one_that_has_it() {
    ExecutionId old = start();
    reopen(builder -> builder.flow("flow", 2, said("two")));
    Execution left = answered(old);
    time.advance(Duration.ofMinutes(5));
    assertThat(left.status()).isEqualTo(ExecutionStatus.WAITING);
    reopen(builder -> builder.flow("flow", 2, said("two")).flow("flow", 1, said("one")));

    assertThat(engine.execution(old).outputs()).isEqualTo(Map.of("said", "one"));
  }

  @Test
  void an_older_version_can_be_started_by_its_number() {
    reopen(builder -> builder.flow("flow", 1, said("one")).flow("flow", 2, said("two")));
    Execution execution = engine.flow("flow").version(1).start();
    time.settle();

    assertThat(answered(execution.id()).outputs()).isEqualTo(Map.of("said", "one"));
  }

  @Test
  void fa_13_a_version_that_does_not_exist_is_refused_with_those_there_are() {
    reopen(builder -> builder.flow("flow", 1, said("one")).flow("flow", 20, said("two")));

    assertThatThrownBy(() -> engine.flow("flow").version(3))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("version 3")
        .hasMessageContaining("[1, 20]");
  }

  @Test
  void a_version_is_defined_once_and_counts_from_one() {
    FlowEngineBuilder builder = FlowEngine.builder().flow("flow", said("one"));

    assertThatThrownBy(() -> builder.flow("flow", 1, said("again")))
        .hasMessageContaining("version 1 of flow 'flow' is defined twice");
    assertThatThrownBy(() -> builder.flow("flow", 0, said("none"))).hasMessageContaining(">= 1");
  }

  // ---------------------------------------------------------------- changes inside a version

  private static FlowHandler patched(List<String> steps) {
    return asked(
        self -> {
          boolean changed = self.patched("log first");
          steps.add("before " + changed);
          if (changed) {
            self.log("first");
          }
          self.setOutput("before", changed);
        },
        self -> self.setOutput("after", self.patched("log first")));
  }

  @Test
  void an_execution_that_began_before_a_change_keeps_to_its_old_side() {
    reopen(
        builder ->
            builder.flow("flow", asked(self -> self.setOutput("before", false), self -> {})));
    ExecutionId old = start();
    List<String> steps = new ArrayList<>();
    reopen(builder -> builder.flow("flow", patched(steps)));

    assertThat(answered(old).outputs()).isEqualTo(Map.of("before", false, "after", false));
    assertThat(steps).containsOnly("before false");
    assertThat(answered(start()).outputs()).isEqualTo(Map.of("before", true, "after", true));
  }

  @Test
  void a_change_can_be_made_for_good_when_all_have_taken_its_new_side() {
    reopen(builder -> builder.flow("flow", patched(new ArrayList<>())));
    ExecutionId old = start();
    reopen(
        builder ->
            builder.flow(
                "flow",
                asked(
                    self -> {
                      self.log("first");
                      self.setOutput("before", true);
                    },
                    self -> {})));

    assertThat(answered(old).status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_203_a_change_without_a_question_stops_with_position_line_and_both_calls() {
    ExecutionId old = start();
    reopen(builder -> builder.flow("flow", asked(self -> self.log("new"), self -> {})));
    Execution stopped = answered(old);

    assertThat(stopped.record().state().reason()).isEqualTo(StatusReason.REPLAY_MISMATCH);
    assertThat(stopped.message().orElseThrow())
        .contains("position 1", "VersionsTest.java, line ", "message 'question'", "log(");
  }
}
