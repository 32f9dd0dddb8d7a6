package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.Input;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.ScriptedConnector;
import io.flowengine.testkit.rule.Rule;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 13: the wrappers that come with the library. */
class BuiltInWrappersTest {
  private static final String TWICE =
      """
      for number in range(2):
          this.using('cache', max_age_minutes=5).flow('third time', needed=1, key=%s)
          this.sleep(%d)
      this.set_output(system.setting('count').get('value'))
      """;

  private final ScriptedConnector smtp =
      ScriptedConnector.of(
          "SMTP", Input.text("to"), Input.text("subject"), Input.text("text"), Input.text("host"));

  @RegisterExtension
  final FlowEngineExtension flows =
      SharedPython.engines().engine(builder -> builder.connector(smtp)).build();

  @BeforeEach
  void a_flow_that_succeeds_the_third_time() {
    flows.script(
        "third time",
        """
        def handler(system, this, inputs):
            count = system.setting('count')
            tries = (count.get('value') if count.exists() else 0) + 1
            count.save(value=tries)
            this.set_output(tries=tries)
            if tries < inputs.get('needed', 3):
                this.error(f'try {tries} failed')
        """);
  }

  private Execution run(String body) {
    Execution main = start(body);
    var unused = main.outcome(ofMinutes(1));
    return main;
  }

  private Execution start(String body) {
    String script = "import flow_api\n\ndef handler(system, this, inputs):\n" + body.indent(4);
    return flows.script("main", script).engine().flow("main").start();
  }

  // ---------------------------------------------------------------- retry

  @Test
  @Rule("FA-166")
  void retry_repeats_a_failed_run_until_it_succeeds() {
    Execution main =
        run("return this.using('retry', delay_sec=60).flow('third time').get('output_value')");

    assertThat(main).succeeded().hasOutput("tries", 3L);
    Execution wrapper = main.children().getFirst();
    assertThat(wrapper.children()).hasSize(3);
    assertThat(wrapper.record().duration(flows.time().now())).isEqualTo(ofMinutes(2));
  }

  @Test
  @Rule("FA-166")
  void retry_gives_up_with_the_message_of_the_last_failure() {
    Execution main = run("this.using('retry', max_tries=2, delay_sec=1).flow('third time')");

    assertThat(main).failed();
    Execution wrapper = main.children().getFirst();
    assertThat(wrapper.children()).hasSize(2);
    assertThat(wrapper).failed().hasMessage("try 2 failed");
  }

  @Test
  @Rule("FA-166")
  void retry_refuses_what_it_does_not_know() {
    Execution main = run("this.using('retry', tries=2).flow('third time')");

    assertThat(main).failed();
    assertThat(main.message().orElseThrow()).contains("max_tries and delay_sec only");
    assertThat(main.children().getFirst().children()).isEmpty();
  }

  // ---------------------------------------------------------------- cache

  @Test
  @Rule("FA-162")
  void cache_gives_what_an_earlier_execution_with_equal_inputs_has_given() {
    Execution main = run(TWICE.formatted("0", 60));

    assertThat(main).succeeded().hasOutput("result", 1L);
    assertThat(main.children()).allMatch(each -> each.outputs().equals(Map.of("tries", 1L)));
  }

  @Test
  @Rule("FA-162")
  void cache_does_not_give_what_is_too_old() {
    assertThat(run(TWICE.formatted("0", 301))).succeeded().hasOutput("result", 2L);
  }

  @Test
  @Rule("FA-162")
  void cache_does_not_give_what_had_other_inputs() {
    assertThat(run(TWICE.formatted("number", 1))).succeeded().hasOutput("result", 2L);
  }

  // ---------------------------------------------------------------- check

  @Test
  @Rule("FA-163")
  void check_fails_if_the_checker_fails() {
    String twice =
        """
        script = '''
        def handler(system, this, inputs):
            if inputs['data']['tries'] < inputs['least']:
                this.error('too few')
        '''
        for number in range(2):
            this.using('check', checker_script=script, inputs={'least': 2}).flow(
                'third time', needed=1, wait='ALL_ENDED')
        """;
    Execution main = run(twice);

    assertThat(main).succeeded();
    assertThat(main.children().getFirst()).failed();
    assertThat(main.children().getFirst().message().orElseThrow()).contains("too few");
    assertThat(main.children().getLast()).succeeded().hasOutput("tries", 2L);
  }

  @Test
  @Rule("FA-163")
  void check_runs_a_flow_as_a_checker() {
    flows.script("checker", "def handler(system, this, inputs):\n    this.error(str(inputs))\n");
    Execution main =
        run("this.using('check', checker_flow='checker').flow('third time', needed=1)");

    assertThat(main).failed();
    assertThat(main.children().getFirst().message().orElseThrow())
        .contains("{'data': {'tries': 1}}");
  }

  @Test
  @Rule("FA-163")
  void check_needs_exactly_one_checker() {
    Execution main = run("this.using('check').flow('third time')");

    assertThat(main).failed();
    assertThat(main.message().orElseThrow()).contains("one of checker_flow and checker_script");
  }

  // ---------------------------------------------------------------- interactive

  private void answer(String button) {
    flows.time().settle();
    var message = flows.engine().openMessages().getFirst();
    flows.engine().answer(message.id(), Map.of(button, true));
  }

  @Test
  @Rule("FA-164")
  void interactive_tries_again_when_told_to() {
    Execution main =
        start("return this.using('interactive').flow('third time').get('output_value')");
    answer("retry");
    answer("retry");

    assertThat(main.await(ofMinutes(1))).hasOutput("tries", 3L);
  }

  @Test
  @Rule("FA-164")
  void interactive_fails_when_told_to() {
    Execution main = start("this.using('interactive').flow('third time')");
    answer("fail");
    var unused = main.outcome(ofMinutes(1));

    assertThat(main).failed();
    assertThat(main.children().getFirst()).failed().hasMessage("try 1 failed");
  }

  @Test
  @Rule("FA-164")
  void interactive_fails_when_nobody_answers_in_time() {
    Execution main =
        run("this.using('interactive', interactive_limit_minutes=5).flow('third time')");

    assertThat(main).failed();
    assertThat(main.children().getFirst().record().duration(flows.time().now()))
        .isEqualTo(ofMinutes(5));
  }

  // ---------------------------------------------------------------- notify

  @Test
  @Rule("FA-165")
  void notify_writes_a_message_about_a_failure_which_stands() {
    Execution main = run("this.using('notify').flow('third time')");

    assertThat(main).failed();
    assertThat(main.children().getFirst()).failed().hasMessage("try 1 failed");
    assertThat(flows.engine().openMessages())
        .singleElement()
        .satisfies(message -> assertThat(message.subject()).isEqualTo("third time has failed"));
  }

  @Test
  @Rule("FA-165")
  void notify_is_silent_about_a_success_unless_asked() {
    assertThat(run("this.using('notify').flow('third time', needed=1)")).succeeded();

    assertThat(flows.engine().openMessages()).isEmpty();
  }

  @Test
  @Rule("FA-165")
  void notify_sends_a_mail_through_the_connector_that_is_named() {
    Execution main =
        run(
            """
            system.connector('mail').save(connector_type='SMTP', value={'host': 'h'})
            system.setting('notify_connector').save(value='mail')
            this.using('notify', notify_on_success=True, to='ada', body='well').flow(
                'third time', needed=1)
            """);

    assertThat(main).succeeded();
    assertThat(smtp.asked())
        .containsExactly(
            Map.of(
                "host", "h", "to", "ada", "subject", "third time has succeeded", "text", "well"));
  }

  // ---------------------------------------------------------------- timeout, and all of them

  @Test
  @Rule("FA-167")
  void timeout_cancels_what_takes_too_long_and_fails() {
    flows.script("slow", "def handler(system, this, inputs):\n    this.sleep(1000)\n");
    Execution main = run("this.using('timeout', timeout_sec=5).flow('slow')");

    assertThat(main).failed();
    Execution wrapper = main.children().getFirst();
    assertThat(wrapper).failed();
    assertThat(wrapper.children().getFirst()).wasCancelled();
  }

  @Test
  @Rule({"FA-37", "FA-159", "FA-161"})
  void built_in_wrappers_can_be_attached_and_chained() {
    Execution main =
        run(
            """
            system.flow('third time').save(wrapper_name='retry')
            return this.using('timeout', timeout_sec=100).flow('third time').get('output_value')
            """);

    assertThat(main).succeeded().hasOutput("tries", 3L);
  }

  @Test
  @Rule("FA-158")
  void a_record_of_the_same_name_replaces_a_built_in_wrapper() {
    Execution main =
        run(
            """
            script = 'def handler(system, this, inputs):\\n    this.set_output(mine=True)'
            system.wrapper('retry').save(script=script)
            wrapper = system.wrapper('retry')
            return this.using(wrapper).flow('third time').get('output_value')
            """);

    assertThat(main).succeeded().hasOutput("mine", true);
    assertThat(main.children().getFirst().children()).isEmpty();
  }

  @Test
  @Rule("FA-37")
  void a_script_can_be_wrapped() {
    Execution main =
        run(
            """
            script = 'def handler(system, this, inputs):\\n    return inputs'
            return this.using('retry').script(script, name='s', x=1).get('output_value')
            """);

    assertThat(main).succeeded().hasOutput("x", 1L);
  }
}
