package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogLevel;
import io.flowengine.spi.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 4 of the patterns: what is tried again, how often, and when. */
abstract class RetryChapter extends Chapter {
  RetryChapter(Front front) {
    super(front);
  }

  private static Move flaky(String name, Map<String, ?> retry) {
    return failInStep(name, "no rows").with("retry", retry);
  }

  /** The seconds between the attempts at a step. */
  private static List<Double> delays(Execution execution, String step) {
    List<Double> delays = new ArrayList<>();
    Instant last = null;
    for (JournalEntry entry : journal(execution)) {
      if (entry.call().name().equals("step") && entry.call().key().equals(step)) {
        if (last != null) {
          delays.add(Duration.between(last, entry.createdAt()).toMillis() / 1000.0);
        }
        last = entry.endedAt();
      }
    }
    return delays;
  }

  private List<Double> delays(Map<String, ?> retry) {
    Execution main = play(flaky("fetch", retry));
    world.advance(Duration.ofDays(1));
    ends(main, ExecutionStatus.ENDED_ERROR);
    return delays(main, "fetch");
  }

  // ---------------------------------------------------------------- steps

  @Test
  void rt_1_a_step_is_tried_again_until_it_succeeds() {
    Execution main =
        play(
            failInStepUntil(3, "fetch", "no rows", "rows").with("retry", 3).into("found"),
            put("found", known("found")));
    world.advanceSeconds(3);

    assertThat(succeeded(main)).containsEntry("found", "rows");
    assertThat(delays(main, "fetch")).containsExactly(1.0, 2.0);
  }

  @Test
  void rt_1_a_step_that_fails_to_the_end_raises_the_error_of_its_last_attempt() {
    Execution main =
        play(
            attempt(flaky("fetch", Map.of("max_attempts", 2, "backoff", 1))),
            put("error", caught()),
            put("message", caughtMessage()));
    world.advanceSeconds(1);

    assertThat(succeeded(main))
        .containsEntry("error", "StepFailedError")
        .containsEntry("message", "no rows");
  }

  @Test
  void d_1_one_attempt_is_no_retry() {
    assertThat(delays(Map.of("max_attempts", 1))).isEmpty();
  }

  @Test
  void at_30_listed_delays_are_kept_in_order() {
    assertThat(delays(Map.of("backoff", List.of(5, 5, 54, 162, 486))))
        .containsExactly(5.0, 5.0, 54.0, 162.0, 486.0);
  }

  @Test
  void at_30_the_last_listed_delay_is_repeated() {
    assertThat(delays(Map.of("backoff", List.of(5, 7), "max_attempts", 5)))
        .containsExactly(5.0, 7.0, 7.0, 7.0);
  }

  @Test
  void at_31_exponential_delays_are_multiplied() {
    assertThat(delays(Map.of("backoff", Map.of("initial", 6, "multiplier", 3), "max_attempts", 6)))
        .containsExactly(6.0, 18.0, 54.0, 162.0, 486.0);
  }

  @Test
  void at_33_no_delay_is_longer_than_the_longest() {
    Map<String, ?> growing = Map.of("initial", 3600, "multiplier", 10);
    assertThat(delays(Map.of("backoff", growing, "max_attempts", 4)))
        .containsExactly(3600.0, 21600.0, 21600.0);
  }

  @Test
  void rt_3_a_fraction_of_a_second_is_kept() {
    assertThat(delays(Map.of("backoff", 0.25, "max_attempts", 2))).containsExactly(0.25);
  }

  @Test
  void rt_3_jitter_varies_the_delay_within_its_share() {
    List<Double> delays =
        delays(Map.of("backoff", 100, "jitter", 0.2, "max_attempts", 20, "max_delay", 1000));

    assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(80.0, 120.0));
    assertThat(delays.stream().distinct().count()).isGreaterThan(1);
  }

  @Test
  void rt_3_what_a_delay_varies_is_recorded_and_stands_after_a_crash() {
    Execution main = play(flaky("fetch", Map.of("backoff", 100, "jitter", 0.5, "max_attempts", 2)));
    Instant due =
        journal(main).stream()
            .filter(entry -> entry.call().name().equals("retry.delay"))
            .map(entry -> Instant.parse(entry.call().preview().replace("until ", "")))
            .findFirst()
            .orElseThrow();
    world.crash();
    world.advanceSeconds(200);

    JournalEntry second =
        journal(world.named("main")).stream()
            .filter(entry -> entry.call().name().equals("step"))
            .toList()
            .get(1);
    assertThat(second.createdAt()).isEqualTo(due);
  }

  @Test
  void at_37_a_crash_in_a_delay_waits_what_is_left() {
    Execution main = play(flaky("fetch", Map.of("backoff", 100, "max_attempts", 2)));
    world.advanceSeconds(20);
    world.crash();
    world.advanceSeconds(100);

    assertThat(delays(world.named("main"), "fetch")).containsExactly(100.0);
    ends(world.named(main.name()), ExecutionStatus.ENDED_ERROR);
  }

  @Test
  void at_38_a_cancel_in_a_delay_ends_at_once() {
    Execution main = play(flaky("fetch", Map.of("backoff", 3600, "max_attempts", 2)));
    world.cancel(main);

    ends(main, ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void g_5_a_delay_holds_no_worker() {
    world.reopenWithOneWorker();
    Execution main = play(flaky("fetch", Map.of("backoff", 3600, "max_attempts", 2)));
    Execution other = play(put("x", 1));

    ends(main, ExecutionStatus.WAITING);
    succeeded(other);
  }

  @Test
  void rt_4_only_named_errors_are_tried_again() {
    assertThat(delays(Map.of("backoff", 1, "retry_if", List.of("SomethingElse")))).isEmpty();
  }

  @Test
  void rt_4_a_function_decides_by_the_failure() {
    assertThat(delays(Map.of("backoff", 1, "verdict", "no rows"))).containsExactly(1.0, 1.0);
  }

  @Test
  void rt_4_a_function_that_says_no_ends_the_attempts() {
    assertThat(delays(Map.of("backoff", 1, "verdict", "another message"))).isEmpty();
  }

  @Test
  void rt_4_a_function_that_raises_ends_the_attempts_with_the_original_error() {
    Execution main =
        play(
            attempt(flaky("fetch", Map.of("backoff", 1, "verdict", "raise"))),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("message", "no rows");
    assertThat(lines(main)).anyMatch(line -> line.contains("cannot decide"));
  }

  @Test
  void rt_4_what_a_function_writes_is_written_once() {
    play(flaky("fetch", Map.of("backoff", 100, "verdict", "no rows")));
    world.restart();
    world.advance(Duration.ofDays(1));

    Execution again = world.named("main");
    ends(again, ExecutionStatus.ENDED_ERROR);
    assertThat(lines(again).stream().filter(line -> line.startsWith("judged"))).hasSize(2);
  }

  @Test
  void rt_5_an_error_of_input_is_not_tried_again() {
    Execution main = play(step("fetch", null).with("unstorable", true).with("retry", 3));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(delays(main, "fetch")).isEmpty();
  }

  @Test
  void at_40_steps_that_are_tried_again_are_numbered_as_one() {
    Execution main =
        play(
            failInStepUntil(2, "x", "no", 1).with("retry", Map.of("backoff", 0)),
            step("x", 2).into("second"));

    succeeded(main);
    assertThat(
            journal(main).stream()
                .filter(entry -> entry.call().name().equals("step"))
                .map(entry -> entry.call().key()))
        .containsExactly("x", "x", "x_2");
  }

  @Test
  void rt_1_each_retry_is_in_the_log() {
    Execution main = play(flaky("fetch", Map.of("backoff", 5, "max_attempts", 2)));

    assertThat(main.log())
        .anySatisfy(
            line -> {
              assertThat(line.level()).isEqualTo(LogLevel.WARNING);
              assertThat(line.text()).contains("attempt 1 of 2", "'fetch'", "no rows", "due at");
            });
  }

  @Test
  void fa_197_attempts_are_replayed_and_not_made_again() {
    Execution main =
        play(
            failInStepUntil(2, "fetch", "no", "rows").with("retry", 2),
            drawInStep("draw").into("drawn"),
            ask("hold"),
            put("drawn", known("drawn")));
    world.advanceSeconds(1);
    List<JournalEntry> before = journal(main);
    world.restart();
    world.answer("hold");

    Execution again = world.named("main");
    succeeded(again);
    int known = before.size() - 1; // the last one waits
    assertThat(journal(again).subList(0, known)).isEqualTo(before.subList(0, known));
  }

  // ---------------------------------------------------------------- children

  private static Move moody(String label) {
    return run(
        label,
        raiseUnless(recordField("setting", "mood", "value"), "good", "bad mood"),
        put("x", 1));
  }

  private void mood(String mood) {
    world.started(world.prepare(saveSetting("mood", mood)).name("mood " + mood));
  }

  @Test
  void rt_6_each_attempt_at_a_child_is_a_child_of_its_own() {
    mood("bad");
    Execution main =
        play(
            moody("a").with("retry", Map.of("backoff", 60)),
            put("got", field("a", "output_value")));
    mood("good");
    world.advanceSeconds(60);

    assertThat(succeeded(main)).containsEntry("got", Map.of("x", 1L));
    List<Execution> attempts = main.children();
    assertThat(attempts).hasSize(2);
    ends(attempts.get(0), ExecutionStatus.ENDED_ERROR);
    ends(attempts.get(1), ExecutionStatus.ENDED_SUCCESS);
    assertThat(attempts.get(0).record().field("attempt_of")).isNull();
    assertThat(attempts.get(1).record().field("attempt_of"))
        .isEqualTo(attempts.get(0).id().toString());
  }

  @Test
  void rt_6_all_attempts_at_a_child_name_the_first() {
    mood("bad");
    Execution main = play(moody("a").with("retry", Map.of("backoff", 1, "max_attempts", 3)));
    world.advanceSeconds(2);

    ends(main, ExecutionStatus.ENDED_ERROR);
    List<Execution> attempts = main.children();
    assertThat(attempts.stream().map(each -> each.record().field("attempt_of")))
        .containsExactly(null, attempts.get(0).id().toString(), attempts.get(0).id().toString());
  }

  @Test
  void at_28_the_error_is_that_of_the_last_attempt() {
    mood("bad");
    Execution main =
        play(
            attempt(moody("a").with("retry", Map.of("backoff", 1, "max_attempts", 2))),
            put("executions", caughtExecutions()));
    world.advanceSeconds(1);

    assertThat(succeeded(main))
        .containsEntry("executions", List.of(main.children().get(1).id().toString()));
  }

  @Test
  void rt_6_waiting_for_the_end_only_gives_the_last_attempt_without_raising() {
    mood("bad");
    Execution main =
        play(
            moody("a").with("wait", "ALL_ENDED").with("retry", Map.of("backoff", 1)),
            put("status", field("a", "status")));
    world.advanceSeconds(2);

    assertThat(String.valueOf(succeeded(main).get("status"))).isEqualTo("ENDED_ERROR");
    assertThat(main.children()).hasSize(3);
  }

  @Test
  void rt_4_a_function_decides_by_the_failure_of_the_child() {
    mood("bad");
    Execution main =
        play(moody("a").with("retry", Map.of("backoff", 1, "verdict", "another message")));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(main.children()).hasSize(1);
  }

  @Test
  void rt_5_a_child_that_was_cancelled_is_not_tried_again() {
    Execution main = play(run("a", cancelSelf()).with("retry", Map.of("backoff", 1)));
    world.advanceSeconds(10);

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(main.children()).hasSize(1);
  }

  @Test
  void fa_13_an_unknown_flow_is_not_tried_again() {
    Execution main = play(runFlow("a", "nope").with("retry", 3));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(main.children()).isEmpty();
  }

  @Test
  void at_37_a_delay_between_children_goes_on_after_a_crash() {
    mood("bad");
    play(moody("a").with("retry", Map.of("backoff", 100)));
    mood("good");
    world.advanceSeconds(20);
    world.crash();
    world.advanceSeconds(100);

    Execution main = world.named("main");
    succeeded(main);
    List<Execution> attempts = main.children();
    assertThat(
            Duration.between(
                attempts.get(0).record().origin().createdAt(),
                attempts.get(1).record().origin().createdAt()))
        .isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void lm_8_a_further_attempt_is_no_second_use_of_the_key() {
    mood("bad");
    Execution main =
        play(moody("a").with("idempotency_key", "k").with("retry", Map.of("backoff", 1)));
    mood("good");
    world.advanceSeconds(1);

    succeeded(main);
    assertThat(main.children()).hasSize(2);
  }

  // ---------------------------------------------------------------- time

  @Test
  void fa_30_an_attempt_that_took_too_long_is_followed_by_another() {
    Execution main =
        play(
            attempt(
                run("a", ask("never"))
                    .with("timeout", 2)
                    .with("retry", Map.of("backoff", 1, "max_attempts", 2))),
            put("error", caught()));
    world.advanceSeconds(2);
    world.advanceSeconds(1);
    world.advanceSeconds(2);

    assertThat(succeeded(main)).containsEntry("error", "DependencyTimeoutError");
    assertThat(main.children()).hasSize(2);
    main.children().forEach(child -> ends(child, ExecutionStatus.ENDED_CANCELLED));
  }

  @Test
  void at_71_a_body_that_takes_too_long_is_stopped_and_tried_again() {
    needs("sleep in a step");
    Execution main =
        play(
            attempt(
                step("slow", 1)
                    .with("naps", 3600)
                    .with("timeout", 2)
                    .with("retry", Map.of("backoff", 1, "max_attempts", 2))),
            put("error", caught()),
            put("message", caughtMessage()));
    for (int second = 0; second < 10; second++) {
      world.advanceSeconds(1); // housekeeping looks at the end of each
    }

    assertThat(succeeded(main))
        .containsEntry("error", "StepTimeoutError")
        .containsEntry("message", "step 'slow' did not end within its timeout of 2 s");
    assertThat(delays(main, "slow")).containsExactly(1.0);
  }

  @Test
  void tm_2_the_time_of_the_whole_call_cancels_the_attempt_under_way() {
    Execution main =
        play(
            attempt(run("a", ask("never")).with("total_timeout", 5).with("retry", 3)),
            put("error", caught()),
            put("message", caughtMessage()));
    world.advanceSeconds(5);

    assertThat(succeeded(main))
        .containsEntry("error", "DependencyTimeoutError")
        .hasEntrySatisfying(
            "message", said -> assertThat((String) said).contains("total timeout of 5 s"));
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(text(world.named("a"))).isEqualTo("timeout after 5 s");
  }

  @Test
  void tm_2_no_attempt_begins_after_the_time_of_the_whole_call() {
    mood("bad");
    Execution main =
        play(
            attempt(moody("a").with("total_timeout", 5).with("retry", Map.of("backoff", 3))),
            put("error", caught()));
    world.advanceSeconds(3);

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
    assertThat(main.children()).hasSize(2);
    assertThat(lines(main)).anyMatch(line -> line.contains("total timeout"));
  }

  @Test
  void tm_2_the_time_of_the_whole_call_goes_on_while_the_engine_is_down() {
    Execution main =
        play(attempt(run("a", ask("never")).with("total_timeout", 100)), put("error", caught()));
    world.advanceSeconds(20);
    world.crash();
    world.advanceSeconds(20);

    Execution again = world.named(main.name());
    assertThat(succeeded(again)).containsEntry("error", "DependencyTimeoutError");
  }
}
