package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 3: running and waiting. */
abstract class WaitingChapter extends Chapter {
  WaitingChapter(Front front) {
    super(front);
  }

  // ---------------------------------------------------------------- run

  @Test
  void fa_38_fa_230_run_starts_a_created_child_and_waits() {
    Execution main =
        play(
            create("a", ask("hold")),
            put("before", field("a", "status")),
            launchAndWait("a"),
            put("after", field("a", "status")),
            success("my own words"));

    assertThat(main.dependencies()).hasSize(1);
    ends(main, ExecutionStatus.WAITING);
    world.answer("hold");
    assertThat(succeeded(main))
        .containsEntry("before", "PAUSED")
        .containsEntry("after", "ENDED_SUCCESS");
    assertThat(text(main)).isEqualTo("my own words");
    assertThat(main.children()).hasSize(1);
  }

  @Test
  void fa_38_run_async_starts_and_does_not_wait() {
    Execution main = play(create("a", ask("hold")), launch("a"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(main.dependencies()).isEmpty();
    ends(world.named("a"), ExecutionStatus.WAITING);
  }

  @Test
  void fa_38_run_raises_if_the_child_fails() {
    Execution main =
        play(create("a", error("broken")), attempt(launchAndWait("a")), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
  }

  @Test
  void fa_39_run_never_restarts_what_has_ended() {
    Execution main =
        play(
            run("a", put("draw", uuid())),
            put("one", field("a", "output_value")),
            launchAndWait("a"),
            put("two", field("a", "output_value")));

    assertThat(succeeded(main).get("one")).isEqualTo(outputs(main).get("two"));
    assertThat(world.timeline().of(world.named("a").id()))
        .containsOnlyOnce(ExecutionStatus.RUNNING);
  }

  @Test
  void fa_39_run_of_what_failed_raises_at_once() {
    Execution main =
        play(
            run("a", error("broken")).with("wait", "ALL_ENDED"),
            attempt(launchAndWait("a")),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
  }

  @Test
  void fa_39_run_of_what_runs_only_waits() {
    Execution main = play(start("a", ask("hold")), launchAndWait("a"));

    ends(main, ExecutionStatus.WAITING);
    world.answer("hold");
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_39_run_resumes_what_was_paused_after_its_start() {
    Execution main = play(start("a", pauseSelf(), put("after", 1)), ask("go"), launchAndWait("a"));

    ends(world.named("a"), ExecutionStatus.PAUSED);
    world.answer("go");
    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(world.named("a").outputs()).containsEntry("after", 1L);
  }

  // ---------------------------------------------------------------- wait and wait_for

  @Test
  void fa_41_wait_of_an_execution_waits_for_it() {
    Execution main = play(start("a", ask("hold")), waitOn("a"), put("after", field("a", "status")));

    ends(main, ExecutionStatus.WAITING);
    world.answer("hold");
    assertThat(succeeded(main)).containsEntry("after", "ENDED_SUCCESS");
  }

  @Test
  void fa_41_wait_of_what_has_ended_returns_at_once() {
    Execution main = play(run("a"), waitOn("a"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(names(main.dependencies())).containsExactly("a");
  }

  @Test
  void fa_41_wait_of_what_has_failed_raises_at_once() {
    Execution main =
        play(
            run("a", error("broken")).with("wait", "ALL_ENDED"),
            attempt(waitOn("a")),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
  }

  @Test
  void fa_42_an_execution_of_another_parent_can_be_waited_for() {
    Execution other = world.started(world.prepare(start("a", ask("hold"))).name("other"));
    Execution main = play(know("x", world.named("a").id()), waitFor("x"));

    ends(other, ExecutionStatus.ENDED_SUCCESS);
    ends(main, ExecutionStatus.WAITING);
    assertThat(names(main.dependencies())).containsExactly("a");
    assertThat(main.children()).isEmpty();
    world.answer("hold");
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_42_many_executions_may_wait_for_one() {
    Execution target = world.started(world.prepare(ask("hold")).name("target"));
    List<Execution> waiters =
        List.of(
            play(know("x", target.id()), waitFor("x")),
            play(know("x", target.id()), waitFor("x")),
            play(know("x", target.id()), waitFor("x")));

    waiters.forEach(waiter -> ends(waiter, ExecutionStatus.WAITING));
    world.answer("hold");
    waiters.forEach(waiter -> ends(waiter, ExecutionStatus.ENDED_SUCCESS));
  }

  @Test
  void fa_42_fa_136_a_child_may_wait_for_a_brother_that_it_is_given() {
    Execution main =
        play(
            start("a", ask("hold")),
            run("b", know("x", input("brother")), waitFor("x"))
                .with("inputs", Map.of("brother", known("a"))));

    ends(main, ExecutionStatus.WAITING);
    assertThat(names(world.named("b").dependencies())).containsExactly("a");
    world.answer("hold");
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_42_dependencies_form_a_diamond_and_end() {
    Execution bottom = world.started(world.prepare(ask("hold")).name("bottom"));
    Execution left =
        world.started(world.prepare(know("x", bottom.id()), waitFor("x")).name("left"));
    Execution right =
        world.started(world.prepare(know("x", bottom.id()), waitFor("x")).name("right"));
    Execution top =
        world.started(
            world
                .prepare(know("l", left.id()), know("r", right.id()), waitFor("l", "r"))
                .name("top"));

    ends(top, ExecutionStatus.WAITING);
    world.answer("hold");
    for (Execution execution : List.of(bottom, left, right, top)) {
      ends(execution, ExecutionStatus.ENDED_SUCCESS);
    }
    assertThat(names(top.dependencies())).containsExactly("left", "right");
  }

  @Test
  void fa_42_two_that_wait_for_each_other_can_be_cancelled() {
    Move findSecond = list(Map.of("field", "name", "op", "eq", "value", "second")).into("x");
    Execution first =
        world.started(world.prepare(ask("first"), findSecond, waitFor("x")).name("first"));
    Execution second =
        world.started(world.prepare(know("x", first.id()), waitFor("x")).name("second"));
    world.answer("first");
    world.advance(Duration.ofDays(1));
    ends(first, ExecutionStatus.WAITING);
    ends(second, ExecutionStatus.WAITING);

    world.cancel(first);
    ends(first, ExecutionStatus.ENDED_CANCELLED);
    ends(second, ExecutionStatus.ENDED_ERROR);
  }

  @Test
  void fa_42_an_execution_that_does_not_exist_cannot_be_waited_for() {
    Execution main =
        play(
            know("x", "01890a5d-ac96-774b-bcce-b302099a8057"),
            attempt(waitFor("x")),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat(main.dependencies()).isEmpty();
  }

  @Test
  void fa_43_fa_231_waiting_starts_what_was_created_and_not_started() {
    Execution main = play(create("a", put("ran", true)), waitFor("a"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(world.named("a").outputs()).containsEntry("ran", true);
    assertThat(names(main.dependencies())).containsExactly("a");
  }

  @Test
  void fa_43_wait_of_one_starts_it_too() {
    Execution main = play(create("a"), waitOn("a"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    ends(world.named("a"), ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_43_all_are_started_before_the_waiting_begins() {
    play(create("a", ask("one")), create("b", ask("two")), waitFor("a", "b"));

    ends(world.named("a"), ExecutionStatus.WAITING);
    ends(world.named("b"), ExecutionStatus.WAITING);
  }

  @Test
  void fa_43_what_somebody_else_created_is_only_waited_for() {
    play(create("a"));
    Execution main = play(know("x", world.named("a").id()), waitFor("x"));

    ends(main, ExecutionStatus.WAITING);
    ends(world.named("a"), ExecutionStatus.PAUSED);
    world.resume(world.named("a"));
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_43_a_child_that_was_paused_after_its_start_is_only_waited_for() {
    Execution main = play(start("a", pauseSelf()), waitFor("a"));

    ends(main, ExecutionStatus.WAITING);
    ends(world.named("a"), ExecutionStatus.PAUSED);
    world.resume(world.named("a"));
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_45_waiting_in_a_loop_waits_one_by_one() {
    Execution main =
        play(start("a", ask("one")), start("b"), waitFor("a"), put("a", 1), waitFor("b"));

    assertThat(outputs(main)).isEmpty();
    world.answer("one");
    assertThat(succeeded(main)).containsEntry("a", 1L);
    assertThat(names(main.dependencies())).containsExactly("a", "b");
  }

  @Test
  void fa_45_fa_232_the_first_that_failed_raises_and_the_rest_is_not_waited_for() {
    for (String name : List.of("x1", "x2", "x3")) {
      Move[] moves = name.equals("x2") ? moves(error("broken")) : moves();
      world.started(world.prepare(moves).name(name));
    }
    Execution main =
        play(
            list(Map.of("field", "name", "op", "like", "value", "x_"), "name").into("all"),
            each("all", waitFor("each")));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(names(main.dependencies())).containsExactly("x1", "x2");
  }

  @Test
  void fa_42_fa_233_a_listing_can_be_waited_for_as_a_whole() {
    for (String name : List.of("x1", "x2", "x3")) {
      world.started(world.prepare().name(name));
    }
    Execution main =
        play(
            list(Map.of("field", "name", "op", "like", "value", "x_"), "name").into("all"),
            waitFor("all"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(names(main.dependencies())).containsExactly("x1", "x2", "x3");
  }

  @Test
  void fa_46_fa_233_waiting_for_nothing_returns_at_once() {
    Execution main =
        play(
            waitFor().into("none"),
            put("all", names("none")),
            waitFor().with("return_when", "ALL_ENDED"));

    assertThat(succeeded(main)).containsEntry("all", List.of());
    assertThat(main.dependencies()).isEmpty();
  }

  @Test
  void fa_46_waiting_for_the_first_of_nothing_returns_at_once() {
    Execution main =
        play(
            waitFor().with("return_when", "FIRST_ENDED"),
            waitFor().with("return_when", "FIRST_SUCCEEDED"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_46_waiting_for_oneself_is_refused() {
    Execution self =
        play(
            list(Map.of("field", "status", "op", "eq", "value", "RUNNING")).into("me"),
            attempt(waitFor("me")),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(self)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(self).get("message")).contains("itself");
    assertThat(self.dependencies()).isEmpty();
  }

  @Test
  void fa_47_what_was_waited_for_has_fresh_fields() {
    Execution main =
        play(
            create("a", put("x", 1)),
            put("before", field("a", "status")),
            waitFor("a"),
            put("after", field("a", "status")),
            put("output", field("a", "output_value")));

    assertThat(succeeded(main))
        .containsEntry("before", "PAUSED")
        .containsEntry("after", "ENDED_SUCCESS")
        .containsEntry("output", Map.of("x", 1L));
  }

  @Test
  void fa_42_waiting_twice_for_the_same_one_records_it_once() {
    Execution main =
        play(
            start("a"),
            waitFor("a"),
            waitFor("a"),
            waitFor("a", "a").into("w"),
            put("names", names("w")));

    assertThat(succeeded(main)).containsEntry("names", List.of("a", "a"));
    assertThat(main.dependencies()).hasSize(1);
  }
}
