package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.StatusReason;
import io.flowengine.spi.JournalEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sections 3, 4 and 8: pausing, resuming and cancelling, by hosts and by flows. */
abstract class SteeringChapter extends Chapter {
  SteeringChapter(Front front) {
    super(front);
  }

  // ---------------------------------------------------------------- pause and resume

  @Test
  void fa_51_a_flow_that_pauses_itself_goes_on_when_it_is_resumed() {
    Execution main = play(put("before", 1), pauseSelf(), put("after", 1));

    ends(main, ExecutionStatus.PAUSED);
    assertThat(main.record().state().reason()).isEqualTo(StatusReason.REQUESTED);
    world.advanceSeconds(1000);
    ends(main, ExecutionStatus.PAUSED);
    world.resume(main);
    assertThat(succeeded(main)).containsEntry("after", 1L);
  }

  @Test
  void fa_51_a_pause_survives_a_restart() {
    play(pauseSelf(), put("after", 1));
    world.restart();

    ends(world.named("main"), ExecutionStatus.PAUSED);
    world.resume(world.named("main"));
    assertThat(succeeded(world.named("main"))).containsEntry("after", 1L);
  }

  @Test
  void fa_51_a_flow_pauses_as_often_as_it_says() {
    Execution main = play(pauseSelf(), pauseSelf(), pauseSelf());

    for (int i = 0; i < 3; i++) {
      ends(main, ExecutionStatus.PAUSED);
      world.resume(main);
    }
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_51_a_parent_can_pause_a_child() {
    Execution main = play(start("a", ask("hold")), ask("now"), pause("a"));
    world.answer("now");

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    ends(world.named("a"), ExecutionStatus.PAUSED);
  }

  @Test
  void fa_125_a_waiting_execution_is_paused_at_once() {
    Execution main = play(ask("hold"));
    world.pause(main);

    ends(main, ExecutionStatus.PAUSED);
    assertThat(main.record().state().reason()).isEqualTo(StatusReason.REQUESTED);
  }

  @Test
  void fa_125_an_answer_in_a_pause_is_seen_after_the_resume() {
    Execution main = play(ask("hold"), put("after", 1));
    world.pause(main);
    world.answer("hold");

    ends(main, ExecutionStatus.PAUSED);
    world.resume(main);
    assertThat(succeeded(main)).containsEntry("after", 1L);
  }

  @Test
  void fa_125_a_wait_goes_on_after_the_resume_with_its_old_deadline() {
    Execution main =
        play(
            start("a", ask("hold")), attempt(waitFor("a").with("timeout", 60)), put("e", caught()));
    world.pause(main);
    world.advanceSeconds(50);
    world.resume(main);

    ends(main, ExecutionStatus.WAITING);
    world.advanceSeconds(9);
    ends(main, ExecutionStatus.WAITING);
    world.advanceSeconds(1);
    assertThat(succeeded(main)).containsEntry("e", "DependencyTimeoutError");
  }

  @Test
  void fa_125_a_deadline_that_passes_in_a_pause_fires_at_the_resume() {
    Execution main = play(sleep(60), put("after", 1));
    world.pause(main);
    world.advanceSeconds(600);

    ends(main, ExecutionStatus.PAUSED);
    world.resume(main);
    assertThat(succeeded(main)).containsEntry("after", 1L);
  }

  @Test
  void fa_125_a_scheduled_execution_can_be_paused_before_it_runs() {
    world.reopenWithOneWorker();
    Execution later =
        world.started(
            world
                .prepare(put("ran", 1))
                .name("later")
                .scheduledFor(world.time().now().plusSeconds(60)));
    ends(later, ExecutionStatus.SCHEDULED);
    world.pause(later);
    world.advanceSeconds(120);

    ends(later, ExecutionStatus.PAUSED);
    assertThat(later.record().state().startedAt()).isNull();
    world.resume(later);
    assertThat(succeeded(later)).containsEntry("ran", 1L);
  }

  private Execution inAMinute(String name) {
    Instant due = world.time().now().plusSeconds(60);
    return world.started(world.prepare(put("ran", 1)).name(name).scheduledFor(due));
  }

  @Test
  void fa_103_saving_what_is_scheduled_for_later_does_not_start_it() {
    Execution later = inAMinute("later");
    play(know("it", later.id().toString()), saveOn("it", Map.of("name", "much later")));

    world.advanceSeconds(59);
    ends(later, ExecutionStatus.SCHEDULED);
    assertThat(later.record().state().startedAt()).isNull();
    assertThat(later.name()).isEqualTo("much later");
    world.advanceSeconds(1);
    assertThat(succeeded(later)).containsEntry("ran", 1L);
  }

  @Test
  void fa_103_what_was_paused_before_its_time_still_waits_for_it() {
    Execution later = inAMinute("later");
    world.pause(later);
    world.resume(later);

    world.advanceSeconds(59);
    ends(later, ExecutionStatus.SCHEDULED);
    world.advanceSeconds(1);
    assertThat(succeeded(later)).containsEntry("ran", 1L);
  }

  @Test
  void fa_51_pausing_what_has_ended_does_nothing() {
    Execution main = play();
    world.pause(main);

    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_51_pausing_what_is_paused_does_nothing() {
    Execution main = play(pauseSelf());
    world.pause(main);
    world.resume(main);

    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_121_resuming_what_runs_or_waits_does_nothing() {
    Execution main = play(ask("hold"));
    world.resume(main);

    ends(main, ExecutionStatus.WAITING);
    world.pause(main);
    ends(main, ExecutionStatus.PAUSED);
  }

  @Test
  void fa_121_resuming_what_has_ended_does_nothing() {
    Execution main = play(put("draw", uuid()));
    Object draw = outputs(main).get("draw");
    world.resume(main);

    assertThat(succeeded(main)).containsEntry("draw", draw);
  }

  @Test
  void fa_121_what_was_only_created_is_started_by_a_resume() {
    play(create("a", put("ran", 1)));
    world.resume(world.named("a"));

    assertThat(succeeded(world.named("a"))).containsEntry("ran", 1L);
  }

  @Test
  void fa_119_what_a_host_only_creates_waits_for_its_start() {
    Execution main = world.prepare(put("ran", 1)).create();
    world.advanceSeconds(600);

    ends(main, ExecutionStatus.CREATED);
    world.resume(main);
    assertThat(succeeded(main)).containsEntry("ran", 1L);
  }

  @Test
  void fa_51_children_of_a_paused_execution_go_on() {
    Execution main = play(run("a", ask("hold"), put("after", 1)));
    world.pause(main);
    world.answer("hold");

    assertThat(succeeded(world.named("a"))).containsEntry("after", 1L);
    ends(main, ExecutionStatus.PAUSED);
    world.resume(main);
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  // ---------------------------------------------------------------- cancel

  @Test
  void fa_52_fa_74_cancel_ends_what_waits_at_its_current_call() {
    Execution main = play(ask("hold"), put("after", 1));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).isEmpty();
    assertThat(main.record().state().reason()).isEqualTo(StatusReason.REQUESTED);
  }

  @Test
  void fa_128_a_cancel_is_in_the_journal_at_the_call_it_interrupted() {
    Execution main = play(put("a", 1), ask("hold"));
    world.cancel(main);

    assertThat(journal(main).getLast().result()).isInstanceOf(JournalEntry.Interrupted.class);
    assertThat(journal(main).getLast().call().name()).isEqualTo("message.wait");
  }

  @Test
  void fa_52_a_flow_can_cancel_another_execution() {
    Execution main =
        play(
            start("a", ask("hold")),
            ask("now"),
            cancel("a"),
            waitFor("a").with("return_when", "ALL_ENDED"),
            put("status", field("a", "status")));
    world.answer("now");

    assertThat(succeeded(main)).containsEntry("status", "ENDED_CANCELLED");
  }

  @Test
  void fa_52_cancelling_what_has_ended_does_nothing() {
    Execution main = play(run("a"), cancel("a"), put("status", field("a", "status")));
    world.cancel(main);

    assertThat(succeeded(main)).containsEntry("status", "ENDED_SUCCESS");
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_28_cancel_walks_down_the_tree() {
    Execution main = play(start("a", run("b", run("c", ask("one")))), run("d", ask("two")));
    world.cancel(main);

    for (String name : List.of("main", "a", "b", "c", "d")) {
      ends(world.named(name), ExecutionStatus.ENDED_CANCELLED);
    }
  }

  @Test
  void fa_28_cancel_walks_through_children_that_have_ended() {
    Execution main = play(run("a", start("b", ask("hold"))), ask("main"));
    ends(world.named("a"), ExecutionStatus.ENDED_SUCCESS);
    world.cancel(main);

    ends(world.named("a"), ExecutionStatus.ENDED_SUCCESS);
    ends(world.named("b"), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_28_cancel_leaves_orphans_alone() {
    Execution main = play(start("a", ask("hold")).with("orphan", true), ask("main"));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    ends(world.named("a"), ExecutionStatus.WAITING);
  }

  @Test
  void fa_28_cancel_of_a_child_leaves_its_parent_alone() {
    Execution main = play(start("a", ask("one")), ask("two"));
    world.cancel(world.named("a"));

    ends(main, ExecutionStatus.WAITING);
  }

  @Test
  void fa_28_cancel_leaves_what_was_only_waited_for_alone() {
    Execution target = world.started(world.prepare(ask("hold")).name("target"));
    Execution main = play(know("x", target.id()), waitFor("x"));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    ends(target, ExecutionStatus.WAITING);
  }

  @Test
  void fa_28_a_flow_that_cancels_itself_takes_its_children_along() {
    play(start("a", ask("hold")), cancelSelf());

    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_28_children_outlive_a_parent_that_ends_otherwise() {
    for (Move end : List.of(success("x"), error("x"), raise("x"))) {
      String child = "child of " + end.form().get("do");
      play(start(child, ask("hold")), end);
      ends(world.named(child), ExecutionStatus.WAITING);
      world.answer("hold");
      ends(world.named(child), ExecutionStatus.ENDED_SUCCESS);
    }
  }

  @Test
  void fa_128_what_never_started_is_cancelled_without_running() {
    Execution main = play(create("a", put("ran", 1)), ask("hold"));
    world.cancel(world.named("a"));

    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(world.named("a").outputs()).isEmpty();
    assertThat(world.named("a").record().state().startedAt()).isNull();
    ends(main, ExecutionStatus.WAITING);
  }

  @Test
  void fa_128_what_a_host_only_created_can_be_cancelled() {
    Execution main = world.prepare(put("ran", 1)).create();
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(main.outputs()).isEmpty();
  }

  @Test
  void fa_128_what_is_scheduled_for_later_can_be_cancelled() {
    Execution later =
        world.started(
            world.prepare(put("ran", 1)).scheduledFor(world.time().now().plusSeconds(60)));
    world.cancel(later);

    ends(later, ExecutionStatus.ENDED_CANCELLED);
    world.advanceSeconds(120);
    assertThat(later.outputs()).isEmpty();
  }

  @Test
  void fa_128_what_is_paused_passes_scheduled_and_running_for_its_clean_up() {
    Execution main = play(ensure(moves(pauseSelf(), put("after", 1)), put("clean", 1)));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).containsOnly(Map.entry("clean", 1L));
    assertThat(world.timeline().of(main.id()))
        .endsWith(
            ExecutionStatus.PAUSED,
            ExecutionStatus.SCHEDULED,
            ExecutionStatus.RUNNING,
            ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_128_what_was_paused_in_a_wait_is_cancelled_there() {
    Execution main = play(ensure(moves(ask("hold")), put("clean", 1)));
    world.pause(main);
    world.evict();
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).containsEntry("clean", 1L);
  }

  @Test
  void fa_74_clean_up_of_a_cancelled_flow_may_wait() {
    Execution main = play(ensure(moves(ask("hold")), sleep(10), put("clean", 1)));
    world.cancel(main);

    ends(main, ExecutionStatus.WAITING);
    world.advanceSeconds(10);
    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).containsEntry("clean", 1L);
  }

  @Test
  void fa_74_clean_up_of_a_cancelled_flow_may_create_children() {
    Execution main = play(ensure(moves(ask("hold")), run("sweeper", put("swept", 1)), put("c", 1)));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).containsEntry("c", 1L);
    assertThat(succeeded(world.named("sweeper"))).containsEntry("swept", 1L);
  }

  @Test
  void fa_74_clean_up_that_takes_longer_than_the_grace_period_is_stopped() {
    Execution main = play(ensure(moves(ask("hold")), ask("never"), put("clean", 1)));
    world.cancel(main);
    world.advanceSeconds(59);

    ends(main, ExecutionStatus.WAITING);
    world.advanceSeconds(2);
    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_74_a_second_cancel_stops_clean_up_code() {
    Execution main = play(ensure(moves(ask("hold")), ask("never"), put("clean", 1)));
    world.cancel(main);
    ends(main, ExecutionStatus.WAITING);
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_74_a_cancel_during_the_clean_up_of_a_success_keeps_the_success() {
    Execution main = play(ensure(moves(success("done")), ask("hold"), put("clean", 1)));
    world.cancel(main);
    world.answer("hold");

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(outputs(main)).containsEntry("clean", 1L);
  }

  @Test
  void fa_74_a_swallowed_cancel_is_raised_again_by_the_next_call() {
    needs("notice of swallowed signals");
    Execution main = play(swallow(ask("hold")), put("after", 1), success("no"));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_73_a_swallowed_cancel_stands() {
    Execution main = play(swallow(ask("hold")), give("late"));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_69_a_cancel_is_not_caught_by_a_handler_of_errors() {
    Execution main = play(attempt(ask("hold")), put("after", 1));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_128_a_cancel_while_the_engine_is_down_takes_effect_afterwards() {
    Execution main = play(ensure(moves(ask("hold")), put("clean", 1)));
    world.evict();
    main.cancel();
    world.crash();

    ends(world.named("main"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(world.named("main").outputs()).containsEntry("clean", 1L);
  }

  @Test
  void fa_128_clean_up_of_a_cancelled_flow_goes_on_after_a_crash() {
    Execution main = play(ensure(moves(ask("hold")), ask("clean"), put("clean", 1)));
    world.cancel(main);
    world.kill();
    world.reopen();
    world.advanceSeconds(40);
    world.answer("clean");

    ends(world.named("main"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(world.named("main").outputs()).containsEntry("clean", 1L);
  }

  @Test
  void fa_128_a_waiting_parent_learns_of_the_cancel_of_its_child() {
    Execution main = play(attempt(run("a", ask("hold"))), put("message", caughtMessage()));
    world.cancel(world.named("a"));

    assertThat((String) succeeded(main).get("message")).contains("ENDED_CANCELLED").contains("'a'");
  }

  @Test
  void fa_125_a_cancel_beats_a_pause_that_was_asked_for_before() {
    Execution main = play(ensure(moves(ask("hold")), put("clean", true)));
    main.pause();
    main.cancel();
    world.advanceSeconds(1);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).containsEntry("clean", true);
  }
}
