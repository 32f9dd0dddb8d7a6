package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.flowengine.execution.Execution;
import io.flowengine.execution.Value;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.ScriptedConnector;
import io.flowengine.testkit.rule.Rule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls look like from a script: arguments, keywords, types, exceptions. */
class FlowApiShapeTest {
  @RegisterExtension
  final FlowEngineExtension flows =
      SharedPython.engines()
          .flow("echo", (system, self, inputs) -> inputs)
          .flow("add one", (system, self, inputs) -> Map.of("sum", (long) inputs.get("n") + 1))
          .engine(engine -> engine.connector(ScriptedConnector.of("ECHO").answers(Map.of("x", 1))))
          .build();

  private Execution run(String... lines) {
    flows.script(
        "main", "def handler(system, this, inputs):\n    " + String.join("\n    ", lines) + "\n");
    Execution main = flows.engine().flow("main").start();
    main.outcome(ofSeconds(60));
    return main;
  }

  private Object result(String... lines) {
    Execution main = run(lines);
    assertThat(main).succeeded();
    return main.outputs().get("result");
  }

  @Test
  void fa_1_arguments_are_passed_by_position_and_annotations_are_free() {
    flows.script(
        "main",
        """
        import flow_api

        def handler(a: flow_api.System, b: flow_api.Execution, c: dict):
            return [type(each).__name__ for each in (a, b, c)]
        """);
    Execution main = flows.engine().flow("main").start();

    assertThat(main.await(ofSeconds(60)))
        .hasOutput("result", List.of("System", "Execution", "dict"));
  }

  @Test
  void fa_7_a_field_that_is_not_set_is_left_and_none_is_stored() {
    Assertions.assertThat(
            result(
                "from flow_api.system import NotSet",
                "s = system.setting('s', value=1, description='d').save()",
                "s.save(value=NotSet, description=NotSet)",
                "first = s.load('value', 'description')",
                "s.set(value=NotSet).save(description=None)",
                "return [*first, *s.load('value', 'description')]"))
        .isEqualTo(Arrays.asList(1L, "d", 1L, null));
  }

  @Test
  void fa_19_reserved_keywords_are_no_inputs_and_all_others_are() {
    Assertions.assertThat(
            result(
                "child = this.flow('echo', run=True, wait=True, name='n', init={}, roles=[],",
                "    location_inheritance='default', orphan=False, savepoint_retention=1,",
                "    priority=1, timeout=60, retry=1, idempotency_key='k', version=1,",
                "    options=flow_api.Options(), script='s', request='r', type='t', message='m')",
                "return sorted(child.get('output_value'))"))
        .isEqualTo(List.of("message", "request", "script", "type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3", "{'max_tries': 3, 'delay_sec': 1}", "flow_api.Retry(max_attempts=3)"})
  void fa_31_retry_takes_a_number_a_dict_of_the_wrapper_and_a_policy(String retry) {
    Assertions.assertThat(
            result(
                "bad = 'def handler(system, this): this.error(\"no\")'",
                "try:",
                "    this.script(bad, name='bad', retry=" + retry + ")",
                "except flow_api.DependencyFailedError:",
                "    named = {'field': 'name', 'op': 'eq', 'value': 'bad'}",
                "    return len(system.executions(named))"))
        .isEqualTo(3L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "when=False",
        "cache_ttl=1",
        "concurrency_limit=1",
        "debounce=1",
        "breaker='b'",
        "discard_values=True",
        "nonsense=1"
      })
  void fa_33a_an_option_that_is_not_there_yet_is_refused_by_its_name(String option) {
    Assertions.assertThat(
            (String)
                result(
                    "try:",
                    "    this.flow('echo', options=flow_api.Options(" + option + "))",
                    "except flow_api.InvalidInputError as e:",
                    "    return e.message"))
        .contains(option.substring(0, option.indexOf('=')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "success()",
        "error()",
        "set_output(x=1)",
        "log(1)",
        "sleep(1)",
        "flow('echo')",
        "connect(connector_type='ECHO')",
        "script('')",
        "using('w')",
        "message('m')",
        "wait_for()",
        "dependency()",
        "receive('x')",
        "continue_as()"
      })
  void fa_60_what_exists_on_self_only_is_refused_on_others(String call) {
    Assertions.assertThat(
            (String)
                result(
                    "child = this.flow('echo')",
                    "try:",
                    "    child." + call,
                    "except flow_api.InvalidInputError as e:",
                    "    return e.message"))
        .contains(call.substring(0, call.indexOf('(')), "this only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'ALL_ENDED'", "flow_api.ReturnWhen.ALL_ENDED"})
  void fa_44_return_when_is_text_or_a_member(String mode) {
    Assertions.assertThat(
            result(
                "child = this.flow('echo', wait=False)",
                "return len(this.wait_for(child, return_when=" + mode + "))"))
        .isEqualTo(1L);
  }

  @Test
  void fa_44_another_return_when_is_refused_with_those_there_are() {
    Assertions.assertThat(
            (String)
                result(
                    "try:",
                    "    this.flow('echo', wait='SOMETIMES')",
                    "except flow_api.InvalidInputError as e:",
                    "    return e.message"))
        .contains("SOMETIMES", "ALL_SUCCEEDED", "FIRST_ENDED");
  }

  @Test
  void fa_19_all_creating_calls_have_the_same_keywords() {
    Assertions.assertThat(
            result(
                "import inspect",
                "def keywords(cls, call):",
                "    return [(p.name, p.default) for p in",
                "        inspect.signature(getattr(cls, call)).parameters.values()",
                "        if p.kind is p.KEYWORD_ONLY and p.name != 'connector_type']",
                "E = flow_api.Execution",
                "wanted = dict(keywords(E, 'flow'))",
                "using = type(this.using('timeout'))",
                "return [call for cls in (E, using) for call in ('flow', 'connect', 'script', 'clone')",
                "    if hasattr(cls, call) and any(wanted.get(name, '') != default",
                "        for name, default in keywords(cls, call))]"))
        .isEqualTo(List.of());
  }

  @Test
  void fa_102_the_fields_of_an_execution_can_be_read() {
    Assertions.assertThat(
            (List<?>)
                result(
                    "names = '''type status message input_value output_value flow_id flow_name",
                    "    connector_id connector_name connector_type schedule_id schedule_name",
                    "    webhook_id wrapper_id custom_object_id parent_execution_id started_at",
                    "    ended_at'''.split()",
                    "child = this.flow('echo', n=1)",
                    "values = child.get(*names)",
                    "found = dict(zip(names, values))",
                    "return [found['type'], found['status'], found['input_value'],",
                    "    found['flow_name'], found['parent_execution_id'] == this.get('id'),",
                    "    found['started_at'] <= found['ended_at'], found['schedule_id']]"))
        .isEqualTo(
            Arrays.asList("FLOW", "ENDED_SUCCESS", Map.of("n", 1L), "echo", true, true, null));
  }

  @Test
  @Rule("FA-176")
  void fa_117_executions_have_the_type_of_what_they_do() {
    Assertions.assertThat(
            result(
                "children = [this.flow('echo'), this.script('def handler(s, t): pass'),",
                "    this.connect(connector_type='ECHO')]",
                "return [each.get('type') for each in children]"))
        .isEqualTo(List.of("FLOW", "SCRIPT", "CONNECTION"));
  }

  @Test
  void fa_129_exceptions_have_their_names_and_nesting() {
    Assertions.assertThat(
            result(
                "e = flow_api",
                "inside = [e.InternalError, e.PermissionDenied, e.ResourceNotFoundError,",
                "    e.DependencyFailedError, e.SchemaValidationError, e.MissingInputError,",
                "    e.InvalidInputError, e.ExtraInputError, e.TimeoutExceededError]",
                "timed = [e.LockTimeoutError, e.MessageResponseTimeoutError,",
                "    e.DependencyTimeoutError, e.StepTimeoutError]",
                "signals = [e.ExecutionSuccess, e.ExecutionError, e.ExecutionCancel]",
                "return [all(issubclass(c, e.EngineException) for c in inside),",
                "    all(issubclass(c, e.TimeoutExceededError) for c in timed),",
                "    all(issubclass(c, e.LifecycleSignal) for c in signals),",
                "    issubclass(e.LifecycleSignal, Exception),",
                "    e.CloudomationException is e.EngineException,",
                "    e.exceptions.InternalError is e.InternalError]"))
        .isEqualTo(List.of(true, true, true, false, true, true));
  }

  @Test
  void fa_135_decimals_come_back_as_they_went_in() {
    Execution main =
        run(
            "from decimal import Decimal",
            "value = Decimal('1.10')",
            "back = this.flow('echo', d=value).get('output_value')['d']",
            "return {'same': back == value and str(back) == '1.10', 'd': back}");

    assertThat(main).succeeded().hasOutput("same", true).hasOutput("d", new BigDecimal("1.10"));
  }

  @Test
  void fa_138_members_are_plain_and_number_keys_become_text() {
    Assertions.assertThat(
            result(
                "import enum",
                "Colour = enum.StrEnum('Colour', ['red'])",
                "Size = enum.IntEnum('Size', ['small'])",
                "back = this.flow('echo', c=Colour.red, s=Size.small, m={1: 'one'})",
                "out = back.get('output_value')",
                "return [out['c'], type(out['c']) is str, out['s'], type(out['s']) is int, out['m']]"))
        .isEqualTo(List.of("red", true, 1L, true, Map.of("1", "one")));
  }

  @Test
  void fa_174_log_entries_have_level_subject_data_and_references() {
    Execution main =
        run("this.log('made', system.setting('s'), n=[1])", "print('printed')", "return None");

    assertThat(main).succeeded();
    var logged = main.log().getFirst();
    Assertions.assertThat(logged.level().name() + " " + logged.subject() + ": " + logged.text())
        .isEqualTo("INFO user log: made <setting s> n=[1]");
    Assertions.assertThat(logged.references()).singleElement().hasToString("<setting s>");
    Assertions.assertThat(logged.data())
        .isEqualTo(Value.ofJson("{\"args\":[\"made\",\"s\"],\"kwargs\":{\"n\":[1]}}"));
    Assertions.assertThat(main.log().get(1).subject()).isEqualTo("stdout");
    Assertions.assertThat(main.log().get(1).references()).isEmpty();
  }

  @Test
  void fa_175_the_types_of_connectors_have_their_names() {
    Assertions.assertThat(
            result(
                "return [str(t) for t in flow_api.ConnectorType][:5] + [flow_api.ConnectorType.REST]"))
        .isEqualTo(List.of("AWS", "AZURE", "AZUREAI", "FTP", "GIT", "REST"));
  }

  @Test
  void fa_176_a_type_that_the_host_does_not_have_is_named_with_those_it_has() {
    Assertions.assertThat(
            (String)
                result(
                    "try:",
                    "    this.connect(connector_type=flow_api.ConnectorType.SSH)",
                    "except flow_api.ResourceNotFoundError as e:",
                    "    return e.message"))
        .contains("SSH", "[ECHO]");
  }

  @Test
  void fa_192_flows_in_java_and_in_python_start_each_other() {
    flows.flow(
        "java",
        (system, self, inputs) -> self.flow("twice").input("n", inputs.get("n")).run().outputs());
    flows.script("twice", "def handler(system, this, inputs): return {'twice': inputs['n'] * 2}");

    Assertions.assertThat(result("return this.flow('java', n=21).get('output_value')['twice']"))
        .isEqualTo(42L);
  }

  @Test
  void fa_198a_what_rides_is_durable_before_the_body_of_a_step_starts() {
    flows.script(
        "main",
        """
        import time

        def handler(system, this, inputs):
            this.log('before the step')
            flow_api.step('s', lambda: time.sleep(30))
        """);
    Execution main = flows.engine().flow("main").start();
    flows.time().settle();

    Assertions.assertThat(main.log()).extracting("text").containsExactly("before the step");
    assertThat(main.await(ofSeconds(60))).succeeded();
  }

  @Test
  void fa_204_fa_209_what_is_not_recorded_is_put_into_a_step_which_a_crash_repeats() {
    flows.script(
        "main",
        """
        import gc, time

        def handler(system, this, inputs):
            first = flow_api.step('recorded', lambda: id(object()))
            this.set_output(first=first)
            flow_api.step('in flight', lambda: time.sleep(30))
            return {'same': first == this.get('output_value')['first']}
        """);
    Execution main = flows.engine().flow("main").start();
    flows.time().settle();
    flows.crash();
    Execution after = flows.engine().execution(main.id());

    assertThat(after.await(ofMinutes(5))).hasOutput("same", true);
  }

  @Test
  void fa_248_each_child_is_in_the_project_that_init_names() {
    Execution main =
        run(
            "ids = [system.project(p).save().get('id') for p in ('p', 'q')]",
            "ids.append(system.project('Default project').get('id'))",
            "children = [this.flow('echo', n=1, init={'project_id': ids[0]}),",
            "    this.connect(connector_type='ECHO', init={'project_id': ids[1]}),",
            "    this.script('def handler(s, t): pass', init={'project_id': ids[2]})]",
            "return {'where': [c.get('project_id') for c in children] == ids,",
            "    'inputs': children[0].get('input_value')}");

    assertThat(main).succeeded().hasOutput("where", true).hasOutput("inputs", Map.of("n", 1L));
  }
}
