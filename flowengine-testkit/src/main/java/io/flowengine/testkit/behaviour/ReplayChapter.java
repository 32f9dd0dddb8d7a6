package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.NonDeterministicFlowException;
import io.flowengine.execution.StatusReason;
import io.flowengine.spi.JournalEntry;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section 18: what a flow that is run again from its top does, and does not do again. */
abstract class ReplayChapter extends Chapter {
  ReplayChapter(Front front) {
    super(front);
  }

  /** Plays up to the question {@code hold}, has an accident, and answers. */
  private Execution replayed(Accident accident, Move... moves) {
    play(moves);
    accident.befall(world);
    world.answer("hold");
    return world.named("main");
  }

  // ---------------------------------------------------------------- it really is run again

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_203_a_flow_that_does_something_else_is_stopped_after(Accident accident) {
    Execution main = replayed(accident, put("x", stray()), ask("hold"), put("after", 1));

    ends(main, ExecutionStatus.PAUSED);
    assertThat(main.record().state().reason()).isEqualTo(StatusReason.REPLAY_MISMATCH);
    assertThat(outputs(main)).doesNotContainKey("after");
    assertThatThrownBy(() -> main.await(Duration.ZERO))
        .isInstanceOf(NonDeterministicFlowException.class);
  }

  @Test
  void fa_203_the_message_names_position_line_and_both_calls() {
    Execution main = replayed(Accident.RESTART, put("x", stray()), ask("hold"));

    assertThat(text(main))
        .containsPattern("at position 1 \\(.*, line \\d+\\) the journal has set_output.*x")
        .contains("called set_output");
  }

  @Test
  void fa_203_nothing_is_written_by_a_run_that_differs() {
    play(put("x", stray()), ask("hold"), put("after", 1));
    Execution before = world.named("main");
    int entries = journal(before).size();
    world.restart();
    world.answer("hold");

    assertThat(journal(world.named("main"))).hasSize(entries);
    assertThat(world.timeline().of(before.id()))
        .endsWith(ExecutionStatus.RUNNING, ExecutionStatus.PAUSED);
  }

  @Test
  void fa_128_cancel_ends_a_flow_that_cannot_be_replayed_without_clean_up_code() {
    Execution main =
        replayed(
            Accident.RESTART, ensure(moves(put("x", stray()), ask("hold")), put("clean", true)));
    ends(main, ExecutionStatus.PAUSED);
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).doesNotContainKey("clean");
    assertThat(main.log()).isNotEmpty();
  }

  @Test
  void fa_203_a_resume_without_a_change_stops_again() {
    Execution main = replayed(Accident.RESTART, put("x", stray()), ask("hold"));
    world.resume(main);

    ends(main, ExecutionStatus.PAUSED);
    assertThat(main.record().state().reason()).isEqualTo(StatusReason.REPLAY_MISMATCH);
  }

  // ---------------------------------------------------------------- what is not done again

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_198_children_are_created_once(Accident accident) {
    Execution main = replayed(accident, run("a"), start("b"), create("c"), ask("hold"), run("d"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(names(main.children())).containsExactly("a", "b", "c", "d");
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_205_lines_are_logged_once(Accident accident) {
    Execution main = replayed(accident, log("one"), log("two"), ask("hold"), log("three"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(lines(main)).containsExactly("one", "two", "three");
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_62_outputs_are_all_there(Accident accident) {
    Execution main =
        replayed(
            accident,
            put("a", 1),
            save(Map.of("output_value", Map.of("b", 2))),
            put("c", 3),
            ask("hold"),
            put("d", 4));

    assertThat(succeeded(main)).isEqualTo(Map.of("b", 2L, "c", 3L, "d", 4L));
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_201_a_recorded_step_is_not_run_again(Accident accident) {
    Execution main =
        replayed(
            accident,
            drawInStep("draw").into("d"),
            put("before", known("d")),
            ask("hold"),
            put("after", known("d")));

    assertThat(succeeded(main).get("after")).isNotNull().isEqualTo(outputs(main).get("before"));
    assertThat(calls(main)).containsOnlyOnce("step");
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_202_the_error_of_a_step_is_the_same(Accident accident) {
    Execution main =
        replayed(
            accident,
            attempt(failInStep("s", "no rows")),
            put("before", List.of(caught(), caughtMessage())),
            ask("hold"),
            put("after", List.of(caught(), caughtMessage())));

    List<String> error = List.of("StepFailedError", "no rows");
    assertThat(succeeded(main)).containsEntry("before", error).containsEntry("after", error);
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_199_fa_200_time_and_random_numbers_are_the_same(Accident accident) {
    Execution main =
        replayed(
            accident,
            run("a", give(input("drawn")))
                .with("inputs", Map.of("drawn", List.of(now(), random(), random(), uuid()))),
            ask("hold"),
            put("after", 1));

    assertThat(succeeded(main)).containsEntry("after", 1L);
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_200_random_numbers_go_on_behind_those_that_were_drawn(Accident accident) {
    Execution main = replayed(accident, put("a", random()), ask("hold"), put("b", random()));

    assertThat(succeeded(main).get("a")).isNotEqualTo(outputs(main).get("b"));
  }

  @Test
  void fa_200_two_executions_draw_different_numbers() {
    Object one = succeeded(play(put("r", List.of(random(), uuid())))).get("r");
    Object two = succeeded(play(put("r", List.of(random(), uuid())))).get("r");

    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void fa_199_the_time_is_that_of_the_engine() {
    Execution main = play(put("a", now()), sleep(3600), put("b", now()));
    world.advanceSeconds(3600);

    assertThat(succeeded(main).get("a")).asString().startsWith("2030-01-01T00:00");
    assertThat(outputs(main).get("b")).asString().startsWith("2030-01-01T01:00");
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_82_records_are_saved_once(Accident accident) {
    play(saveSetting("s", 1), ask("hold"), put("seen", recordField("setting", "s", "value")));
    world.started(world.prepare(saveSetting("s", 2)).name("other"));
    accident.befall(world);
    world.answer("hold");

    assertThat(succeeded(world.named("main"))).containsEntry("seen", 2L);
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_206_a_read_gives_what_it_gave(Accident accident) {
    play(
        saveSetting("s", 1),
        record("record", "setting", "s").into("s"),
        Move.of("step").with("name", "x").with("value", 1),
        put("read", recordField("setting", "s", "value")),
        ask("hold"));
    world.started(world.prepare(saveSetting("s", 2)).name("other"));
    accident.befall(world);
    world.answer("hold");

    assertThat(succeeded(world.named("main"))).containsEntry("read", 1L);
  }

  // ---------------------------------------------------------------- what goes on

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_210_a_sleep_keeps_its_deadline(Accident accident) {
    play(sleep(300), put("after", 1));
    accident.befall(world);
    Duration left = Duration.between(world.time().now(), VirtualTime.START).plusSeconds(300);
    world.advance(left.minusMillis(1));
    ends(world.named("main"), ExecutionStatus.WAITING);
    world.advance(Duration.ofMillis(1));

    assertThat(succeeded(world.named("main"))).containsEntry("after", 1L);
  }

  @Test
  void fa_210_a_deadline_that_passed_while_nothing_ran_fires_at_once() {
    play(sleep(300), put("after", 1));
    world.close();
    world.advanceSeconds(1000);
    world.reopen();

    assertThat(succeeded(world.named("main"))).containsEntry("after", 1L);
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_212_clean_up_is_not_triggered_by(Accident accident) {
    play(ensure(moves(ask("hold"), put("after", 1)), put("clean", 1)));
    accident.befall(world);

    assertThat(world.named("main").outputs()).isEmpty();
    world.answer("hold");
    assertThat(succeeded(world.named("main")))
        .containsEntry("after", 1L)
        .containsEntry("clean", 1L);
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_207_a_whole_tree_goes_on(Accident accident) {
    play(run("a", run("b", ask("hold"), put("x", 1)), put("x", 1)), put("x", 1));
    accident.befall(world);
    world.answer("hold");

    for (String name : List.of("main", "a", "b")) {
      assertThat(succeeded(world.named(name))).containsEntry("x", 1L);
    }
  }

  @Test
  void fa_197_many_accidents_in_a_row_change_nothing() {
    play(
        put("a", uuid()),
        ask("one"),
        drawInStep("s").into("d"),
        put("b", known("d")),
        ask("two"),
        put("c", known("d")));
    world.crash();
    world.answer("one");
    world.restart();
    world.evict();
    world.crash();
    world.answer("two");

    Execution main = world.named("main");
    assertThat(succeeded(main)).containsEntry("c", outputs(main).get("b"));
    assertThat(main.record().state().failure()).isNull();
  }

  // ---------------------------------------------------------------- the journal

  @Test
  void fa_196_what_only_makes_references_leaves_no_entry() {
    Execution main =
        play(
            record("record", "setting", "s").into("s"),
            know("x", "01890a5d-ac96-774b-bcce-b302099a8057"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(journal(main)).isEmpty();
  }

  @Test
  void fa_196_every_call_that_does_something_leaves_an_entry() {
    Execution main =
        play(put("a", 1), log("x"), start("c"), waitFor("c"), step("s", 1), success("done"));

    assertThat(calls(main))
        .containsExactly("set_output", "log", "flow", "wait_for", "step", "success");
    assertThat(journal(main)).allMatch(JournalEntry::isComplete);
  }

  @Test
  void fa_196_a_call_that_failed_is_recorded_with_its_error() {
    Execution main = play(attempt(runFlow("a", "nope")));

    assertThat(journal(main))
        .singleElement()
        .satisfies(entry -> assertThat(entry.result()).isInstanceOf(JournalEntry.Raised.class));
  }

  @Test
  void fa_201_steps_of_one_name_are_numbered_and_keep_their_results() {
    Execution main =
        play(
            step("s", 1).into("a"),
            step("s", 2).into("b"),
            put("all", List.of(known("a"), known("b"))));

    assertThat(succeeded(main)).containsEntry("all", List.of(1L, 2L));
    assertThat(journal(main).stream().map(entry -> entry.call().key()).limit(2))
        .doesNotHaveDuplicates();
  }

  @Test
  void fa_202_a_step_cannot_call_the_engine() {
    Execution main =
        play(
            attempt(Move.of("step").with("name", "s").with("calls", true)),
            put("error", caught()),
            put("message", caughtMessage()));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat((String) outputs(main).get("message")).contains("step");
    assertThat(lines(main)).isEmpty();
  }

  @Test
  void fa_201_a_step_needs_a_name_that_fits() {
    for (String name : List.of("", "n".repeat(129), "a/b", "a[1]", "tab\t")) {
      Execution main = play(attempt(step(name, 1)), put("error", caught()));
      assertThat(succeeded(main)).as(name).containsEntry("error", "InvalidInputError");
    }
  }
}
