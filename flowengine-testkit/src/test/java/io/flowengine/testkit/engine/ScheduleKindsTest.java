package io.flowengine.testkit.engine;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Diagnosis;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Query;
import io.flowengine.resource.PlannedFire;
import io.flowengine.resource.Schedule;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schedules with recurrences of third parties, with wrappers, and what records show of them. */
@Timeout(60)
class ScheduleKindsTest {
  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  private Environment node = time.node();
  private FlowEngine engine = builder().recurrence("tide", new Tides()).build();

  private FlowEngineBuilder builder() {
    return FlowEngine.builder()
        .environment(node)
        .store(store)
        .shutdown(Duration.ZERO)
        .wrapper("around", (system, self, inputs) -> around(inputs, self.wrapped().run()))
        .wrapper("inner", (system, self, inputs) -> around(inputs, self.wrapped().run()))
        .flow("work", (system, self, inputs) -> Map.of("worked", true));
  }

  private static Map<String, Object> around(Map<String, Object> inputs, Object ran) {
    Map<?, ?> wrapped = (Map<?, ?>) inputs.get("wrapped");
    return Map.of("type", String.valueOf(wrapped.get("type")), "ran", ran != null);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void reopen(FlowEngineBuilder with) {
    engine = with.environment(node).build();
    time.settle();
  }

  private void leave() {
    engine.close();
    node = time.node();
  }

  private void save(Schedule schedule) {
    engine.schedules().save("s", schedule);
    time.settle();
  }

  private List<ExecutionRecord> runs(String flow) {
    return engine
        .executions(Query.where(Filter.eq("flow_name", flow)).orderBy("created_at").limit(1000))
        .items();
  }

  // ---------------------------------------------------------------- recurrences

  @Test
  void a_recurrence_that_the_host_has_added_fires() {
    save(Schedule.recurrence("tide", 30).flow("work"));
    List<PlannedFire> planned = engine.schedules().nextFires("s", 2);
    time.advance(ofHours(25));

    assertThat(runs("work").stream().map(run -> run.state().startedAt()))
        .containsExactlyElementsOf(planned.stream().map(PlannedFire::due).toList());
  }

  @Test
  void a_rule_that_its_kind_refuses_is_refused() {
    assertThatThrownBy(() -> save(Schedule.recurrence("tide", "soon").flow("work")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "field 'rule' of a schedule must be a rule of kind 'tide': it must be a number of"
                + " minutes, was 'soon'");
  }

  @Test
  void a_kind_that_the_engine_does_not_know_is_refused_and_the_known_ones_are_named() {
    assertThatThrownBy(() -> save(Schedule.recurrence("eclipse", null).flow("work")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it knows [tide]")
        .hasMessageContaining("FlowEngine.builder().recurrence(name, kind)");
  }

  @Test
  void a_schedule_waits_for_an_engine_that_knows_its_kind() {
    save(Schedule.recurrence("tide", 30).flow("work"));
    leave();
    reopen(builder());
    time.advance(ofDays(1));
    assertThat(runs("work")).isEmpty();
    ExecutionRecord runner =
        engine.executions(Query.where(Filter.eq("type", "SCHEDULE"))).items().getFirst();
    assertThat(engine.operations().diagnose(runner.id())).isInstanceOf(Diagnosis.NoNode.class);
    assertThat(engine.operations().diagnose(runner.id()).toText())
        .endsWith(
            "the recurrence 'tide'; open an engine that adds it with recurrence(\"tide\", ...)");

    leave();
    reopen(builder().recurrence("tide", new Tides()));
    time.advance(ofMinutes(1));
    assertThat(runs("work")).hasSize(1);
  }

  @Test
  void two_recurrences_of_one_name_are_refused() {
    assertThatThrownBy(
            () ->
                FlowEngine.builder()
                    .recurrence("tide", new Tides())
                    .recurrence("tide", new Tides()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'tide' is added twice");
  }

  // ---------------------------------------------------------------- wrappers

  @Test
  @Rule({"FA-158", "FA-159"})
  void a_wrapper_of_a_schedule_runs_in_the_place_of_what_it_starts() {
    save(Schedule.cron("0 * * * *").flow("work").wrapper("around"));
    time.advance(ofHours(1));

    ExecutionRecord wrapper =
        engine.executions(Query.where(Filter.eq("wrapper_id", "around"))).items().getFirst();
    assertThat(wrapper.origin().type()).isEqualTo(ExecutionType.SCRIPT);
    assertThat(wrapper.field("schedule_name")).isEqualTo("s");
    assertThat(wrapper.state().outputs().toMap())
        .containsEntry("type", "schedule")
        .containsEntry("ran", true);
    assertThat(runs("work").getFirst().parent()).isEqualTo(wrapper.id());
    assertThat(runs("work").getFirst().attributes().inputs().toMap()).containsKey("scheduled_for");
  }

  @Test
  @Rule("FA-158")
  void the_wrapper_of_the_flow_is_inside_that_of_the_schedule() {
    engine
        .records()
        .save(io.flowengine.execution.RecordType.FLOW, "work", Map.of("wrapper", "inner"));
    save(Schedule.cron("0 * * * *").flow("work").wrapper("around"));
    time.advance(ofHours(1));

    ExecutionRecord inner =
        engine.executions(Query.where(Filter.eq("wrapper_id", "inner"))).items().getFirst();
    assertThat(inner.state().outputs().toMap()).containsEntry("type", "flow");
    assertThat(runs("work").getFirst().parent()).isEqualTo(inner.id());
  }

  // ---------------------------------------------------------------- next_runs

  private Object nextRuns() {
    return engine.schedules().find("s").orElseThrow().get("next_runs");
  }

  @Test
  @Rule("FA-112")
  void sc_7_next_runs_are_told_and_go_on_with_time() {
    save(Schedule.cron("0 2 * * *").flow("work"));

    assertThat((List<?>) nextRuns())
        .hasSize(5)
        .first()
        .isEqualTo("2030-01-01T02:00:00.000000+0000");
    time.advance(ofHours(3));
    assertThat((List<?>) nextRuns()).first().isEqualTo("2030-01-02T02:00:00.000000+0000");
  }

  @Test
  @Rule("FA-112")
  void a_schedule_that_rests_has_no_next_runs_before_it_goes_on() {
    save(Schedule.cron("0 2 * * *").flow("work"));
    engine.schedules().pause("s", Instant.parse("2030-01-05T02:00:00Z"));
    assertThat((List<?>) nextRuns()).first().isEqualTo("2030-01-05T02:00:00.000000+0000");

    engine.schedules().disable("s");
    assertThat((List<?>) nextRuns()).isEmpty();
  }
}
