package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 3: timeouts and sleep. */
abstract class TimeoutsChapter extends Chapter {
  TimeoutsChapter(Front front) {
    super(front);
  }

  // ---------------------------------------------------------------- timeouts

  @Test
  void fa_49_a_timeout_raises_and_leaves_the_awaited_alone() {
    Execution main =
        play(
            start("a", ask("hold")),
            attempt(waitFor("a").with("timeout", 30)),
            put("error", caught()));

    world.advanceSeconds(29);
    ends(main, ExecutionStatus.WAITING);
    world.advanceSeconds(1);
    assertThat(succeeded(main)).containsEntry("error", "DependencyTimeoutError");
    ends(world.named("a"), ExecutionStatus.WAITING);
  }

  @Test
  void fa_49_a_timeout_raises_under_every_return_when() {
    for (String mode : List.of("ALL_SUCCEEDED", "ALL_ENDED", "FIRST_ENDED", "FIRST_SUCCEEDED")) {
      Execution main =
          play(
              start("a", ask("hold")),
              attempt(waitFor("a").with("return_when", mode).with("timeout", 30)),
              put("error", caught()));
      world.advanceSeconds(30);
      assertThat(succeeded(main)).as(mode).containsEntry("error", "DependencyTimeoutError");
    }
  }

  @Test
  void fa_49_an_uncaught_timeout_ends_the_flow_with_an_error() {
    Execution main = play(start("a", ask("hold")), waitFor("a").with("timeout", 30));

    world.advanceSeconds(30);
    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).contains("30 s");
  }

  @Test
  void fa_48_a_timeout_of_0_checks_once() {
    Execution main =
        play(
            run("a"),
            waitFor("a").with("timeout", 0),
            start("b", ask("hold")),
            attempt(waitFor("b").with("timeout", 0)),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyTimeoutError");
    assertThat(names(main.dependencies())).containsExactly("a", "b");
  }

  @Test
  void fa_48_a_timeout_of_0_still_starts_what_was_not_started() {
    Execution main =
        play(
            create("a", ask("hold")),
            attempt(waitFor("a").with("timeout", 0)),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyTimeoutError");
    ends(world.named("a"), ExecutionStatus.WAITING);
  }

  @Test
  void fa_48_a_negative_timeout_is_refused() {
    Execution main =
        play(
            start("a", ask("hold")), attempt(waitFor("a").with("timeout", -1)), put("e", caught()));

    assertThat(succeeded(main)).containsEntry("e", "InvalidInputError");
  }

  @Test
  void fa_48_a_timeout_may_be_a_duration_or_a_fraction() {
    Execution main =
        play(
            start("a", ask("hold")),
            attempt(waitFor("a").with("timeout", Duration.ofMillis(500))),
            put("one", caught()),
            attempt(waitFor("a").with("timeout", 0.25)),
            put("two", caught()));

    world.advance(Duration.ofMillis(499));
    assertThat(outputs(main)).isEmpty();
    world.advance(Duration.ofMillis(1));
    assertThat(outputs(main)).containsKey("one");
    world.advance(Duration.ofMillis(250));
    assertThat(succeeded(main)).containsEntry("two", "DependencyTimeoutError");
  }

  @Test
  void fa_48_a_wait_of_one_execution_takes_a_timeout_too() {
    Execution main =
        play(
            start("a", ask("hold")),
            attempt(waitOn("a").with("timeout", 5)),
            put("error", caught()));

    world.advanceSeconds(5);
    assertThat(succeeded(main)).containsEntry("error", "DependencyTimeoutError");
  }

  @Test
  void fa_48_fa_210_time_counts_while_the_engine_is_down() {
    Execution main =
        play(
            start("a", ask("hold")),
            attempt(waitFor("a").with("timeout", 30)),
            put("error", caught()));

    world.kill();
    world.advanceSeconds(100);
    world.reopen();
    world.advanceSeconds(20);
    assertThat(succeeded(world.named("main"))).containsEntry("error", "DependencyTimeoutError");
    assertThat(main.id()).isEqualTo(world.named("main").id());
  }

  @Test
  void fa_48_an_end_in_time_beats_the_timeout() {
    Execution main = play(start("a", sleep(10)), waitFor("a").with("timeout", 30));

    world.advanceSeconds(10);
    ends(main, ExecutionStatus.ENDED_SUCCESS);
    world.advanceSeconds(60);
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_30_a_child_that_takes_too_long_is_cancelled_and_raises() {
    Execution main =
        play(attempt(run("a", ask("hold")).with("timeout", 5)), put("error", caught()));

    world.advanceSeconds(5);
    assertThat(succeeded(main)).containsEntry("error", "DependencyTimeoutError");
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(text(world.named("a"))).isEqualTo("timeout after 5 s");
  }

  @Test
  void fa_30_a_timeout_of_a_child_nobody_waits_for_cancels_it_all_the_same() {
    Execution main = play(start("a", ask("hold")).with("timeout", 1.5));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    world.advanceSeconds(2);
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(text(world.named("a"))).isEqualTo("timeout after 1.5 s");
  }

  @Test
  void fa_30_the_creating_call_raises_at_expiry_and_not_after_the_clean_up() {
    Execution main =
        play(
            attempt(
                run("a", ensure(moves(ask("hold")), sleep(20), put("clean", true)))
                    .with("timeout", 5)),
            put("error", caught()));

    world.advanceSeconds(5);
    ends(main, ExecutionStatus.ENDED_SUCCESS);
    ends(world.named("a"), ExecutionStatus.WAITING);
    world.advanceSeconds(20);
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(world.named("a").outputs()).containsEntry("clean", true);
  }

  @Test
  void fa_30_a_later_wait_sees_a_child_that_failed_like_every_other() {
    Execution main =
        play(
            attempt(run("a", ask("hold")).with("timeout", 5)),
            create("b"),
            list(Map.of("field", "name", "op", "eq", "value", "a")).into("late"),
            attempt(waitFor("late")),
            put("error", caught()));

    world.advanceSeconds(5);
    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
  }

  @Test
  void fa_30_the_time_of_a_child_counts_from_its_start_and_not_from_its_creation() {
    play(create("a", ask("hold")).with("timeout", 5), ask("later"), launch("a"));

    world.advanceSeconds(100);
    ends(world.named("a"), ExecutionStatus.PAUSED);
    world.answer("later");
    world.advanceSeconds(4);
    ends(world.named("a"), ExecutionStatus.WAITING);
    world.advanceSeconds(1);
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_30_time_in_pause_counts() {
    play(start("a", pauseSelf(), put("after", 1)).with("timeout", 5));

    ends(world.named("a"), ExecutionStatus.PAUSED);
    world.advanceSeconds(5);
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(world.named("a").outputs()).isEmpty();
  }

  @Test
  void fa_30_the_time_of_a_child_counts_while_the_engine_is_down() {
    play(start("a", ask("hold")).with("timeout", 5));

    world.kill();
    world.advanceSeconds(60);
    world.reopen();
    world.advanceSeconds(20);
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_30_the_smaller_of_timeout_and_longest_run_time_counts() {
    play(
        start("a", ask("one")).with("timeout", 600).with("init", Map.of("max_runtime_minutes", 1)),
        start("b", ask("two")).with("timeout", 5).with("init", Map.of("max_runtime_minutes", 1)));

    world.advanceSeconds(5);
    ends(world.named("b"), ExecutionStatus.ENDED_CANCELLED);
    world.advanceSeconds(55);
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_30_the_end_of_the_longest_run_time_raises_in_the_creating_call() {
    Execution main =
        play(
            attempt(run("a", ask("hold")).with("init", Map.of("max_runtime_minutes", 1))),
            put("error", caught()));

    world.advanceSeconds(60);
    assertThat(succeeded(main)).containsEntry("error", "DependencyTimeoutError");
  }

  @Test
  void fa_30_clean_up_after_a_timeout_goes_on_after_a_crash() {
    play(
        start("a", ensure(moves(ask("hold")), ask("clean"), put("clean", true)))
            .with("timeout", 5));
    world.advanceSeconds(5);
    world.kill();
    world.reopen();
    world.advanceSeconds(40);
    world.answer("clean");

    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(world.named("a").outputs()).containsEntry("clean", true);
    assertThat(text(world.named("a"))).isEqualTo("timeout after 5 s");
  }

  @Test
  void fa_30_a_timeout_takes_the_descendants_along() {
    play(start("a", run("b", ask("hold"))).with("timeout", 5));

    world.advanceSeconds(5);
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    ends(world.named("b"), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_30_a_timeout_of_0_is_refused_and_creates_nothing() {
    Execution main = play(attempt(run("a").with("timeout", 0)), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat(main.children()).isEmpty();
  }

  // ---------------------------------------------------------------- sleep

  @Test
  void fa_50_sleep_lasts_as_long_as_it_says() {
    Execution main = play(sleep(60), put("at", now()));

    world.advance(Duration.ofMillis(59_999));
    ends(main, ExecutionStatus.WAITING);
    world.advance(Duration.ofMillis(1));
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_50_sleep_takes_a_duration() {
    Execution main = play(Move.of("sleep").with("seconds", Duration.ofHours(2)));

    world.advance(Duration.ofHours(2).minusMillis(1));
    ends(main, ExecutionStatus.WAITING);
    world.advance(Duration.ofMillis(1));
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_50_sleep_of_nothing_or_less_does_not_wait() {
    Execution main = play(sleep(0), sleep(-10));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(world.timeline().of(main.id())).doesNotContain(ExecutionStatus.WAITING);
  }

  @Test
  void fa_50_sleep_until_waits_for_an_instant() {
    Execution main = play(sleepUntil(VirtualTime.START.plusSeconds(100)));

    world.advanceSeconds(99);
    ends(main, ExecutionStatus.WAITING);
    world.advanceSeconds(1);
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_50_sleep_until_a_passed_instant_does_not_wait() {
    Execution main = play(sleepUntil(VirtualTime.START.minusSeconds(1)));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(world.timeline().of(main.id())).doesNotContain(ExecutionStatus.WAITING);
  }

  @Test
  void fa_50_a_year_of_sleep_is_over_after_a_year() {
    Execution main = play(sleep(365 * 86_400.0));

    world.advance(Duration.ofDays(364));
    ends(main, ExecutionStatus.WAITING);
    world.advance(Duration.ofDays(1));
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_195_many_sleeps_take_the_sum_of_their_times() {
    Move[] sleeps = new Move[50];
    Arrays.fill(sleeps, sleep(3600));
    Execution main = play(sleeps);

    world.advance(Duration.ofHours(50));
    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(main.record().duration(VirtualTime.START)).isEqualTo(Duration.ofHours(50));
  }

  @Test
  void fa_53_what_waits_holds_no_worker() {
    world.reopenWithOneWorker();
    play(ask("one"));
    play(sleep(60));
    Execution paused = play(pauseSelf());
    Execution main = play(run("a", run("b")));

    ends(paused, ExecutionStatus.PAUSED);
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }
}
