package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.RerunReport;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Query;
import io.flowengine.execution.Rerun;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.StatusReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Executions that have ended and are done again, wholly or from a step. */
abstract class RerunsChapter extends Chapter {
  RerunsChapter(Front front) {
    super(front);
  }

  private Execution settled(Execution execution) {
    world.time().settle();
    return execution;
  }

  private Execution restarted(Execution earlier, String step) {
    return settled(world.engine().restart(earlier.id(), step).name("again").start());
  }

  // ---------------------------------------------------------------- from the beginning

  @Test
  void op_1_a_rerun_is_a_new_execution_with_the_same_inputs() {
    Execution main =
        world.started(
            world
                .prepare(drawInStep("draw").into("d"), put("d", known("d")))
                .input("colour", "red")
                .priority(3)
                .timeout(Duration.ofHours(1))
                .name("main"));
    Execution again = settled(world.engine().rerun(main.id()).start());

    assertThat(again.id()).isNotEqualTo(main.id());
    assertThat(again.record().attributes()).isEqualTo(main.record().attributes());
    assertThat(again.record().origin().rerun()).isEqualTo(new Rerun(main.id(), null));
    assertThat(succeeded(again).get("d")).isNotNull().isNotEqualTo(succeeded(main).get("d"));
  }

  @Test
  void op_1_the_inputs_of_a_rerun_can_be_changed() {
    Execution main = world.started(world.prepare(put("x", input("a"))).input("a", 1).name("main"));
    Execution again = settled(world.engine().rerun(main.id()).input("a", 2).start());

    assertThat(succeeded(again)).containsEntry("x", 2L);
    assertThat(succeeded(main)).containsEntry("x", 1L);
  }

  @Test
  void op_1_a_failed_execution_can_be_done_again() {
    Execution main = play(raise("broken"));
    Execution again = settled(world.engine().rerun(main.id()).start());

    ends(again, ExecutionStatus.ENDED_ERROR);
    assertThat(again.record().field("rerun_of")).isEqualTo(main.id().toString());
  }

  @Test
  void op_1_an_execution_that_has_not_ended_is_not_done_again() {
    Execution main = play(ask("hold"));

    assertThatThrownBy(() -> world.engine().rerun(main.id()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has not ended, it is WAITING");
    assertThatThrownBy(() -> world.engine().restart(main.id(), "step"))
        .hasMessageContaining("has not ended");
  }

  @Test
  void op_1_an_execution_that_does_not_exist_is_not_done_again() {
    assertThatThrownBy(() -> world.engine().rerun(ExecutionId.of(1, 2)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void op_1_a_child_is_done_again_without_its_parent() {
    Execution main = play(run("child", put("x", 1)));
    Execution again = settled(world.engine().rerun(main.children().getFirst().id()).start());

    assertThat(again.parent()).isEmpty();
    assertThat(succeeded(again)).containsEntry("x", 1L);
  }

  @Test
  void op_1_many_are_done_again_with_changed_inputs_and_a_report() {
    for (int i = 0; i < 3; i++) {
      world.started(world.prepare(put("x", input("a"))).input("a", i).name("batch"));
    }
    Execution open = world.started(world.prepare(ask("hold")).name("batch"));
    RerunReport report =
        world
            .engine()
            .rerunAll(
                Query.where(Filter.eq("name", "batch")).limit(2),
                (earlier, start) -> {
                  Object a = earlier.attributes().inputs().toMap().get("a");
                  start.input("a", a + "!");
                });
    world.time().settle();

    assertThat(report.started().values())
        .extracting(execution -> execution.outputs().get("x"))
        .containsExactly("0!", "1!", "2!");
    assertThat(report.refused()).containsOnlyKeys(open.id());
    assertThat(world.allNamed("batch")).hasSize(7);
  }

  // ---------------------------------------------------------------- from a step

  private Execution threeSteps() {
    return play(
        drawInStep("one").into("a"),
        put("a", List.of(known("a"), random(), uuid(), now())),
        run("child", put("x", 1)),
        drawInStep("two").into("b"),
        put("b", known("b")),
        drawInStep("three").into("c"),
        put("c", known("c")));
  }

  @Test
  void op_2_a_restart_runs_the_step_and_what_follows_and_nothing_before() {
    Execution main = threeSteps();
    Execution again = restarted(main, "two");

    assertThat(succeeded(again)).containsEntry("a", succeeded(main).get("a"));
    assertThat(outputs(again).get("b")).isNotNull().isNotEqualTo(outputs(main).get("b"));
    assertThat(outputs(again).get("c")).isNotNull().isNotEqualTo(outputs(main).get("c"));
    assertThat(calls(again)).isEqualTo(calls(main));
  }

  @Test
  void op_2_a_restart_shares_children_and_creates_none_again() {
    Execution main = threeSteps();
    Execution again = restarted(main, "two");

    ends(again, ExecutionStatus.ENDED_SUCCESS);
    assertThat(again.children()).isEmpty();
    assertThat(world.allNamed("child")).hasSize(1);
  }

  @Test
  void op_2_a_restart_names_the_earlier_execution_in_its_record_and_tree() {
    Execution main = threeSteps();
    Execution again = restarted(main, "two");

    assertThat(again.record().origin().rerun()).isEqualTo(new Rerun(main.id(), "two"));
    assertThat(again.record().field("restarted_from_step")).isEqualTo("two");
    assertThat(again.tree().toText()).contains("restart of " + main.id() + " from 'two'");
    assertThat(again.tree().toMermaid()).contains("restart from two");
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void op_2_a_restart_goes_on_after(Accident accident) {
    Execution main =
        play(
            drawInStep("one").into("a"),
            put("a", known("a")),
            drawInStep("two").into("b"),
            ask("hold"),
            put("b", known("b")));
    world.answer("hold");
    Object shared = succeeded(main).get("a");
    Execution unused = restarted(main, "two");
    accident.befall(world);
    world.answer("hold");

    assertThat(shared).isNotNull();
    assertThat(succeeded(world.named("again"))).containsEntry("a", shared);
  }

  @Test
  void op_2_a_restart_of_a_restart_shares_both() {
    Execution main = threeSteps();
    Execution second = restarted(main, "two");
    Execution third = settled(world.engine().restart(second.id(), "three").name("3").start());

    assertThat(succeeded(third))
        .containsEntry("a", outputs(main).get("a"))
        .containsEntry("b", outputs(second).get("b"));
    assertThat(outputs(third).get("c")).isNotEqualTo(outputs(second).get("c"));
  }

  @Test
  void op_2_failed_and_cancelled_executions_can_be_restarted() {
    Execution failed = play(drawInStep("one").into("a"), failInStep("two", "no rows"));
    world.started(world.prepare(step("one", 1), step("two", 2), ask("hold")).name("cancelled"));
    world.cancel(world.named("cancelled"));

    ends(restarted(failed, "two"), ExecutionStatus.ENDED_ERROR);
    Execution again = restarted(world.named("cancelled"), "two");
    ends(again, ExecutionStatus.WAITING);
    assertThat(again.record().state().reason()).isNull();
  }

  @Test
  void op_2_a_step_that_was_not_recorded_is_refused_with_those_that_were() {
    Execution main = threeSteps();

    assertThatThrownBy(() -> restarted(main, "four"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no step 'four'")
        .hasMessageContaining("[one, two, three]");
  }

  @Test
  void op_2_a_step_of_clean_up_code_is_refused() {
    Execution main = play(ensure(moves(success("done")), step("clean", 1)));

    assertThatThrownBy(() -> restarted(main, "clean"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("clean-up code");
  }

  @Test
  void op_2_inputs_of_the_earlier_execution_are_those_of_the_restart() {
    Execution main =
        world.started(world.prepare(step("s", 1), put("x", input("a"))).input("a", 5).name("main"));
    Execution again = restarted(main, "s");

    assertThat(again.inputs()).isEqualTo(main.inputs());
    assertThat(succeeded(again)).isEqualTo(Map.of("x", 5L));
    assertThat(again.record().state().reason()).isNotEqualTo(StatusReason.REPLAY_MISMATCH);
  }
}
