package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script must look like, and what it finds when it starts. */
class HandlerFormsTest extends ScriptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a, b | 2",
        "a, b, c | 3",
        "a, b, c=None | 3",
        "a, b, *rest | 3",
        "*args | 3",
        "a, b, c, d=1 | 3",
        "a, b, *, c=1 | 2"
      })
  void fa_2_handlers_get_as_many_arguments_as_they_take(String parameters, long count) {
    Execution main =
        run(
            """
            def handler(%s):
                given = list(locals().values())
                if isinstance(given[-1], tuple):
                    given = given[:-1] + list(given[-1])
                known = ('System', 'Execution', 'dict')
                return {'n': len([each for each in given if type(each).__name__ in known])}
            """
                .formatted(parameters));
    assertThat(main).hasOutput("n", count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a, b, c, d", "a, b, *, c"})
  void fa_2_other_handlers_are_refused_with_both_forms(String parameters) {
    assertThat(run("# first line\ndef handler(" + parameters + "):\n    pass\n"))
        .failed()
        .hasMessageContaining("(system, this)")
        .hasMessageContaining("(system, this, inputs)")
        .hasMessageContaining("<flow main>, line 2");
  }

  @Test
  void fa_3_changing_the_inputs_changes_nothing_stored() {
    Execution main =
        run(
            """
            def handler(system, this, inputs):
                inputs['list'].append(3)
                inputs['more'] = 1
                return {'stored': this.get('input_value')}
            """,
            Map.of("list", java.util.List.of(1, 2)));
    assertThat(main).hasOutputs(Map.of("stored", Map.of("list", java.util.List.of(1L, 2L))));
  }

  @Test
  void fa_3_inputs_are_an_empty_dict_when_none_were_given() {
    assertThat(handler("return {'inputs': inputs, 'type': type(inputs).__name__}"))
        .hasOutputs(Map.of("inputs", Map.of(), "type", "dict"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "def handler(system, this:\\n    pass | 1",
        "x = 1\\ndef handler(system, this):\\nreturn 1 | 3",
        "x = 1 | 1",
        "handler = 5 | 1",
        "\\n\\nasync def handler(system, this):\\n    pass | 3",
        "\\ndef handler(system, this):\\n    yield 1 | 2"
      })
  void fa_4_what_is_no_flow_ends_with_name_and_line(String script, int line) {
    assertThat(run(script.replace("\\n", "\n")))
        .failed()
        .hasMessageContaining("<flow main>")
        .hasMessageContaining("line " + line);
  }

  @Test
  void fa_5_flow_api_is_there_without_import() {
    assertThat(
            run(
                "def handler(system, this):\n    return {'ok': flow_api.InvalidInputError.__name__}"))
        .hasOutput("ok", "InvalidInputError");
  }

  @Test
  void fa_6_types_are_reachable_by_submodule_and_at_the_top() {
    assertThat(
            handler(
                """
                import flow_api.setting, flow_api.plugin, flow_api.exceptions
                assert flow_api.setting.Setting is flow_api.Setting
                assert flow_api.plugin.Plugin is flow_api.Plugin
                assert flow_api.exceptions.EngineException is flow_api.EngineException
                assert flow_api.CloudomationException is flow_api.EngineException
                assert isinstance(system, flow_api.System) and isinstance(this, flow_api.Execution)
                assert isinstance(system.setting('x'), flow_api.Setting)
                assert isinstance(system.plugin('x'), flow_api.Plugin)
                """))
        .succeeded();
  }

  @Test
  void fa_8_enum_members_are_their_names() {
    assertThat(
            handler(
                """
                assert flow_api.ReturnWhen.ALL_ENDED == 'ALL_ENDED'
                assert str(flow_api.ExecutionStatus.PAUSED) == 'PAUSED'
                assert flow_api.RecordType.CUSTOM_OBJECT.name == flow_api.RecordType.CUSTOM_OBJECT.value
                assert flow_api.ConnectorType('REST') is flow_api.ConnectorType.REST
                this.wait_for(return_when=flow_api.ReturnWhen.ALL_ENDED)
                return {'enum': flow_api.ActivityType.MESSAGE}
                """))
        .hasOutput("enum", "MESSAGE");
  }

  @Test
  void fa_10_globals_of_one_execution_are_not_seen_by_another() {
    String script =
        """
        count = 0
        def handler(system, this, inputs):
            global count
            count += 1
            return {'count': count}
        """;
    run(script);
    assertThat(run(script)).hasOutput("count", 1L);
  }

  @Test
  void fa_10_the_time_zone_is_utc() {
    assertThat(handler("import time\nreturn {'zone': time.tzname[0], 'offset': time.timezone}"))
        .hasOutputs(Map.of("zone", "UTC", "offset", 0L));
  }

  @Test
  void fa_22_one_trailing_underscore_is_removed_where_the_rest_is_reserved() {
    flows.script("child", "def handler(system, this, inputs):\n    return inputs\n");
    Execution main =
        handler(
            """
            child = this.flow('child', from_=1, timeout_=2, name_=3, plain_=4, twice__=5, script=6)
            return child.get('output_value')
            """);
    assertThat(main)
        .hasOutputs(
            Map.of(
                "from", 1L, "timeout", 2L, "name", 3L, "plain_", 4L, "twice__", 5L, "script", 6L));
  }

  @Test
  void fa_36_a_script_is_dedented_and_named_in_tracebacks() {
    Execution main =
        handler(
            """
            try:
                this.script('''
                    def handler(system, this, inputs):
                        raise ValueError(inputs['x'])
                ''', x='boom', name='inner')
            except flow_api.DependencyFailedError as error:
                return {'message': error.execution.get('message')}
            """);
    assertThat((String) main.outputs().get("message"))
        .contains("File \"<script inner>\", line 3, in handler")
        .contains("ValueError: boom");
  }

  @Test
  void fa_66_each_printed_line_is_a_log_entry() {
    Execution main =
        handler(
            """
            import sys
            print('one', 2)
            print('a\\nb', end='')
            print('!')
            print('oh', file=sys.stderr)
            print('unfinished', end='')
            """);
    assertThat(lines(main)).containsExactly("one 2", "a", "b!", "oh", "unfinished");
    assertThat(main.log())
        .extracting(entry -> entry.level() + " " + entry.subject())
        .containsExactly(
            "INFO stdout", "INFO stdout", "INFO stdout", "WARNING stderr", "INFO stdout");
  }

  @Test
  void fa_65_logged_values_are_kept_as_data_and_others_as_their_repr() {
    Execution main = handler("this.log('a', {'k': [1]}, {3}, system.flow('f'), n=None)");
    assertThat(lines(main)).containsExactly("a {'k': [1]} {3} <flow f> n=None");
    assertThat(main.log().getFirst().data().json())
        .isEqualTo("{\"args\":[\"a\",{\"k\":[1]},\"{3}\",\"f\"],\"kwargs\":{\"n\":null}}");
    assertThat(main.log().getFirst().references())
        .containsExactly(RecordRef.of(RecordType.FLOW, "f"));
  }
}
