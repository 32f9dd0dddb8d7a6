package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionFailedException;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sections 9 and 17: errors, as flows and hosts see them. */
abstract class ErrorsChapter extends Chapter {
  ErrorsChapter(Front front) {
    super(front);
  }

  private static Failure failure(Execution execution) {
    return Objects.requireNonNull(execution.record().state().failure());
  }

  @Test
  void fa_131_the_error_of_a_failed_child_names_it_in_full() {
    Execution main = play(attempt(run("a", error("no rows"))), put("message", caughtMessage()));

    assertThat((String) succeeded(main).get("message"))
        .contains("'a'")
        .contains(world.named("a").id().toString())
        .contains("ENDED_ERROR")
        .contains("no rows");
  }

  @Test
  void fa_131_the_error_lists_all_that_had_failed() {
    Execution main =
        play(
            start("a", error("one")),
            start("b", error("two")),
            ask("hold"),
            attempt(waitFor("a", "b")),
            put("failed", caughtExecutions()));
    world.answer("hold");

    assertThat(succeeded(main))
        .containsEntry(
            "failed", List.of(world.named("a").id().toString(), world.named("b").id().toString()));
  }

  @Test
  void fa_131_a_failed_child_that_left_no_words_is_reported_all_the_same() {
    Execution main = play(attempt(run("a", error(null))), put("message", caughtMessage()));

    assertThat((String) succeeded(main).get("message")).contains("ENDED_ERROR");
  }

  @Test
  void fa_130_a_caught_error_has_a_message() {
    Execution main = play(attempt(runFlow("a", "nope")), put("message", caughtMessage()));

    assertThat((String) succeeded(main).get("message")).contains("nope").contains("flow");
  }

  @Test
  void fa_194_await_throws_with_id_and_error_and_message() {
    Execution main = play(raise("it rained"));

    assertThatThrownBy(() -> main.await(Duration.ZERO))
        .isInstanceOfSatisfying(
            ExecutionFailedException.class,
            e -> {
              assertThat(e.executionId()).isEqualTo(main.id());
              assertThat(e.failure().message()).isEqualTo("it rained");
              assertThat(e).hasMessageContaining("it rained");
            });
  }

  @Test
  void fa_194_outcome_gives_the_failure_without_throwing() {
    Execution main = play(error("no rows"));

    assertThat(main.outcome(Duration.ZERO))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().message()).isEqualTo("no rows"));
  }

  @Test
  void fa_194_the_chain_of_causes_goes_down_to_the_first_failure() {
    Execution main = play(run("a", run("b", raise("it rained"))));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(failure(main).root().message()).isEqualTo("it rained");
    assertThat(failure(main).root().executionId()).isEqualTo(world.named("b").id());
    assertThat(failure(main).cause())
        .satisfies(
            cause ->
                assertThat(Objects.requireNonNull(cause).executionId())
                    .isEqualTo(world.named("a").id()));
  }

  @Test
  void fa_193_an_uncaught_engine_error_is_called_by_its_name_in_both_languages() {
    Map<String, Move> errors =
        Map.of(
            "ResourceNotFoundError", runFlow("a", "nope"),
            "InvalidInputError", run("a").with("priority", 1).with("name", " "),
            "DependencyFailedError", run("a", error("x")),
            "DependencyTimeoutError", run("a", ask("never")).with("timeout", 1));
    errors.forEach(
        (name, move) -> {
          Execution main = play(move);
          world.advanceSeconds(1);
          ends(main, ExecutionStatus.ENDED_ERROR);
          assertThat(failure(main).name()).isEqualTo(name);
        });
  }

  @Test
  void fa_131_a_child_that_failed_with_an_engine_error_is_its_cause() {
    Execution main = play(run("a", runFlow("b", "nope")));

    assertThat(failure(main).name()).isEqualTo("DependencyFailedError");
    assertThat(failure(main).root().name()).isEqualTo("ResourceNotFoundError");
  }

  @Test
  void fa_197_a_caught_error_is_the_same_on_replay() {
    play(
        attempt(run("a", error("no rows"))),
        put("before", caughtMessage()),
        ask("hold"),
        put("class", caught()),
        put("after", caughtMessage()));
    Object before = world.named("main").outputs().get("before");
    world.restart();
    world.answer("hold");

    assertThat(succeeded(world.named("main")))
        .containsEntry("class", "DependencyFailedError")
        .containsEntry("after", before);
  }

  @Test
  void fa_4_an_error_in_one_flow_does_not_touch_another() {
    Execution other = play(ask("hold"));
    play(raise("it rained"));
    world.answer("hold");

    ends(other, ExecutionStatus.ENDED_SUCCESS);
  }
}
