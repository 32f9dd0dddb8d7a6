package io.flowengine.testkit.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Query;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.resource.FireOutcome;
import io.flowengine.resource.Overlap;
import io.flowengine.resource.Schedule;
import io.flowengine.resource.ScheduleFire;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SC-8 and SC-9: how the runs of a schedule end, and whether they begin. Hours count from 0. */
@Timeout(60)
class ScheduleEndsTest {
  private static final Instant MIDNIGHT = Instant.parse("2030-01-01T00:00:00Z");

  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  private final Set<Long> bad = ConcurrentHashMap.newKeySet();
  private Environment node = time.node();
  private FlowEngine engine = open();

  private FlowEngine open() {
    return FlowEngine.builder()
        .environment(node)
        .store(store)
        .shutdown(Duration.ZERO)
        .flow("work", (system, self, inputs) -> work(inputs))
        .flow("hook", (system, self, inputs) -> inputs.get("status"))
        .flow("recovered", (system, self, inputs) -> null)
        .flow("succeeded", (system, self, inputs) -> null)
        .flow("decides", (system, self, inputs) -> decided(inputs))
        .flow(
            "slow",
            (system, self, inputs) -> {
              self.sleep(ofMinutes(90));
              return work(inputs);
            })
        .build();
  }

  private Object work(Map<String, Object> inputs) {
    if (bad.contains(hour(inputs))) {
      throw new IllegalStateException("no luck at " + hour(inputs));
    }
    return "done";
  }

  private Object decided(Map<String, Object> inputs) {
    return hour(inputs) == 2 ? false : work(inputs);
  }

  private static long hour(Map<String, ?> inputs) {
    Instant nominal = ((OffsetDateTime) inputs.get("scheduled_for")).toInstant();
    return Duration.between(MIDNIGHT, nominal).toHours();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void fail(long... hours) {
    for (long hour : hours) {
      bad.add(hour);
    }
  }

  private void runFor(Schedule schedule, Duration span) {
    engine.schedules().save("s", schedule);
    time.settle();
    time.advance(span);
  }

  private static Schedule hourly(String flow) {
    return Schedule.cron("0 * * * *").flow(flow);
  }

  private List<ExecutionRecord> runs(String flow) {
    return engine
        .executions(Query.where(Filter.eq("flow_name", flow)).orderBy("created_at").limit(1000))
        .items();
  }

  private List<Long> hours(String flow) {
    return runs(flow).stream().map(run -> hour(run.attributes().inputs().toMap())).toList();
  }

  private List<FireOutcome> outcomes() {
    return engine.schedules().history("s", 100).reversed().stream()
        .map(ScheduleFire::outcome)
        .toList();
  }

  // ---------------------------------------------------------------- on_failure and its like

  @Test
  void sc_8_a_failure_starts_the_flow_for_failures_and_tells_it_what_happened() {
    fail(1);
    runFor(hourly("work").onFailure("hook", 1), ofMinutes(70));

    Map<String, Object> told = runs("hook").getFirst().attributes().inputs().toMap();
    assertThat(told)
        .containsEntry("schedule", "s")
        .containsEntry("flow", "work")
        .containsEntry("status", "ENDED_ERROR")
        .containsEntry("execution_id", runs("work").getFirst().id().toString())
        .containsEntry("failures", 1L);
    assertThat(told.get("error"))
        .isEqualTo(Map.of("name", "IllegalStateException", "message", "no luck at 1"));
    assertThat(runs("hook").getFirst().parent()).isNull();
  }

  @Test
  void sc_8_a_series_of_failures_is_told_when_it_is_long_enough_and_at_each_further_one() {
    fail(1, 2, 3, 4);
    runFor(hourly("work").onFailure("hook", 3), ofHours(6));

    assertThat(hours("hook")).containsExactly(3L, 4L);
  }

  @Test
  void sc_8_an_exact_series_is_told_once() {
    fail(1, 2, 3, 4);
    runFor(hourly("work").onFailure("hook", 3).failureExact(), ofHours(6));

    assertThat(hours("hook")).containsExactly(3L);
  }

  @Test
  void sc_8_a_success_in_between_begins_a_new_series() {
    fail(1, 2, 4, 5);
    runFor(hourly("work").onFailure("hook", 3), ofHours(6));

    assertThat(hours("hook")).isEmpty();
  }

  @Test
  void sc_8_a_recovery_is_told_once_after_so_many_successes() {
    fail(1, 3, 4);
    Schedule schedule = hourly("work").onFailure("hook", 2).onRecovery("recovered", 2);
    runFor(schedule, ofHours(9));

    assertThat(hours("hook")).containsExactly(4L);
    assertThat(hours("recovered")).containsExactly(6L);
  }

  @Test
  void sc_8_each_success_is_told() {
    fail(2);
    runFor(hourly("work").onSuccess("succeeded"), ofMinutes(190));

    assertThat(hours("succeeded")).containsExactly(1L, 3L);
  }

  @Test
  void sc_8_what_was_cancelled_counts_neither_way() {
    fail(2);
    Schedule schedule =
        hourly("slow").overlap(Overlap.CANCEL_PREVIOUS).onFailure("hook", 1).onSuccess("succeeded");
    runFor(schedule, ofMinutes(61));
    engine.schedules().disable("s");
    engine.execution(runs("slow").getFirst().id()).cancel();
    engine.schedules().enable("s");
    time.advance(ofMinutes(10));

    assertThat(runs("slow").getFirst().status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(runs("hook")).isEmpty();
    assertThat(runs("succeeded")).isEmpty();
  }

  @Test
  void sc_8_a_crash_neither_loses_nor_repeats_what_is_told() {
    fail(1, 2);
    runFor(hourly("slow").overlap(Overlap.ALLOW).onFailure("hook", 1), ofMinutes(149));
    time.crash(node);
    node = time.node();
    engine = open();
    time.settle();
    time.advance(ofHours(2));

    assertThat(hours("hook")).containsExactly(1L, 2L);
  }

  @Test
  void sc_8_a_series_goes_on_when_the_schedule_is_saved() {
    fail(1, 2);
    runFor(hourly("work").onFailure("hook", 2), ofMinutes(70));
    runFor(hourly("work").onFailure("hook", 2), ofHours(1));

    assertThat(hours("hook")).containsExactly(2L);
  }

  // ---------------------------------------------------------------- retry

  @Test
  void sc_8_a_run_that_fails_is_tried_again_as_a_new_execution_and_the_last_one_counts() {
    fail(1);
    Schedule schedule = hourly("work").retry(3, ofMinutes(5)).onFailure("hook", 1);
    engine.schedules().save("s", schedule.onSuccess("succeeded"));
    time.settle();
    time.advance(ofMinutes(66));
    bad.clear();
    time.advance(ofMinutes(10));

    assertThat(runs("work").stream().map(run -> run.state().startedAt()))
        .containsExactly(at(60), at(65), at(70));
    assertThat(runs("work").getLast().field("attempt_of"))
        .isEqualTo(runs("work").getFirst().id().toString());
    assertThat(runs("hook")).isEmpty();
    assertThat(hours("succeeded")).containsExactly(1L);
    assertThat(outcomes()).containsExactly(FireOutcome.FIRED);
  }

  private static Instant at(long minute) {
    return MIDNIGHT.plus(ofMinutes(minute));
  }

  @Test
  void sc_8_retries_that_are_used_up_are_one_failure() {
    fail(1);
    runFor(hourly("work").retry(2, ofMinutes(5)).onFailure("hook", 1), ofMinutes(80));

    assertThat(hours("work")).containsExactly(1L, 1L);
    assertThat(hours("hook")).containsExactly(1L);
  }

  @Test
  void sc_8_a_run_that_waits_for_its_next_attempt_overlaps() {
    fail(1);
    runFor(hourly("work").retry(2, ofMinutes(90)), ofMinutes(125));

    assertThat(hours("work")).containsExactly(1L);
    assertThat(outcomes()).containsExactly(FireOutcome.FIRED, FireOutcome.SKIPPED_OVERLAP);
  }

  @Test
  void sc_8_a_schedule_that_fires_once_is_over_when_its_last_attempt_is() {
    fail(1);
    runFor(Schedule.at(at(60)).flow("work").retry(2, ofMinutes(5)), ofHours(3));

    assertThat(hours("work")).containsExactly(1L, 1L);
    Filter active =
        new Filter.And(List.of(Filter.eq("type", "SCHEDULE"), Filter.eq("ended_at", null)));
    assertThat(engine.executions(Query.where(active)).items()).isEmpty();
  }

  // ---------------------------------------------------------------- should_run

  @Test
  void sc_9_a_fire_is_skipped_if_should_run_says_false() {
    runFor(hourly("work").shouldRun("decides"), ofMinutes(190));

    assertThat(hours("work")).containsExactly(1L, 3L);
    assertThat(outcomes())
        .containsExactly(FireOutcome.FIRED, FireOutcome.SKIPPED_SHOULD_RUN, FireOutcome.FIRED);
  }

  @Test
  void sc_9_a_should_run_that_fails_counts_as_a_failure_and_is_asked_again() {
    fail(1);
    runFor(hourly("work").shouldRun("decides").onFailure("hook", 1), ofMinutes(63));

    ScheduleFire failed = engine.schedules().history("s", 10).getFirst();
    assertThat(failed.outcome()).isEqualTo(FireOutcome.START_FAILED);
    assertThat(failed.message()).contains("no luck at 1");
    assertThat(hours("hook")).containsExactly(1L);
    bad.clear();
    time.advance(ofMinutes(2));
    assertThat(outcomes()).containsExactly(FireOutcome.FIRED);
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void sc_8_flows_that_do_not_exist_and_policies_that_break_a_rule_are_refused() {
    assertThatThrownBy(() -> engine.schedules().save("s", hourly("work").onFailure("nobody", 1)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> engine.schedules().save("s", hourly("work").shouldRun("nobody")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> engine.schedules().save("s", hourly("work").onFailure("hook", 0)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("field 'failure_times'");
    assertThatThrownBy(() -> engine.schedules().save("s", hourly("work").retry(0, ofMinutes(1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("max_attempts must be an int from 1 to 100");
    assertThat(engine.schedules().find("s")).isEmpty();
  }

  @Test
  @Rule("SC-10")
  void a_flow_that_cannot_be_started_is_a_failure_once_for_each_nominal_fire() {
    engine.schedules().save("s", hourly("work").onFailure("hook", 1));
    time.settle();
    engine.close();
    node = time.node();
    engine =
        FlowEngine.builder()
            .environment(node)
            .store(store)
            .shutdown(Duration.ZERO)
            .flow("hook", (system, self, inputs) -> null)
            .build();
    time.settle();
    time.advance(ofMinutes(125));

    assertThat(hours("hook")).containsExactly(1L, 2L);
    assertThat(runs("hook").getFirst().attributes().inputs().toMap())
        .containsEntry("status", "START_FAILED");
    assertThat(outcomes()).containsExactly(FireOutcome.START_FAILED, FireOutcome.START_FAILED);
  }
}
