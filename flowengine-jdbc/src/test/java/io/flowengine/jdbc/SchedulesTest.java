package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.resource.FireOutcome;
import io.flowengine.resource.Overlap;
import io.flowengine.resource.Schedule;
import io.flowengine.resource.ScheduleFire;
import io.flowengine.spi.Environment;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules in a database: over the death of an engine, and on two engines. */
abstract class SchedulesTest {
  private final VirtualTime time = VirtualTime.manual();
  private final List<FlowEngine> engines = new ArrayList<>();
  private JdbcStore store;
  private Environment node;
  private FlowEngine engine;

  abstract JdbcStore newStore();

  @BeforeEach
  void open() {
    store = newStore();
    openEngine();
  }

  private void openEngine() {
    node = time.node();
    engine =
        FlowEngine.builder()
            .environment(node)
            .store(store)
            .shutdown(Duration.ZERO)
            .flow("work", (system, self, inputs) -> null)
            .flow("told", (system, self, inputs) -> null)
            .flow(
                "broken",
                (system, self, inputs) -> {
                  throw new IllegalStateException("broken");
                })
            .flow(
                "slow",
                (system, self, inputs) -> {
                  self.sleep(Duration.ofMinutes(90));
                  return null;
                })
            .build();
    engines.add(engine);
    time.settle();
  }

  @AfterEach
  void close() {
    engines.forEach(FlowEngine::close);
    store.close();
  }

  private List<Object> nominal(String flow) {
    return engine
        .executions(Query.where(Filter.eq("flow_name", flow)).orderBy("created_at"))
        .items()
        .stream()
        .map(ExecutionRecord::attributes)
        .map(attributes -> attributes.inputs().toMap().get("scheduled_for"))
        .toList();
  }

  private List<FireOutcome> outcomes() {
    return engine.schedules().history("s", 100).reversed().stream()
        .map(ScheduleFire::outcome)
        .toList();
  }

  @Test
  void sc_10_a_death_neither_loses_nor_repeats_a_fire() {
    engine.schedules().save("s", Schedule.cron("0 * * * *").flow("work"));
    time.advance(Duration.ofMinutes(90));
    time.crash(node);
    openEngine();
    time.advance(Duration.ofMinutes(100));

    assertThat(nominal("work")).hasSize(3).doesNotHaveDuplicates();
    assertThat(outcomes()).containsOnly(FireOutcome.FIRED);
  }

  @Test
  void sc_10_two_engines_fire_once() {
    engine.schedules().save("s", Schedule.cron("0 * * * *").flow("work"));
    openEngine();
    time.advance(Duration.ofHours(5));

    assertThat(nominal("work")).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void sc_5_a_queue_outlives_a_death() {
    engine.schedules().save("s", Schedule.cron("0 * * * *").flow("slow").overlap(Overlap.QUEUE));
    time.advance(Duration.ofMinutes(125));
    time.crash(node);
    openEngine();
    time.advance(Duration.ofMinutes(40));

    assertThat(nominal("slow")).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void sc_8_a_death_neither_loses_nor_repeats_what_is_told() {
    Schedule failing = Schedule.cron("0 * * * *").flow("broken").retry(2, Duration.ofMinutes(10));
    engine.schedules().save("s", failing.onFailure("told", 1));
    time.advance(Duration.ofMinutes(65));
    time.crash(node);
    openEngine();
    time.advance(Duration.ofMinutes(90));

    assertThat(nominal("broken")).hasSize(4);
    assertThat(nominal("told")).hasSize(2).doesNotHaveDuplicates();
  }
}
