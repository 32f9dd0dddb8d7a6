package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Section 18, signals: values that hosts and executions send to an execution. */
abstract class SignalsChapter extends Chapter {
  SignalsChapter(Front front) {
    super(front);
  }

  private Execution player(String name, Move... moves) {
    return world.started(world.prepare(moves).name(name));
  }

  private void send(Execution target, String name, @Nullable Object value, @Nullable String id) {
    target.send(name, value, id);
    world.time().settle();
  }

  private void send(Execution target, String name, @Nullable Object value) {
    send(target, name, value, null);
  }

  @Test
  void fa_198b_receive_waits_for_what_a_host_sends() {
    Execution main = play(receive("order").into("o"), put("r", known("o")));

    ends(main, ExecutionStatus.WAITING);
    send(main, "order", Map.of("pieces", 3));
    assertThat(succeeded(main)).containsEntry("r", Map.of("pieces", 3L));
  }

  @Test
  void fa_198b_an_execution_sends_to_another_one() {
    Execution target = player("target", receive("order").into("o"), put("r", known("o")));
    Execution main = play(know("t", target.id()), send("t", "order", List.of(1, "two")));

    succeeded(main);
    assertThat(succeeded(target)).containsEntry("r", List.of(1L, "two"));
  }

  @Test
  void fa_198b_an_execution_sends_to_itself() {
    Execution main = play(send("self", "s", 5), receive("s").into("v"), put("r", known("v")));

    assertThat(succeeded(main)).containsEntry("r", 5L);
  }

  @Test
  void fa_198b_early_signals_are_kept_and_come_in_order() {
    Execution main =
        play(
            ask("hold"),
            receive("s").into("a"),
            receive("s").into("b"),
            receive("s").into("c"),
            put("r", List.of(known("a"), known("b"), known("c"))));
    send(main, "s", 1);
    send(main, "s", 2);
    send(main, "s", 3);
    world.answer("hold");

    assertThat(succeeded(main)).containsEntry("r", List.of(1L, 2L, 3L));
  }

  @Test
  void fa_198b_names_are_apart() {
    Execution main =
        play(
            receive("b").into("b"),
            receive("a").into("a"),
            put("r", List.of(known("a"), known("b"))));
    send(main, "a", 1);
    ends(main, ExecutionStatus.WAITING);
    send(main, "b", 2);

    assertThat(succeeded(main)).containsEntry("r", List.of(1L, 2L));
  }

  @Test
  void fa_198b_a_value_may_be_nothing() {
    Execution main = play(receive("s").into("v"), put("r", known("v")));
    send(main, "s", null);

    assertThat(succeeded(main)).containsEntry("r", null);
  }

  @Test
  void fa_198b_a_repetition_with_the_same_id_is_dropped_while_the_first_waits() {
    Execution main =
        play(
            ask("hold"),
            receive("s").into("a"),
            receive("s").into("b"),
            put("r", List.of(known("a"), known("b"))));
    send(main, "s", 1, "x");
    send(main, "s", 1, "x");
    send(main, "s", 2, "y");
    world.answer("hold");

    assertThat(succeeded(main)).containsEntry("r", List.of(1L, 2L));
  }

  @Test
  void fa_198b_a_repetition_with_the_same_id_is_dropped_after_the_first_was_received() {
    Execution main =
        play(
            receive("s").into("a"),
            ask("hold"),
            receive("s").into("b"),
            put("r", List.of(known("a"), known("b"))));
    send(main, "s", 1, "x");
    world.crash();
    send(main, "s", 1, "x");
    world.answer("hold");
    ends(main, ExecutionStatus.WAITING);
    send(main, "s", 2, "y");

    assertThat(succeeded(main)).containsEntry("r", List.of(1L, 2L));
  }

  @Test
  void fa_198b_the_same_id_under_another_name_is_another_signal() {
    Execution main = play(receive("a"), receive("b").into("b"), put("r", known("b")));
    send(main, "a", 1, "x");
    send(main, "b", 2, "x");

    assertThat(succeeded(main)).containsEntry("r", 2L);
  }

  @Test
  void fa_198b_a_flow_sends_with_an_id() {
    Execution main =
        play(
            send("self", "s", 1).with("id", "x"),
            send("self", "s", 1).with("id", "x"),
            receive("s"),
            attempt(receive("s").with("timeout", 0)),
            put("r", caught()));

    assertThat(succeeded(main)).containsEntry("r", "TimeoutExceededError");
  }

  @Test
  void fa_198b_a_timeout_raises_and_a_later_value_is_kept() {
    Execution main =
        play(
            attempt(receive("s").with("timeout", 30)),
            put("error", caughtMessage()),
            ask("hold"),
            receive("s").into("v"),
            put("r", known("v")));
    world.advanceSeconds(29);
    assertThat(outputs(main)).doesNotContainKey("error");
    world.advanceSeconds(1);
    assertThat((String) outputs(main).get("error")).contains("'s'").contains("30 s");
    send(main, "s", 7);
    world.answer("hold");

    assertThat(succeeded(main)).containsEntry("r", 7L);
  }

  @Test
  void fa_198b_what_has_ended_gets_no_signals() {
    Execution target = player("target", put("done", 1));
    Execution main = play(know("t", target.id()), attempt(send("t", "s", 1)), put("r", caught()));

    assertThat(succeeded(main)).containsEntry("r", "InvalidInputError");
    assertThatThrownBy(() -> target.send("s", 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void fa_211_a_signal_that_is_sent_while_nothing_runs_is_received_afterwards() {
    Execution main = play(receive("s").into("v"), put("r", known("v")));
    world.evict();
    send(main, "s", 1);

    assertThat(succeeded(main)).containsEntry("r", 1L);
  }

  @Test
  void fa_211_a_replay_receives_the_same_values_and_sends_nothing_again() {
    Execution target =
        player("target", receive("s").into("a"), receive("s").into("b"), put("r", known("b")));
    Execution main =
        play(
            know("t", target.id()),
            receive("in").into("v"),
            send("t", "s", known("v")),
            ask("hold"),
            put("r", known("v")));
    send(main, "in", 1);
    world.crash();
    world.answer("hold");

    assertThat(succeeded(world.named("main"))).containsEntry("r", 1L);
    ends(target, ExecutionStatus.WAITING);
    send(target, "s", 2);
    assertThat(succeeded(target)).containsEntry("r", 2L);
  }

  @Test
  void fa_74_a_wait_for_a_signal_can_be_cancelled() {
    Execution main = play(receive("s"));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_53_waiting_for_a_signal_holds_no_worker() {
    world.reopenWithOneWorker();
    Execution first = player("first", receive("s").into("v"), put("r", known("v")));
    succeeded(player("second", put("done", 1)));
    send(first, "s", 1);

    assertThat(succeeded(first)).containsEntry("r", 1L);
  }
}
