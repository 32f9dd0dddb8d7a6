package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.testkit.FlowEngineExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 19: the names and behaviours of earlier engines. */
class LegacyDialectTest {
  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(
              () ->
                  PythonFlows.builder()
                      .runtime(SharedPython.RUNTIME)
                      .legacyDialect(true)
                      .environmentName("testing")
                      .build())
          .flow("child", (system, self, inputs) -> inputs)
          .engine(engine -> engine.connector(new EchoConnector()))
          .build();

  private Execution handler(String... lines) {
    String script =
        "import flow_api\n\ndef handler(system, this, inputs):\n    "
            + String.join("\n    ", lines)
            + "\n";
    Execution execution = flows.script("main", script).engine().flow("main").start();
    var unused = execution.outcome(ofMinutes(1));
    return execution;
  }

  private static List<String> warnings(Execution execution) {
    return execution.log().stream()
        .filter(entry -> entry.level() == LogLevel.WARNING)
        .map(LogEntry::text)
        .toList();
  }

  @Test
  void fa_214_a_task_is_a_connection_of_a_type() {
    assertThat(handler("return this.task('ECHO', say='hi').get('output_value')"))
        .hasOutput("say", "hi");
  }

  @Test
  void fa_215_a_message_with_fields_is_created_at_once() {
    Execution main =
        handler("m = system.message(subject='s', request='r')", "return {'id': m.get('id')}");

    assertThat(flows.engine().openMessages())
        .singleElement()
        .returns(main.outputs().get("id"), message -> message.id());
  }

  @Test
  void fa_216_a_record_with_fields_is_saved_at_once() {
    assertThat(
            handler(
                "system.setting('x', value=1)",
                "system.user(name='ada')",
                "return {'x': system.setting('x').load('value'),"
                    + " 'ada': system.user('ada').exists()}"))
        .hasOutput("x", 1L)
        .hasOutput("ada", true);
  }

  @Test
  void fa_216_save_false_prevents_it() {
    assertThat(
            handler(
                "system.setting('x', value=1, save=False)",
                "return {'x': system.setting('x').exists()}"))
        .hasOutput("x", false);
  }

  @Test
  void fa_217_filter_is_filter_() {
    assertThat(
            handler(
                "system.setting('a', value=1)",
                "system.setting('b', value=1)",
                "found = system.settings(filter={'field': 'name', 'op': 'eq', 'value': 'b'})",
                "return {'names': [each.get('name') for each in found]}"))
        .hasOutput("names", List.of("b"));
  }

  @Test
  void fa_217_files_are_found_below_a_folder_by_a_pattern() {
    assertThat(
            handler(
                "for name in ('in/a.txt', 'in/b.csv', 'in_/c.txt', 'd.txt'):",
                "    system.file(name).save_text_content('x')",
                "return {'names': [f.get('name') for f in system.files(dir='in', glob='*.txt')]}"))
        .hasOutput("names", List.of("in/a.txt"));
  }

  @Test
  void fa_218_return_when_belongs_to_system() {
    assertThat(handler("return {'when': str(system.return_when.ALL_ENDED)}"))
        .hasOutput("when", "ALL_ENDED");
  }

  @Test
  void fa_219_a_connection_is_a_connector() {
    assertThat(
            handler(
                "system.connection('c', connection_type='ECHO')",
                "return {'type': system.connector('c').load('connector_type')}"))
        .hasOutput("type", "ECHO");
  }

  @Test
  void fa_220_the_content_of_a_file_is_text() {
    assertThat(
            handler(
                "system.file('t').save(text='für')",
                "system.file('b').save(content='Zg==', convert_binary=False)",
                "system.file('c').save(content='plain')",
                "return {n: system.file(n).get('content') for n in ('t', 'b', 'c')}"))
        .hasOutput("t", "für")
        .hasOutput("b", "f")
        .hasOutput("c", "plain");
  }

  @Test
  void fa_221_who_and_where_the_execution_is() {
    assertThat(
            handler(
                "user = this.get('user_name')",
                "return {'env': system.get_env_name(), 'client': this.get('client_name'),"
                    + " 'same': str(system.get_own_user()) == f'<user {user}>',"
                    + " 'space': str(system.get_own_client())}"))
        .hasOutput("env", "testing")
        .hasOutput("client", "testing")
        .hasOutput("same", true)
        .hasOutput("space", "<workspace testing>");
  }

  @Test
  void fa_222_a_status_equals_its_old_and_its_new_name() {
    assertThat(
            handler(
                "s = this.flow('child').get('status')",
                "return {'all': [s == 'success', s == 'ENDED_SUCCESS', s != 'error', s == 'fault',"
                    + " isinstance(s, str), s in {'ENDED_SUCCESS'}]}"))
        .hasOutput("all", List.of(true, true, true, false, true, true));
  }

  @Test
  void fa_222_filters_take_old_names_of_statuses() {
    assertThat(
            handler(
                "this.flow('child')",
                "found = system.executions({'field': 'status', 'op': 'eq', 'value': 'success'})",
                "return {'names': [each.get('name') for each in found]}"))
        .hasOutput("names", List.of("child"));
  }

  @ParameterizedTest
  @CsvSource({
    "success, ENDED_SUCCESS",
    "error, ENDED_ERROR",
    "fault, ENDED_ERROR",
    "cancelled, ENDED_CANCELLED"
  })
  void fa_223_end_ends_by_status(String status, String ended) {
    assertThat(handler("this.end('" + status + "', 'm')").record().status()).hasToString(ended);
  }

  @Test
  void fa_224_list_append_appends() {
    assertThat(
            handler(
                "x = system.setting('x', value=[1])",
                "x.list_append(2).list_append({'a': 3})",
                "return {'x': x.load('value')}"))
        .hasOutput("x", List.of(1L, 2L, Map.of("a", 3L)));
  }

  @Test
  void fa_224_list_append_of_many_executions_loses_nothing() {
    flows.script(
        "append",
        "def handler(system, this, inputs):\n    system.setting('x').list_append(inputs['n'])\n");
    assertThat(
            handler(
                "system.setting('x', value=[])",
                "this.wait_for(*[this.flow('append', n=n, wait=False) for n in range(8)])",
                "return {'x': sorted(system.setting('x').load('value'))}"))
        .hasOutput("x", List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L));
  }

  @Test
  void fa_224_archive_does_nothing() {
    assertThat(handler("system.setting('x', value=1).archive()", "this.success('on')"))
        .hasMessage("on");
  }

  @Test
  void fa_225_log_lines_are_outputs_too() {
    assertThat(handler("this.log('a', n=1)", "this.log('b')"))
        .hasOutput("logging", List.of("a n=1", "b"))
        .logged("a n=1");
  }

  @Test
  void fa_226_what_is_protected_goes_to_init() {
    Execution main =
        handler(
            "child = this.flow('child', key='s3cret', protect_inputs=['key'],"
                + " retention_time=5, pass_token=True)",
            "return {'keys': sorted(child.get('output_value'))}");

    assertThat(main).hasOutput("keys", List.of("key"));
    assertThat(main.tree().children().getFirst().record().attributes().inputs().json())
        .contains("***")
        .doesNotContain("s3cret");
  }

  @Test
  void fa_174_each_legacy_name_is_a_warning_once() {
    Execution main =
        handler("for _ in range(3):", "    system.get_env_name()", "    this.task('ECHO')");

    assertThat(warnings(main))
        .containsExactly(
            "get_env_name is deprecated; use a setting",
            "task is deprecated; use this.connect(connector_type=...)");
  }

  @Test
  void fa_213_present_names_are_no_warning() {
    assertThat(warnings(handler("system.setting('x').save(value=1)", "this.set_output('a', 1)")))
        .isEmpty();
  }

  /** FA-213: without the switch. */
  @Nested
  class Off {
    @RegisterExtension final FlowEngineExtension plain = SharedPython.engines().build();

    private Execution run(String line) {
      String script =
          "import flow_api\n\ndef handler(system, this, inputs):\n    try:\n        "
              + line
              + "\n    except Exception as e:\n"
              + "        return {'error': type(e).__name__, 'said': str(e)}\n";
      Execution execution = plain.script("main", script).engine().flow("main").start();
      var unused = execution.outcome(ofMinutes(1));
      return execution;
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "this.task('REST') | AttributeError | this.connect(connector_type=...)",
          "this.end('success') | AttributeError | this.success",
          "this.archive() | AttributeError | records stay",
          "system.connection('x') | AttributeError | system.connector",
          "system.get_own_user() | AttributeError | system.user",
          "system.get_own_client() | AttributeError | system.workspace",
          "system.get_env_name() | AttributeError | a setting",
          "system.return_when | AttributeError | flow_api.ReturnWhen",
          "system.setting('x').list_append(1) | AttributeError | save(value=...)",
          "system.settings(filter={}) | InvalidInputError | filter_=",
          "system.files(glob='*') | InvalidInputError | filter_=",
          "system.file('x').save(text='t') | InvalidInputError | save_text_content"
        })
    void fa_213_a_legacy_name_tells_what_to_use_and_the_switch(
        String line, String error, String instead) {
      assertThat(run(line).outputs()).containsEntry("error", error);
      assertThat(String.valueOf(run(line).outputs().get("said")))
          .contains(instead)
          .contains("PythonFlows.builder().legacyDialect(true)");
    }

    @Test
    void a_name_of_no_dialect_is_missing_as_ever() {
      assertThat(run("this.nonsense()").outputs())
          .containsEntry("said", "'Execution' object has no attribute 'nonsense'");
    }
  }
}
