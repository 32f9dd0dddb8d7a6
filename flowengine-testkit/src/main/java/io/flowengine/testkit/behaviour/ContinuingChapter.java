package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Outcome;
import io.flowengine.execution.StatusReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 18, {@code continue_as}: an execution ends and goes on as another one. */
abstract class ContinuingChapter extends Chapter {
  ContinuingChapter(Front front) {
    super(front);
  }

  private Execution player(String name, Move... moves) {
    return world.started(world.prepare(moves).name(name));
  }

  private void send(Execution target, Object value, String id) {
    target.send("s", value, id);
    world.time().settle();
  }

  private static Execution successor(Execution execution) {
    return execution.successor().orElseThrow();
  }

  @Test
  void fa_198b_the_execution_ends_and_its_successor_starts_with_other_inputs() {
    Execution main =
        play(
            put("first", 1),
            continueAs(put("r", input("x"))).with("inputs", Map.of("x", 5)),
            put("never", 1));

    assertThat(succeeded(main)).isEqualTo(Map.of("first", 1L));
    assertThat(main.record().state().reason()).isEqualTo(StatusReason.CONTINUED);
    assertThat(succeeded(successor(main))).isEqualTo(Map.of("r", 5L));
  }

  @Test
  void fa_198b_the_successor_has_the_same_name_and_parent() {
    Execution main =
        play(start("child", continueAs(put("p", parentName()), put("n", 1))), ask("hold"));
    List<Execution> children = main.children();

    assertThat(names(children)).containsExactly("child", "child");
    assertThat(successor(children.getFirst())).isEqualTo(children.getLast());
    assertThat(succeeded(children.getLast())).containsEntry("p", "main");
  }

  @Test
  void fa_198b_who_waits_for_it_waits_for_its_successor() {
    Execution main =
        play(
            run("child", continueAs(ask("hold"), put("r", 7))),
            put("r", field("child", "output_value")));

    ends(main, ExecutionStatus.WAITING);
    world.answer("hold");
    assertThat(succeeded(main)).containsEntry("r", Map.of("r", 7L));
  }

  @Test
  void fa_198b_who_waits_for_one_of_several_is_not_woken_by_a_continuation() {
    Execution main =
        play(
            start("a", ask("a"), continueAs(ask("a2"), put("r", "a"))),
            start("b", ask("b"), put("r", "b")),
            waitFor("a", "b").with("return_when", "FIRST_ENDED").into("w"),
            put("after", 1));
    world.answer("a");
    ends(main, ExecutionStatus.WAITING);
    world.answer("b");

    assertThat(succeeded(main)).containsEntry("after", 1L);
    world.answer("a2");
  }

  @Test
  void fa_198b_who_waits_for_all_waits_for_the_last_of_each() {
    Execution main =
        play(
            start("a", continueAs(continueAs(ask("a"), put("r", "a")))),
            start("b", continueAs(ask("b"))),
            waitFor("a", "b").into("w"),
            put("n", names("w")));
    world.answer("b");
    ends(main, ExecutionStatus.WAITING);
    world.answer("a");

    assertThat(succeeded(main)).containsEntry("n", List.of("a", "b"));
  }

  @Test
  void fa_198b_a_failure_of_the_successor_is_one_of_what_is_waited_for() {
    Execution main =
        play(
            attempt(run("child", continueAs(error("no")))),
            put("error", caught()),
            put("text", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
    assertThat((String) outputs(main).get("text")).contains("no");
  }

  @Test
  void fa_198b_a_wait_after_the_continuation_finds_the_successor() {
    Execution main =
        play(
            start("child", continueAs(put("r", 3))),
            ask("hold"),
            waitOn("child").into("last"),
            put("r", field("last", "output_value")));
    world.answer("hold");

    assertThat(succeeded(main)).containsEntry("r", Map.of("r", 3L));
  }

  @Test
  void fa_198b_a_host_waits_for_the_successor() {
    Execution main = play(continueAs(ask("hold"), put("r", 1)));

    assertThat(main.outcome(Duration.ZERO)).isInstanceOf(Outcome.NotEnded.class);
    world.answer("hold");
    assertThat(main.await(Duration.ZERO)).isEqualTo(successor(main));
    assertThat(main.outcome(Duration.ZERO)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void fa_198b_signals_that_were_not_received_go_to_the_successor() {
    Execution main =
        play(
            receive("s").into("v"),
            ask("hold"),
            continueAs(
                receive("s").into("v"),
                receive("s").into("w"),
                put("r", List.of(known("v"), known("w")))));
    send(main, 1, "one");
    send(main, 2, "two");
    world.answer("hold");
    send(main, 2, "two");
    send(main, 1, "one");
    ends(successor(main), ExecutionStatus.WAITING);
    send(main, 3, "three");

    assertThat(succeeded(successor(main))).containsEntry("r", List.of(2L, 3L));
  }

  @Test
  void fa_71_clean_up_code_runs_before_the_successor_starts() {
    Execution main = play(ensure(moves(continueAs(put("r", 1))), ask("clean-up")));
    assertThat(main.successor()).isEmpty();
    world.answer("clean-up");

    assertThat(succeeded(successor(main))).containsEntry("r", 1L);
  }

  @Test
  void fa_73_the_first_end_stands() {
    Execution main = play(ensure(moves(success("done")), attempt(continueAs(put("r", 1)))));

    succeeded(main);
    assertThat(main.successor()).isEmpty();
  }

  @Test
  void fa_205_a_continuation_happens_once_over_a_crash() {
    Execution main = play(ensure(moves(continueAs(put("r", 1))), ask("clean-up")));
    world.crash();
    world.answer("clean-up");

    assertThat(succeeded(successor(main))).containsEntry("r", 1L);
    assertThat(world.allNamed("main")).hasSize(2);
  }

  @Test
  void fa_198b_a_lock_is_kept_by_who_has_ended() {
    succeeded(player("set up", saveSetting("door", 1)));
    play(
        acquire("door"),
        continueAs(attempt(acquire("door").with("timeout", 0)), put("r", caught())));

    assertThat(succeeded(world.allNamed("main").getLast())).containsEntry("r", "LockTimeoutError");
  }

  @Test
  void fa_198b_cancelling_the_parent_cancels_the_successor() {
    Execution main = play(start("child", continueAs(ask("hold"))), ask("wait"));
    world.cancel(main);

    ends(main.children().getLast(), ExecutionStatus.ENDED_CANCELLED);
  }
}
