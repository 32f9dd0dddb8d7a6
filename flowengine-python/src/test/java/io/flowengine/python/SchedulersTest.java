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

  // ---------------------------------------------------------------- wrappers

  private static final String AROUND =
      """
      system.wrapper('around').save(script='''
      def handler(system, this, inputs):
          this.set_output(type=inputs['wrapped']['type'], of=inputs['wrapped']['resource'].get('name'))
          this.run_wrapped()
      ''')
      """;

  @Test
  @Rule({"FA-158", "FA-159"})
  void a_wrapper_of_a_scheduler_runs_in_the_place_of_its_executions() {
    assertThat(run(AROUND + SAVE.formatted("pass"))).succeeded();
    assertThat(run("system.scheduler('pauses').save(wrapper_name='around')")).succeeded();
    flows.time().advance(ofSeconds(600 + 601));

    assertThat(starts()).containsExactly(after(600), after(1200));
    ExecutionRecord wrapper = of("type", "SCHEDULE").get(1);
    assertThat(wrapper.state().outputs().toMap())
        .containsEntry("type", "scheduler")
        .containsEntry("of", "pauses");
    assertThat(of("parent_execution_id", wrapper.id().toString())).hasSize(1);
  }

  @Test
  @Rule({"FA-158", "FA-159"})
  void a_wrapper_of_a_schedule_is_outside_that_of_its_scheduler() {
    assertThat(run(AROUND + SAVE.formatted("pass"))).succeeded();
    assertThat(
            run(
                "system.scheduler('pauses').save(wrapper_name='around')\n"
                    + "system.schedule('s').save(wrapper_name='around')"))
        .succeeded();
    flows.time().advance(ofSeconds(601));

    ExecutionRecord outer = of("type", "SCHEDULE").get(1);
    assertThat(outer.state().outputs().toMap()).containsEntry("type", "schedule");
    ExecutionRecord inner = of("parent_execution_id", outer.id().toString()).getFirst();
    assertThat(inner.state().outputs().toMap()).containsEntry("type", "scheduler");
    assertThat(starts()).containsExactly(after(600));
  }

  // ---------------------------------------------------------------- how runs end

  @Test
  @Rule({"SC-8", "SC-9"})
  void sc_8_a_script_says_what_follows_the_ends_of_runs() {
    flows.script("work", "def handler(system, this, inputs):\n    raise ValueError('no')\n");
    flows.script("told", "def handler(system, this, inputs):\n    return inputs\n");
    flows.script("asked", "def handler(system, this, inputs):\n    return True\n");
    assertThat(
            run(
                "system.schedule('s').save(flow='work', every=3600, should_run='asked',"
                    + " retry=flow_api.Retry(backoff=[60]), on_failure=system.flow('told'))"))
        .succeeded();
    flows.time().advance(ofMinutes(62));

    assertThat(starts()).containsExactly(after(3600), after(3660));
    assertThat(of("flow_name", "told").getFirst().state().outputs().toMap())
        .containsEntry("status", "ENDED_ERROR")
        .containsEntry("failures", 1L);
  }

  @Test
  @Rule("SC-9")
  void sc_9_a_function_is_refused_for_it_would_not_outlive_the_script() {
    Execution main =
        run("system.schedule('s').save(flow='work', every=60, should_run=lambda at: 1)");

    assertThat(main.record().state().message())
        .contains("should_run must be the name of a flow, was a function");
  }

  @Test
  @Rule("FA-112")
  void next_runs_can_be_read() {
    assertThat(
            run(
                "s = system.schedule('s').save(flow='work', every=3600)\n"
                    + "return {'first': s.get('next_runs')[0], 'n': len(s.load('next_runs'))}"))
        .hasOutput("first", "2030-01-01T01:00:00.000000+0000")
        .hasOutput("n", 5L);
  }
}
