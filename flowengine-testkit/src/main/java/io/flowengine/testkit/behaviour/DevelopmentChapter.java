package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.DevelopmentSession;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.StatusReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 14: development mode, as far as it does not depend on the lines of a script. */
abstract class DevelopmentChapter extends Chapter {
  private static final Map<String, Object> DEVELOPMENT = Map.of("is_productive", false);

  DevelopmentChapter(Front front) {
    super(front);
  }

  private Execution developed(Move... moves) {
    return world.started(world.prepare(moves).development());
  }

  private static void assertForsaken(Execution execution) {
    assertThat(execution.status()).isEqualTo(ExecutionStatus.PAUSED);
    assertThat(execution.record().state().reason()).isEqualTo(StatusReason.NO_DEVELOPER);
  }

  @Test
  void fa_168_executions_are_productive_unless_they_are_told() {
    Execution main = play(put("x", 1));

    assertThat(succeeded(main)).containsEntry("x", 1L);
    assertThat(main.record().field("is_productive")).isEqualTo(true);
  }

  @Test
  void fa_168_in_development_mode_it_is_paused_at_its_next_call_while_no_session_is_open() {
    Execution main = developed(put("x", 1));

    assertForsaken(main);
    assertThat(main.outputs()).isEmpty();
  }

  @Test
  void fa_168_a_session_has_it_go_on() {
    Execution main = developed(put("x", 1));
    try (DevelopmentSession session = world.engine().develop()) {
      world.time().settle();

      assertThat(succeeded(main)).containsEntry("x", 1L);
      assertThat(session.stop(main.id())).isEmpty();
    }
  }

  @Test
  void fa_168_a_resume_without_a_session_takes_it_no_further() {
    Execution main = developed(put("x", 1));
    world.resume(main);

    assertForsaken(main);
  }

  @Test
  void fa_168_it_is_paused_when_the_last_session_is_closed() {
    DevelopmentSession session = world.engine().develop();
    Execution main = developed(sleep(60), put("x", 1));
    assertThat(main.status()).isEqualTo(ExecutionStatus.WAITING);
    session.close();
    world.advanceSeconds(61);

    assertForsaken(main);
  }

  @Test
  void fa_168_children_inherit_the_mode_unless_they_are_given_another() {
    try (DevelopmentSession session = world.engine().develop()) {
      Execution main = developed(run("a"), run("b").with("init", Map.of("is_productive", true)));

      assertThat(main.status().isEnded()).isTrue();
      assertThat(world.named("a").record().field("is_productive")).isEqualTo(false);
      assertThat(world.named("b").record().field("is_productive")).isEqualTo(true);
      assertThat(session.stop(world.named("a").id())).isEmpty();
    }
  }

  @Test
  void fa_103_fa_168_a_child_is_put_into_development_mode_with_init() {
    play(run("a", put("x", 1)).with("init", DEVELOPMENT));

    assertForsaken(world.named("a"));
  }

  @Test
  void fa_168_it_can_be_switched_to_productive() {
    Execution main = developed(put("x", 1));
    main.save(Map.of("is_productive", true));
    world.resume(main);

    assertThat(succeeded(main)).containsEntry("x", 1L);
  }

  @Test
  void fa_168_a_cancellation_ends_it_without_a_session() {
    Execution main = developed(put("x", 1));
    world.cancel(main);

    assertThat(main.status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_168_the_mode_outlives_a_restart() {
    Execution before = developed(put("x", 1));
    world.restart();
    Execution main = world.engine().execution(before.id());
    world.resume(main);

    assertForsaken(main);
  }

  @Test
  void fa_103_a_mode_that_is_no_flag_is_refused() {
    Execution main =
        play(attempt(run("a").with("init", Map.of("is_productive", "no"))), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
  }

  @Test
  void fa_103_breakpoints_that_are_no_line_numbers_are_refused() {
    Execution main =
        play(
            attempt(run("a").with("init", Map.of("breakpoints", List.of(0)))),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
  }
}
