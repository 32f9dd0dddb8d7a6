package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Value;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that no call takes: each is refused by name, and nothing comes of the call. */
final class CallArgumentsTest {
  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

  private final RawLanguage raw = new RawLanguage(false);
  private final World world =
      new World(
          new Front(
              (builder, maxRunning) ->
                  builder
                      .language(raw)
                      .flows(raw)
                      .flow("player", JavaPlayer::handle)
                      .flow("nothing", (system, self, inputs) -> null),
              Set.of()));

  @AfterEach
  void close() {
    world.close();
    world.timeline().requireLegal();
  }

  private Map<String, @Nullable Object> call(String name, String arguments) {
    Execution raw =
        world.started(
            world
                .engine()
                .flow("raw")
                .input("call", name)
                .input("arguments", Value.ofJson(arguments.replace('\'', '"').replace("ID", ID))));
    Chapter.ends(raw, ExecutionStatus.ENDED_SUCCESS);
    assertThat(raw.children()).isEmpty();
    assertThat(raw.dependencies()).isEmpty();
    assertThat(world.records(Filter.all())).hasSize(1);
    assertThat(world.engine().openMessages()).isEmpty();
    return raw.outputs();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          flow         | {}                                                | flow must be text
          flow         | {'flow': 5}                                       | flow must be text
          flow         | {'flow': ''}                                      | flow must have 1 to 128
          flow         | {'flow': 'nothing', 'name': 5}                    | name must be text
          flow         | {'flow': 'nothing', 'run': 'yes'}                 | run must be True or False
          flow         | {'flow': 'nothing', 'wait': 'SOON'}               | wait must be one of
          flow         | {'flow': 'nothing', 'wait': 5}                    | wait must be one of
          flow         | {'flow': 'nothing', 'inputs': [1]}                | inputs must be a dict
          flow         | {'flow': 'nothing', 'init': 'x'}                  | init must be a dict
          flow         | {'flow': 'nothing', 'init': {'priority': 'x'}}    | priority must be an int
          flow         | {'flow': 'nothing', 'init': {'input_value': 5}}   | must be a dict
          flow         | {'flow': 'nothing', 'init': {'scheduled_for': 5}} | must be a datetime
          flow         | {'flow': 'nothing', 'orphan': 'x'}                | orphan must be True or False
          flow         | {'flow': 'nothing', 'priority': 1.5}              | priority must be an int
          flow         | {'flow': 'nothing', 'priority': 99999999999}      | priority must be an int
          flow         | {'flow': 'nothing', 'timeout': 'x'}               | timeout must be a number
          flow         | {'flow': 'nothing', 'timeout': true}              | timeout must be a number
          flow         | {'flow': 'nothing', 'timeout': -1}                | timeout must be a number
          flow         | {'flow': 'nothing', 'timeout': 0}                 | timeout must be > 0
          flow         | {'flow': 'nothing', 'retry': -1}                  | retry must be an int from 1 to 100, was -1
          flow         | {'flow': 'nothing', 'retry': 0}                   | retry must be an int from 1 to 100
          flow         | {'flow': 'nothing', 'retry': 1.5}                 | retry must be an int from 1 to 100
          flow         | {'flow': 'nothing', 'retry': 101}                 | retry must be an int from 1 to 100
          flow         | {'flow': 'nothing', 'retry': true}                | retry must be an int from 1 to 100
          flow         | {'flow': 'nothing', 'retry': {'max_attempts': 101}}  | retry.max_attempts must be an int
          flow         | {'flow': 'nothing', 'retry': {'tries': 3}}        | retry has no 'tries'
          flow         | {'flow': 'nothing', 'retry': {'jitter': 1.1}}     | retry.jitter must be from 0 to 1, was 1.1
          flow         | {'flow': 'nothing', 'retry': {'max_delay': 0}}    | retry.max_delay must be > 0
          flow         | {'flow': 'nothing', 'retry': {'backoff': -1}}     | retry.backoff must be >= 0
          flow         | {'flow': 'nothing', 'retry': {'backoff': []}}     | retry.backoff must list at least one
          flow         | {'flow': 'nothing', 'retry': {'backoff': [1, 'x']}} | retry.backoff must be a number
          flow         | {'flow': 'nothing', 'retry': {'backoff': {'initial': 0}}} | retry.backoff.initial must be > 0
          flow         | {'flow': 'nothing', 'retry': {'backoff': {'multiplier': 0.5}}} | retry.backoff.multiplier must be >= 1
          flow         | {'flow': 'nothing', 'retry': {'backoff': {'step': 1}}} | retry.backoff has no 'step'
          flow         | {'flow': 'nothing', 'retry': {'retry_if': 5}}     | retry.retry_if must be a function or a list
          flow         | {'flow': 'nothing', 'retry': {'retry_if': []}}    | retry.retry_if must list at least one
          flow         | {'flow': 'nothing', 'retry': {'max_tries': 0}}    | retry.max_tries must be an int
          flow         | {'flow': 'nothing', 'retry': {'delay_sec': -1}}   | retry.delay_sec must be >= 0
          flow         | {'flow': 'nothing', 'retry': 3, 'wait': false}    | retry needs a call that waits
          flow         | {'flow': 'nothing', 'retry': 3, 'run': false}     | retry needs a call that waits
          flow         | {'flow': 'nothing', 'options': 5}                 | options must be a dict
          flow         | {'flow': 'nothing', 'options': {'colour': 1}}     | 'colour' is not a parameter
          flow         | {'flow': 'nothing', 'options': {'total_timeout': 0}} | total_timeout must be > 0
          flow         | {'flow': 'nothing', 'options': {'total_timeout': 5}, 'wait': false} | total_timeout needs a call that waits
          step         | {'name': 's', 'timeout': 0}                       | timeout must be > 0
          step         | {'name': 's', 'total_timeout': -1}                | total_timeout must be a number
          step         | {'name': 's', 'retry': 101}                       | retry must be an int from 1 to 100
          flow         | {'flow': 'nothing', 'idempotency_key': 5}         | idempotency_key must be text
          flow         | {'flow': 'nothing', 'version': 1.5}               | version must be a number or text
          flow         | {'flow': 'nothing', 'colour': 'red'}              | 'colour' is not a parameter
          connect      | {}                                                | connect takes either a connector or connector_type=
          connect      | {'connector': 'a', 'connector_type': 'B'}         | was given both
          connect      | {'connector_type': 5}                             | connector_type must be text
          connect      | {'connector_type': 'B', 'colour': 1}              | 'colour' is not a parameter
          script       | {}                                                | script must be text
          script       | {'script': 5}                                     | script must be text
          clone        | {}                                                | execution must be an execution
          clone        | {'execution': 'x'}                                | execution must be an execution
          run          | {}                                                | execution must be an execution
          run          | {'execution': 'ID', 'wait': 'SOON'}               | wait must be one of
          wait_for     | {'executions': ['x']}                             | executions must be an execution
          wait_for     | {'executions': [5]}                               | executions must be an execution
          wait_for     | {'executions': 'ID'}                              | executions must be a list
          wait_for     | {'executions': ['ID'], 'return_when': 'SOON'}     | return_when must be one of
          wait_for     | {'executions': ['ID'], 'timeout': 'x'}            | timeout must be a number
          wait_for     | {'executions': ['ID'], 'timeout': -0.5}           | timeout must be a number
          wait_for     | {'executions': ['ID'], 'timeout': true}           | timeout must be a number
          wait_for     | {'executions': ['ID'], 'colour': 1}               | 'colour' is not a parameter
          sleep        | {}                                                | seconds
          sleep        | {'seconds': 'x'}                                  | seconds
          sleep        | {'seconds': 1e300}                                | seconds must be a finite
          sleep        | {'until': 'tomorrow'}                             | timestamp must be
          success      | {'message': 5}                                    | message must be text
          error        | {'message': ['x']}                                | message must be text
          set_output   | {'outputs': 5}                                    | outputs must be a dict
          save         | {'fields': 5}                                     | fields must be a dict
          save         | {'fields': {'colour': 1}}                         | 'colour' cannot be saved
          save         | {'fields': {'name': 5}}                           | name must be text
          save         | {'fields': {'name': ''}}                          | name must have 1 to 128
          save         | {'fields': {'priority': 'x'}}                     | priority must be an int
          save         | {'fields': {'message': 5}}                        | message must be text
          save         | {'fields': {'output_value': 5}}                   | output_value must be a dict
          save         | {'execution': 5, 'fields': {}}                    | execution must be an execution
          pause        | {'execution': 5}                                  | execution must be an execution
          cancel       | {'execution': 'x'}                                | execution must be an execution
          log          | {}                                                | text must be text
          step         | {}                                                | name must be text
          step         | {'name': ''}                                      | step name must have
          message      | {'subject': 5}                                    | subject must be text
          message      | {'message': 5}                                    | message must be text
          message      | {'request': ['x']}                                | request must be text
          message      | {'message': 'x', 'request': 'y'}                  | at most one of
          message      | {'message': 'x', 'message_type': 'LOUD'}          | message_type must be one of
          message      | {'message': 'x', 'body': {}}                      | at most one of
          message      | {'body': 5}                                       | body must be a dict
          message      | {'body': {}}                                      | body.type must be 'object'
          message      | {'body': {'type': 'object', 'properties': {'a': {'element': 'slider'}}}} | body.properties.a.element must be one of
          message      | {'body': {'type': 'object', 'properties': {'a': {'element': 'toggle', 'type': 'string'}}}} | body.properties.a.type of a toggle must be 'boolean'
          message      | {'body': {'type': 'object', 'properties': {'a': {'element': 'string', 'size': 5}}}} | body.properties.a has no 'size'
          message      | {'body': {'type': 'object', 'properties': {'a': {'element': 'string'}}, 'required': ['b']}} | names 'b'
          message      | {'message': 'x', 'init': {'size': 5}}             | init of a message has no 'size'
          message      | {'message': 'x', 'wait': 'SOON'}                  | wait must be True or False
          message      | {'message': 'x', 'timeout': -1}                   | timeout must be a number
          message.wait | {}                                                | message must be text
          exists       | {}                                                | type must be text
          exists       | {'type': 'colour', 'select': 'x'}                 | colour
          exists       | {'type': 'setting', 'select': 5}                  | select must be text
          load         | {'type': 'setting', 'select': 'x', 'by': 'size'}  | by
          receive      | {}                                                | name must be text
          receive      | {'name': 's', 'timeout': -1}                      | timeout must be a number
          send         | {'value': 1}                                      | name must be text
          send         | {'name': '', 'value': 1}                          | name must have 1 to 128
          send         | {'name': 's', 'execution': 'x'}                   | execution must be
          send         | {'name': 's', 'id': 5}                            | id must be text
          continue_as  | {'inputs': 5}                                     | inputs must be a dict
          acquire      | {}                                                | select must be text
          acquire      | {'select': 's', 'by': 'size'}                     | by must be 'id' or 'name'
          acquire      | {'select': 's', 'timeout': -1}                    | timeout must be a number
          acquire      | {'select': 's', 'timeout': true}                  | timeout must be a number
          release      | {'select': 5}                                     | select must be text
          save_record  | {'type': 'setting', 'select': 's', 'fields': 5}   | fields must be a dict
          list         | {'type': 'colour'}                                | colour
          list         | {'type': 'execution', 'filter': 'x'}              | filter_ must be a dict
          list         | {'type': 'execution', 'filter': {}}               | filter_ must be
          list         | {'type': 'execution', 'filter': {'field': 5}}     | field must be text
          list         | {'type': 'execution', 'filter': {'and': 5}}       | filter_ must be
          list         | {'type': 'execution', 'filter': {'and': [5]}}     | filter_ must hold dicts
          list         | {'type': 'execution', 'filter': {'field': 'name', 'op': 'is'}} | op must be one of
          list         | {'type': 'execution', 'filter': {'field': 'name', 'op': 'in', 'value': 5}} | a list
          list         | {'type': 'execution', 'filter': {'field': 'name', 'op': 'like', 'value': 5}} | like
          list         | {'type': 'execution', 'order': 5}                 | order must be text
          list         | {'type': 'execution', 'order': 'colour'}          | order must be one of
          list         | {'type': 'execution', 'allow_deleted': 'x'}       | allow_deleted must be
          dance        | {}                                                | call must be one of
          """)
  void fa_130_a_wrong_argument_is_refused_by_parameter_and_rule(
      String call, String arguments, String message) {
    Map<String, @Nullable Object> outputs = call(call, arguments);

    assertThat(outputs).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs.get("message")).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "map"})
  void a_call_that_this_version_lacks_says_so(String call) {
    Map<String, @Nullable Object> outputs = call(call, "{}");

    assertThat(outputs).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs.get("message")).contains(call).contains("not available yet");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          flow    | {'flow': 'nothing', 'options': {'when': false}}
          flow    | {'flow': 'nothing', 'options': {'cache_ttl': 60}}
          flow    | {'flow': 'nothing', 'options': {'concurrency_limit': 1}}
          flow    | {'flow': 'nothing', 'options': {'max_runtime': 1}}
          step    | {'name': 's', 'cache_ttl': 3}
          """)
  void an_argument_that_this_version_lacks_says_so(String call, String arguments) {
    Map<String, @Nullable Object> outputs = call(call, arguments);

    assertThat(outputs).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs.get("message")).contains("not available yet");
  }
}
