package io.flowengine.testkit.engine;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Query;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.resource.FireOutcome;
import io.flowengine.resource.Misfire;
import io.flowengine.resource.Overlap;
import io.flowengine.resource.PlannedFire;
import io.flowengine.resource.Schedule;
import io.flowengine.resource.ScheduleFire;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Section 10 of the patterns: schedules. Time stands at 2030-01-01T00:00Z and is moved. */
@Timeout(60)
class SchedulesTest {
  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  private final List<FlowEngine> engines = new ArrayList<>();
  private Environment node = time.node();
  private FlowEngine engine = open(true);

  private FlowEngine open(boolean withFlow) {
    var builder =
        FlowEngine.builder()
            .environment(node)
            .store(store)
            .shutdown(Duration.ZERO)
            .flow("other", (system, self, inputs) -> null)
            .flow(
                "slow",
                (system, self, inputs) -> {
                  self.sleep(ofMinutes(90));
                  return null;
                });
    if (withFlow) {
      builder.flow("work", (system, self, inputs) -> inputs.get("x"));
    }
    FlowEngine opened = builder.build();
    engines.add(opened);
    return opened;
  }

  @AfterEach
  void close() {
    engines.forEach(FlowEngine::close);
  }

  private void save(Schedule schedule) {
    engine.schedules().save("s", schedule);
    time.settle();
  }

  private void crash() {
    time.crash(node);
    node = time.node();
  }

  private void reopen() {
    engine = open(true);
    time.settle();
    time.advance(ofSeconds(60)); // what the dead node held is taken over
  }

  private List<ExecutionRecord> runs(String flow) {
    return engine
        .executions(Query.where(Filter.eq("flow_name", flow)).orderBy("created_at").limit(1000))
        .items();
  }

  private List<Instant> times(String flow) {
    return runs(flow).stream().map(SchedulesTest::nominal).toList();
  }

  private static Instant nominal(ExecutionRecord record) {
    Object at = record.attributes().inputs().toMap().get("scheduled_for");
    return ((OffsetDateTime) Optional.ofNullable(at).orElseThrow()).toInstant();
  }

  private static Instant at(String text) {
    return Instant.parse("2030-01-" + text + "Z");
  }

  private List<FireOutcome> outcomes() {
    return engine.schedules().history("s", 100).reversed().stream()
        .map(ScheduleFire::outcome)
        .toList();
  }

  private static Schedule hourly(String flow) {
    return Schedule.cron("0 * * * *").flow(flow);
  }

  // ---------------------------------------------------------------- firing

  @Test
  void sc_1_a_schedule_starts_its_flow_at_each_nominal_instant() {
    save(Schedule.cron("0 2 * * *").flow("work").inputs(Map.of("x", 7)));
    time.advance(ofDays(3));

    assertThat(times("work"))
        .containsExactly(at("01T02:00:00"), at("02T02:00:00"), at("03T02:00:00"));
    assertThat(runs("work").getFirst().state().startedAt()).isEqualTo(at("01T02:00:00"));
    assertThat(runs("work").getFirst().state().outputs().toMap()).containsEntry("result", 7L);
  }

  @Test
  @Rule("FA-102")
  void what_a_schedule_starts_names_it_and_has_no_parent() {
    save(hourly("work"));
    time.advance(ofHours(1));
    ExecutionRecord run = runs("work").getFirst();

    assertThat(run.field("schedule_name")).isEqualTo("s");
    assertThat(run.field("schedule_id"))
        .isEqualTo(engine.schedules().find("s").orElseThrow().get("id"));
    assertThat(run.parent()).isNull();
  }

  @Test
  @Rule("FA-153")
  void what_a_schedule_starts_has_its_roles() {
    save(hourly("work").roles(List.of("etl")));
    time.advance(ofHours(1));

    assertThat(runs("work").getFirst().field("roles")).isEqualTo(List.of("etl"));
  }

  @Test
  void every_counts_from_the_moment_of_saving_or_from_an_anchor() {
    time.advance(ofMinutes(7));
    save(Schedule.every(ofMinutes(20)).flow("work"));
    engine
        .schedules()
        .save("t", Schedule.every(ofMinutes(20)).anchor(at("01T00:00:00")).flow("other"));
    time.advance(ofMinutes(60));

    assertThat(times("work"))
        .containsExactly(at("01T00:27:00"), at("01T00:47:00"), at("01T01:07:00"));
    assertThat(times("other"))
        .containsExactly(at("01T00:20:00"), at("01T00:40:00"), at("01T01:00:00"));
  }

  @Test
  void at_fires_once_and_is_over() {
    save(Schedule.at(at("01T05:00:00")).flow("work"));
    time.advance(ofDays(2));

    assertThat(times("work")).containsExactly(at("01T05:00:00"));
    Filter active =
        new Filter.And(List.of(Filter.eq("type", "SCHEDULE"), Filter.eq("ended_at", null)));
    assertThat(engine.executions(Query.where(active)).items()).isEmpty();
  }

  @Test
  void sc_10_ten_years_of_fires_each_take_place_once() {
    save(Schedule.cron("0 0 1 * *").flow("work"));
    time.advance(ofDays(3653));

    assertThat(times("work")).hasSize(120).doesNotHaveDuplicates();
    assertThat(outcomes()).hasSize(100).containsOnly(FireOutcome.FIRED);
  }

  @Test
  @Rule("FA-151")
  void one_execution_works_on_a_schedule_at_a_time_and_another_goes_on_after_some_rounds() {
    save(Schedule.every(ofSeconds(1)).flow("work"));
    time.advance(ofSeconds(250));

    assertThat(times("work")).hasSize(250).doesNotHaveDuplicates();
    Filter runners = Filter.eq("type", "SCHEDULE");
    List<ExecutionRecord> all = engine.executions(Query.where(runners)).items();
    assertThat(all).hasSize(3);
    assertThat(all).filteredOn(each -> !each.status().isEnded()).hasSize(1);
  }

  // ---------------------------------------------------------------- crashes and nodes

  @Test
  void sc_10_a_crash_neither_loses_nor_repeats_a_fire() {
    save(hourly("work"));
    time.advance(ofMinutes(90));
    crash();
    reopen();
    time.advance(ofHours(2));

    assertThat(times("work"))
        .containsExactly(at("01T01:00:00"), at("01T02:00:00"), at("01T03:00:00"));
  }

  @Test
  void sc_10_two_nodes_fire_once() {
    node = time.node();
    FlowEngine second = open(true);
    save(hourly("work"));
    time.advance(ofHours(5));
    second.close();

    assertThat(times("work")).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void sc_10_a_schedule_that_is_saved_again_and_again_fires_once() {
    save(hourly("work"));
    for (int i = 0; i < 5; i++) {
      time.advance(ofMinutes(12));
      save(hourly("work"));
    }
    time.advance(ofMinutes(5));

    assertThat(times("work")).containsExactly(at("01T01:00:00"));
  }

  // ---------------------------------------------------------------- misfires

  private void downFor(Duration pause) {
    crash();
    time.advance(pause);
    reopen();
  }

  @Test
  void sc_4_by_default_the_last_missed_fire_takes_place() {
    save(hourly("work"));
    downFor(ofMinutes(190));

    assertThat(times("work")).containsExactly(at("01T03:00:00"));
    assertThat(outcomes())
        .containsExactly(FireOutcome.MISSED, FireOutcome.MISSED, FireOutcome.FIRED);
  }

  @Test
  void sc_4_skip_misses_all() {
    save(hourly("work").misfire(Misfire.SKIP));
    downFor(ofMinutes(190));
    time.advance(ofHours(1));

    assertThat(times("work")).containsExactly(at("01T04:00:00"));
    assertThat(engine.schedules().history("s", 3).stream().map(ScheduleFire::nominal))
        .containsExactly(at("01T04:00:00"), at("01T03:00:00"), at("01T02:00:00"));
    assertThat(outcomes())
        .containsExactly(
            FireOutcome.MISSED, FireOutcome.MISSED, FireOutcome.MISSED, FireOutcome.FIRED);
  }

  @Test
  void sc_4_all_makes_up_for_them_one_after_the_other() {
    save(hourly("slow").misfire(Misfire.ALL).overlap(Overlap.ALLOW));
    downFor(ofMinutes(130));
    time.advance(ofMinutes(40));

    assertThat(times("slow")).containsExactly(at("01T01:00:00"));
    time.advance(ofMinutes(60));
    assertThat(times("slow")).contains(at("01T01:00:00"), at("01T02:00:00"));
  }

  @Test
  void sc_4_all_makes_up_for_the_last_ones_only() {
    save(hourly("work").misfire(Misfire.ALL).maxCatchUp(2));
    downFor(ofMinutes(310));

    assertThat(times("work")).containsExactly(at("01T04:00:00"), at("01T05:00:00"));
    assertThat(outcomes())
        .containsExactly(
            FireOutcome.MISSED,
            FireOutcome.MISSED,
            FireOutcome.MISSED,
            FireOutcome.FIRED,
            FireOutcome.FIRED);
  }

  @Test
  void sc_4_what_is_late_by_no_more_than_the_grace_is_no_misfire() {
    save(hourly("work").misfire(Misfire.SKIP).misfireGrace(ofHours(2)));
    downFor(ofMinutes(100));

    assertThat(times("work")).containsExactly(at("01T01:00:00"));
  }

  // ---------------------------------------------------------------- overlaps

  @Test
  void sc_5_by_default_a_fire_is_skipped_while_the_former_run_goes_on() {
    save(hourly("slow"));
    time.advance(ofHours(4));

    assertThat(times("slow")).containsExactly(at("01T01:00:00"), at("01T03:00:00"));
    assertThat(outcomes())
        .containsExactly(
            FireOutcome.FIRED,
            FireOutcome.SKIPPED_OVERLAP,
            FireOutcome.FIRED,
            FireOutcome.SKIPPED_OVERLAP);
  }

  @Test
  void sc_5_allow_lets_runs_go_on_side_by_side() {
    save(hourly("slow").overlap(Overlap.ALLOW));
    time.advance(ofHours(3));

    assertThat(times("slow")).hasSize(3);
    assertThat(outcomes()).containsOnly(FireOutcome.FIRED);
  }

  @Test
  void sc_5_queue_starts_them_in_order() {
    save(hourly("slow").overlap(Overlap.QUEUE));
    time.advance(ofMinutes(60 + 90 + 90 + 5));
    List<ExecutionRecord> runs = runs("slow");

    assertThat(times("slow"))
        .containsExactly(at("01T01:00:00"), at("01T02:00:00"), at("01T03:00:00"));
    assertThat(runs.get(1).state().startedAt()).isEqualTo(at("01T02:30:00"));
    assertThat(runs.get(2).state().startedAt()).isEqualTo(at("01T04:00:00"));
  }

  @Test
  void sc_5_a_queue_that_is_full_skips() {
    save(Schedule.every(ofMinutes(10)).flow("slow").overlap(Overlap.QUEUE).queueLimit(2));
    time.advance(ofMinutes(50));

    assertThat(outcomes())
        .containsExactly(
            FireOutcome.FIRED, FireOutcome.SKIPPED_OVERLAP, FireOutcome.SKIPPED_OVERLAP);
  }

  @Test
  void sc_5_cancel_previous_cancels_the_former_run_and_starts_when_it_has_ended() {
    save(hourly("slow").overlap(Overlap.CANCEL_PREVIOUS));
    time.advance(ofHours(2));

    assertThat(runs("slow").stream().map(ExecutionRecord::status))
        .containsExactly(ExecutionStatus.ENDED_CANCELLED, ExecutionStatus.WAITING);
    assertThat(times("slow")).containsExactly(at("01T01:00:00"), at("01T02:00:00"));
  }

  // ---------------------------------------------------------------- jitter, pauses, changes

  @Test
  void sc_6_jitter_puts_fires_off_by_the_same_time_on_all_nodes() {
    save(Schedule.cron("0 * * * *").flow("work").jitter(ofMinutes(30)));
    List<PlannedFire> planned = engine.schedules().nextFires("s", 3);
    time.advance(ofHours(4));

    assertThat(runs("work").stream().limit(3).map(each -> each.state().startedAt()))
        .containsExactlyElementsOf(planned.stream().map(PlannedFire::due).toList());
    assertThat(planned)
        .allMatch(
            fire ->
                !fire.due().isBefore(fire.nominal())
                    && !fire.due().isAfter(fire.nominal().plus(ofMinutes(30))));
    assertThat(planned).anyMatch(fire -> fire.due().isAfter(fire.nominal()));
  }

  @Test
  void sc_6_jitter_never_reaches_the_next_nominal_fire() {
    save(Schedule.every(ofSeconds(10)).flow("work").jitter(ofHours(1)));

    assertThat(engine.schedules().nextFires("s", 50))
        .allMatch(fire -> fire.due().isBefore(fire.nominal().plusSeconds(10)));
  }

  @Test
  void sc_7_a_paused_schedule_does_not_fire_and_misses_nothing() {
    save(hourly("work").misfire(Misfire.ALL));
    engine.schedules().pause("s", at("01T03:30:00"));
    time.advance(ofHours(4));

    assertThat(times("work")).containsExactly(at("01T04:00:00"));
    assertThat(outcomes())
        .containsExactly(
            FireOutcome.PAUSED, FireOutcome.PAUSED, FireOutcome.PAUSED, FireOutcome.FIRED);
  }

  @Test
  void sc_7_a_pause_can_be_ended() {
    save(hourly("work"));
    engine.schedules().pause("s", at("09T00:00:00"));
    time.advance(ofMinutes(90));
    engine.schedules().resume("s");
    time.advance(ofHours(1));

    assertThat(times("work")).containsExactly(at("01T02:00:00"));
  }

  @Test
  @Rule("FA-151")
  void sc_7_a_disabled_schedule_does_not_fire_and_what_it_has_started_goes_on() {
    save(hourly("slow"));
    time.advance(ofHours(1));
    engine.schedules().disable("s");
    time.advance(ofHours(5));

    assertThat(times("slow")).containsExactly(at("01T01:00:00"));
    assertThat(runs("slow").getFirst().status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    engine.schedules().enable("s");
    time.advance(ofHours(1));
    assertThat(times("slow")).containsExactly(at("01T01:00:00"), at("01T07:00:00"));
  }

  @Test
  @Rule("FA-151")
  void a_deleted_schedule_does_not_fire() {
    save(hourly("work"));
    engine.schedules().delete("s");
    time.advance(ofHours(5));

    assertThat(times("work")).isEmpty();
    assertThat(engine.schedules().find("s")).isEmpty();
  }

  @Test
  void sc_7_a_changed_schedule_counts_from_now() {
    save(hourly("work"));
    time.advance(ofMinutes(90));
    save(Schedule.cron("45 * * * *").flow("other"));
    time.advance(ofHours(1));

    assertThat(times("work")).containsExactly(at("01T01:00:00"));
    assertThat(times("other")).containsExactly(at("01T01:45:00"));
  }

  @Test
  void sc_7_a_preview_lists_nominal_and_local_times() {
    save(Schedule.cron("30 2 * * *").zone("Europe/Berlin").flow("work"));
    List<PlannedFire> fires =
        engine.schedules().preview("s", Instant.parse("2026-03-28T00:00:00Z"), 2);

    assertThat(fires.stream().map(PlannedFire::nominal))
        .containsExactly(
            Instant.parse("2026-03-28T01:30:00Z"), Instant.parse("2026-03-29T01:00:00Z"));
    assertThat(fires.getLast().local()).hasToString("2026-03-29T03:00+02:00[Europe/Berlin]");
  }

  // ---------------------------------------------------------------- what goes wrong

  @Test
  void sc_10_a_flow_that_is_gone_is_tried_again_and_the_schedule_stays_enabled() {
    save(hourly("work"));
    engine.close();
    node = time.node();
    engine = open(false);
    time.advance(ofHours(2));

    assertThat(outcomes()).contains(FireOutcome.START_FAILED).doesNotContain(FireOutcome.FIRED);
    engine.close();
    node = time.node();
    engine = open(true);
    time.advance(ofMinutes(2));
    assertThat(times("work")).containsExactly(at("01T02:00:00"));
    assertThat(outcomes()).containsExactly(FireOutcome.START_FAILED, FireOutcome.FIRED);
  }

  @Test
  @Rule("FA-151")
  void an_execution_of_a_schedule_that_is_cancelled_is_followed_by_another_a_minute_later() {
    save(hourly("work"));
    Execution runner =
        engine.execution(
            engine.executions(Query.where(Filter.eq("type", "SCHEDULE"))).items().getFirst().id());
    runner.cancel();
    time.advance(ofHours(1));

    assertThat(times("work")).containsExactly(at("01T01:00:00"));
  }

  @Test
  void sc_1_what_is_no_schedule_is_refused_and_nothing_is_saved() {
    refused(Schedule.cron("61 * * * *").flow("work"), "the minute field is '61'");
    refused(Schedule.cron("0 0 30 2 *").flow("work"), "with its day field");
    refused(Schedule.cron("* * * * *").zone("Mars/Olympus").flow("work"), "field 'zone'");
    refused(Schedule.cron("* * * * *"), "needs a flow");
    refused(Schedule.every(Duration.ZERO).flow("work"), "field 'every'");
    refused(hourly("work").jitter(ofSeconds(-1)), "field 'jitter'");
    refused(hourly("work").maxCatchUp(0), "field 'max_catch_up'");
    assertThatThrownBy(() -> engine.schedules().save("s", hourly("nope")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("nope");
    assertThat(engine.schedules().find("s")).isEmpty();
  }

  private void refused(Schedule schedule, String message) {
    assertThatThrownBy(() -> engine.schedules().save("s", schedule))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
