package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 12: schedules whose waiting is a script, and schedules as records of a flow. */
class SchedulersTest {
  private static final String SAVE =
      """
      script = '''
      def handler(system, this, inputs):
          pause = system.setting(inputs['setting_id'], by='id').get('value')
          this.sleep(pause)
          %s
          this.flow(inputs['flow_id'], wait=False)
      '''
      system.scheduler('pauses').save(script=script)
      system.setting('pause').save(value=600)
      system.schedule('s').save(scheduler='pauses', setting='pause', flow='work', roles=['etl'])
      """;

  @RegisterExtension
  final FlowEngineExtension flows =
      SharedPython.engines().time(VirtualTime::manual).withoutReplay().build();

  @BeforeEach
  void work() {
    flows.script("work", "def handler(system, this, inputs):\n    return inputs\n");
  }

  private Execution run(String body) {
    String script = "import flow_api\n\ndef handler(system, this, inputs):\n" + body.indent(4);
    Execution main = flows.script("main", script).engine().flow("main").start();
    flows.time().settle();
    return main;
  }

  private List<ExecutionRecord> of(String field, String value) {
    return flows
        .engine()
        .executions(Query.where(Filter.eq(field, value)).orderBy("created_at"))
        .items();
  }

  private List<Instant> starts() {
    return of("flow_name", "work").stream().map(each -> each.origin().createdAt()).toList();
  }

  private static Instant after(long seconds) {
    return VirtualTime.START.plusSeconds(seconds);
  }

  @Test
  @Rule({"FA-150", "FA-151", "FA-152"})
  void a_scheduler_waits_starts_the_flow_and_is_followed_by_the_next_one() {
    assertThat(run(SAVE.formatted("pass"))).succeeded();
    flows.time().advance(ofMinutes(35));

    assertThat(starts()).containsExactly(after(600), after(1200), after(1800));
    List<ExecutionRecord> schedulers = of("type", "SCHEDULE");
    assertThat(schedulers).hasSize(4);
    assertThat(schedulers).filteredOn(each -> !each.status().isEnded()).hasSize(1);
    assertThat(schedulers).allMatch(each -> each.name().equals("s"));
  }

  @Test
  @Rule("FA-153")
  void what_a_scheduler_starts_has_the_roles_of_the_schedule() {
    assertThat(run(SAVE.formatted("pass"))).succeeded();
    flows.time().advance(ofMinutes(11));

    assertThat(of("flow_name", "work").getFirst().field("roles")).isEqualTo(List.of("etl"));
  }

  @Test
  @Rule("FA-151")
  void after_an_error_the_next_scheduler_starts_a_minute_later() {
    assertThat(run(SAVE.formatted("raise ValueError('no')"))).succeeded();
    flows.time().advance(ofSeconds(600 + 60 + 1));

    List<ExecutionRecord> schedulers = of("type", "SCHEDULE");
    assertThat(schedulers.stream().map(ExecutionRecord::status))
        .containsExactly(ExecutionStatus.ENDED_ERROR, ExecutionStatus.WAITING);
    assertThat(schedulers.getLast().state().startedAt()).isEqualTo(after(660));
  }

  @Test
  @Rule("FA-151")
  void disabling_a_schedule_cancels_its_scheduler_and_not_what_it_has_started() {
    flows.script("work", "def handler(system, this, inputs):\n    this.sleep(5000)\n");
    assertThat(run(SAVE.formatted("pass"))).succeeded();
    flows.time().advance(ofMinutes(11));
    assertThat(run("system.schedule('s').save(is_enabled=False)")).succeeded();
    flows.time().advance(ofMinutes(100));

    assertThat(of("type", "SCHEDULE").getLast().status())
        .isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(of("flow_name", "work").stream().map(ExecutionRecord::status))
        .containsExactly(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  @Rule("FA-112")
  void a_flow_saves_a_schedule_with_times_of_python() {
    Execution main =
        run(
            """
            import datetime
            system.schedule('s').save(
                flow='work', every=datetime.timedelta(minutes=5), inputs={'x': 1}, misfire='skip')
            system.schedule('t').save(
                flow='work', at=datetime.datetime(2030, 1, 1, 0, 7, tzinfo=datetime.timezone.utc))
            """);
    assertThat(main).succeeded();
    flows.time().advance(ofMinutes(11));

    assertThat(starts()).containsExactly(after(300), after(420), after(600));
    assertThat(of("flow_name", "work").getFirst().attributes().inputs().toMap())
        .containsEntry("x", 1L)
        .containsKey("scheduled_for");
  }

  @Test
  @Rule("FA-112")
  void a_schedule_that_breaks_a_rule_is_refused() {
    Execution main =
        run(
            """
            for fields in (
                    {'cron': '99 * * * *'}, {'cron': '* * * * *', 'every': 5},
                    {'scheduler': 'nope'}, {'cron': '* * * * *', 'zone': 'Mars'}):
                try:
                    system.schedule('s').save(flow='work', **fields)
                except flow_api.EngineException as e:
                    this.log(type(e).__name__, e.message)
            this.set_output(exists=system.schedule('s').exists())
            """);

    assertThat(main).succeeded().hasOutputs(Map.of("exists", false));
    assertThat(main.log().stream().map(each -> each.text().substring(0, each.text().indexOf(' '))))
        .containsExactly(
            "InvalidInputError", "InvalidInputError", "ResourceNotFoundError", "InvalidInputError");
  }
}
