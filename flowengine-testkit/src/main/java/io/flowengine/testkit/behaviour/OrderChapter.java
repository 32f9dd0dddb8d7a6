package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section 3: which of many came first, and that a replay agrees. */
abstract class OrderChapter extends Chapter {
  private static final String[] CHILDREN = {"a", "b", "c"};

  OrderChapter(Front front) {
    super(front);
  }

  /** Three children that end when they are answered, or fail if their name is given. */
  private static Move[] three(String... failing) {
    List<Move> moves = new ArrayList<>();
    for (String child : CHILDREN) {
      boolean fails = List.of(failing).contains(child);
      moves.add(fails ? start(child, ask(child), error("broken")) : start(child, ask(child)));
    }
    return moves.toArray(Move[]::new);
  }

  private static Move[] then(Move[] first, Move... more) {
    List<Move> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(Move[]::new);
  }

  private static Move waitForAll(String returnWhen) {
    return waitFor(CHILDREN).with("return_when", returnWhen).into("ended");
  }

  // ---------------------------------------------------------------- the table

  @Test
  void fa_54_all_succeeded_blocks_until_the_last_and_returns_argument_order() {
    Execution main = play(then(three(), waitForAll("ALL_SUCCEEDED"), put("names", names("ended"))));

    world.answer("c");
    world.answer("a");
    ends(main, ExecutionStatus.WAITING);
    world.answer("b");
    assertThat(succeeded(main)).containsEntry("names", List.of("a", "b", "c"));
  }

  @Test
  void fa_54_all_succeeded_raises_at_the_first_failure_and_the_others_go_on() {
    Execution main =
        play(then(three("b"), attempt(waitForAll("ALL_SUCCEEDED")), put("error", caught())));

    world.answer("b");
    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
    ends(world.named("a"), ExecutionStatus.WAITING);
    ends(world.named("c"), ExecutionStatus.WAITING);
  }

  @Test
  void fa_54_fa_131_of_several_that_have_failed_the_first_argument_is_named_first() {
    Execution main =
        play(
            then(
                three("a", "c"),
                ask("hold"),
                attempt(waitForAll("ALL_SUCCEEDED")),
                put("failed", caughtExecutions())));

    world.answer("c");
    world.answer("a");
    world.answer("hold");
    assertThat(succeeded(main))
        .containsEntry(
            "failed", List.of(world.named("a").id().toString(), world.named("c").id().toString()));
  }

  @Test
  void fa_55_fa_244_all_ended_blocks_until_the_last_and_never_raises() {
    Execution main =
        play(then(three("b"), waitForAll("ALL_ENDED"), put("names", names("ended")), log("over")));

    world.answer("b");
    world.answer("a");
    ends(main, ExecutionStatus.WAITING);
    world.answer("c");
    assertThat(succeeded(main)).containsEntry("names", List.of("a", "b", "c"));
    assertThat(lines(main)).containsExactly("over");
    assertThat(names(main.dependencies())).containsExactly("a", "b", "c");
  }

  @Test
  void fa_56_first_ended_returns_the_first_though_it_failed() {
    Execution main =
        play(then(three("b"), waitForAll("FIRST_ENDED"), put("names", names("ended"))));

    world.answer("b");
    assertThat(succeeded(main)).containsEntry("names", List.of("b"));
    assertThat(names(main.dependencies())).containsExactly("a", "b", "c");
  }

  @Test
  void fa_56_of_several_that_have_ended_the_first_commit_wins() {
    Execution main =
        play(then(three(), ask("hold"), waitForAll("FIRST_ENDED"), put("names", names("ended"))));

    world.answer("c");
    world.answer("a");
    world.answer("b");
    world.answer("hold");
    assertThat(succeeded(main)).containsEntry("names", List.of("c"));
  }

  @Test
  void fa_56_what_ended_while_the_engine_was_down_wins_by_its_commit_too() {
    Execution main = play(then(three(), waitForAll("FIRST_ENDED"), put("names", names("ended"))));
    world.answer("b");
    world.restart();

    assertThat(succeeded(world.named("main"))).containsEntry("names", List.of("b"));
    assertThat(main.id()).isEqualTo(world.named("main").id());
  }

  @Test
  void fa_56_two_that_end_in_the_same_instant_are_still_in_order() {
    Execution main =
        play(
            start("a", sleep(10)),
            start("b", sleep(10)),
            start("c", sleep(10)),
            ask("hold"),
            waitForAll("FIRST_ENDED"),
            put("names", names("ended")));

    world.advanceSeconds(10);
    String first = world.ends().getFirst();
    world.answer("hold");
    assertThat(succeeded(main)).containsEntry("names", List.of(first));
  }

  @Test
  void fa_57_first_succeeded_passes_over_failures() {
    Execution main =
        play(then(three("a"), waitForAll("FIRST_SUCCEEDED"), put("names", names("ended"))));

    world.answer("a");
    ends(main, ExecutionStatus.WAITING);
    world.answer("c");
    assertThat(succeeded(main)).containsEntry("names", List.of("c"));
    ends(world.named("b"), ExecutionStatus.WAITING);
  }

  @Test
  void fa_57_first_succeeded_raises_when_all_have_failed() {
    Execution main =
        play(
            then(
                three("a", "b", "c"),
                attempt(waitForAll("FIRST_SUCCEEDED")),
                put("error", caught()),
                put("failed", caughtExecutions())));

    world.answer("c");
    world.answer("b");
    ends(main, ExecutionStatus.WAITING);
    world.answer("a");
    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
    assertThat((List<?>) outputs(main).get("failed")).hasSize(3);
  }

  @Test
  void fa_57_a_cancelled_one_counts_as_failed() {
    Execution main =
        play(then(three(), waitForAll("FIRST_SUCCEEDED"), put("names", names("ended"))));

    world.cancel(world.named("a"));
    world.cancel(world.named("b"));
    ends(main, ExecutionStatus.WAITING);
    world.answer("c");
    assertThat(succeeded(main)).containsEntry("names", List.of("c"));
  }

  // ---------------------------------------------------------------- replay

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_56_the_winner_is_the_same_after(Accident accident) {
    play(
        then(
            three(),
            waitForAll("FIRST_ENDED"),
            put("before", names("ended")),
            ask("hold"),
            put("after", names("ended"))));

    world.answer("b");
    world.answer("a");
    accident.befall(world);
    world.answer("c");
    world.answer("hold");
    assertThat(succeeded(world.named("main")))
        .containsEntry("before", List.of("b"))
        .containsEntry("after", List.of("b"));
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_57_the_first_success_is_the_same_after(Accident accident) {
    play(
        then(
            three("a"),
            waitForAll("FIRST_SUCCEEDED"),
            put("before", names("ended")),
            ask("hold"),
            put("after", names("ended"))));

    world.answer("a");
    world.answer("c");
    world.answer("b");
    accident.befall(world);
    world.answer("hold");
    assertThat(succeeded(world.named("main")))
        .containsEntry("before", List.of("c"))
        .containsEntry("after", List.of("c"));
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_54_the_failure_that_was_caught_is_the_same_after(Accident accident) {
    play(
        then(
            three("b", "c"),
            attempt(waitForAll("ALL_SUCCEEDED")),
            put("before", caughtExecutions()),
            ask("hold"),
            put("after", caughtExecutions())));

    world.answer("c");
    world.answer("b");
    world.answer("a");
    accident.befall(world);
    world.answer("hold");
    List<String> failed = List.of(world.named("c").id().toString());
    assertThat(succeeded(world.named("main")))
        .containsEntry("before", failed)
        .containsEntry("after", failed);
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_49_a_timeout_that_was_raised_is_raised_again_after(Accident accident) {
    play(
        then(
            three(),
            attempt(waitForAll("ALL_ENDED").with("timeout", 5)),
            put("before", caught()),
            ask("hold"),
            put("after", caught())));

    world.advanceSeconds(5);
    for (String child : CHILDREN) {
      world.answer(child);
    }
    accident.befall(world);
    world.answer("hold");
    assertThat(succeeded(world.named("main")))
        .containsEntry("before", "DependencyTimeoutError")
        .containsEntry("after", "DependencyTimeoutError");
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_56_a_wait_that_goes_on_is_woken_after(Accident accident) {
    play(then(three(), waitForAll("FIRST_ENDED"), put("names", names("ended"))));

    accident.befall(world);
    world.answer("c");
    assertThat(succeeded(world.named("main"))).containsEntry("names", List.of("c"));
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void fa_55_ends_before_and_behind_an_accident_are_all_seen_after(Accident accident) {
    play(then(three(), waitForAll("ALL_ENDED"), put("names", names("ended"))));

    world.answer("c");
    accident.befall(world);
    world.answer("a");
    accident.befall(world);
    world.answer("b");
    assertThat(succeeded(world.named("main"))).containsEntry("names", List.of("a", "b", "c"));
  }

  @Test
  void fa_56_the_journal_holds_the_order_in_which_they_ended() {
    Execution main = play(then(three(), ask("hold"), waitForAll("ALL_ENDED")));
    world.answer("c");
    world.answer("a");
    world.answer("b");
    world.answer("hold");

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    String wait =
        journal(main).stream()
            .filter(entry -> entry.call().name().equals("wait_for"))
            .map(entry -> entry.result().toString())
            .findFirst()
            .orElseThrow();
    assertThat(wait)
        .containsSubsequence(
            world.named("c").id().toString(),
            world.named("a").id().toString(),
            world.named("b").id().toString());
  }

  // ---------------------------------------------------------------- at the same time

  @Test
  void fa_49_an_end_and_the_timeout_in_one_instant_are_settled_once_and_for_all() {
    Execution main =
        play(
            start("a", sleep(10)),
            attempt(waitFor("a").with("timeout", 10)),
            put("before", caught()),
            ask("hold"),
            put("after", caught()));

    world.advanceSeconds(10);
    Object before = outputs(main).get("before");
    world.crash();
    world.answer("hold");
    assertThat(succeeded(world.named("main"))).containsEntry("after", before);
  }

  @Test
  void fa_42_one_end_wakes_everybody_who_waits_for_it() {
    Execution target = world.started(world.prepare(ask("hold")).name("target"));
    List<Execution> waiters = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String mode = List.of("ALL_ENDED", "FIRST_ENDED", "FIRST_SUCCEEDED").get(i % 3);
      waiters.add(play(know("x", target.id()), waitFor("x").with("return_when", mode)));
    }
    world.answer("hold");

    for (Execution waiter : waiters) {
      ends(waiter, ExecutionStatus.ENDED_SUCCESS);
      assertThat(world.timeline().of(waiter.id()))
          .containsOnlyOnce(ExecutionStatus.ENDED_SUCCESS, ExecutionStatus.WAITING);
    }
  }

  @Test
  void fa_55_a_long_chain_of_waits_ends_from_its_end() {
    Execution last = world.started(world.prepare(ask("hold")).name("link 0"));
    for (int i = 1; i <= 30; i++) {
      last = world.started(world.prepare(know("x", last.id()), waitFor("x")).name("link " + i));
    }
    world.answer("hold");

    ends(last, ExecutionStatus.ENDED_SUCCESS);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i <= 30; i++) {
      expected.add("link " + i);
    }
    assertThat(world.ends()).containsExactlyElementsOf(expected);
  }

  @Test
  void fa_42_a_wait_for_a_parent_by_its_child_is_no_deadlock_if_it_does_not_wait_back() {
    play(
        start(
            "a",
            list(Map.of("field", "name", "op", "eq", "value", "main")).into("x"),
            waitFor("x"),
            put("after", 1)),
        ask("hold"));

    world.answer("hold");
    assertThat(succeeded(world.named("a"))).containsEntry("after", 1L);
  }

  @Test
  void fa_29_what_is_urgent_is_dispatched_first() {
    world.reopenWithOneWorker();
    Execution main =
        play(
            create("low").with("priority", -1),
            create("high").with("priority", 9),
            create("default"),
            launch("low"),
            launch("default"),
            launch("high"),
            ask("hold"));

    ends(main, ExecutionStatus.WAITING);
    assertThat(world.ends()).containsExactly("high", "default", "low");
  }
}
