package io.flowengine.python;

import static java.time.Duration.ofMinutes;

import io.flowengine.FlowEngine;
import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Outputs;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionFailedException;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.rule.Rule;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Calls that are refused, by section: each error is of its class, names what was wrong, by which
 * rule and with which value, and ends the execution with the line of the script that made the call.
 */
@Rule("FA-130")
class RefusedCallsTest {
  private static final int LINE = 5;

  /** Takes a port that must be given. */
  private static final class Ported implements Connector {
    @Override
    public String type() {
      return "PORTED";
    }

    @Override
    public Inputs inputs() {
      return Inputs.of(Input.port("port").required(), Input.text("version"));
    }

    @Override
    public Outputs outputs() {
      return Outputs.open();
    }

    @Override
    public Map<String, ?> run(ConnectorCall call) {
      return Map.of();
    }
  }

  @RegisterExtension
  final FlowEngineExtension flows =
      SharedPython.engines()
          .engine(engine -> engine.connector(new Ported()))
          .flow("child", (system, self, inputs) -> null)
          .script(
              "given",
              """
              def handler(system, this):
                  system.setting('s').save(value=1)
                  system.setting('held').save(value=1).acquire()
                  system.file('f').save_bytes_content(b'\\xff')
                  attributes = {'address': {'type': 'string', 'required': True}}
                  system.object_template('server', attributes=attributes).save()
                  system.connector('c').save(connector_type='PORTED', value={'port': 1})
              """)
          .build();

  /**
   * Makes each call in a flow of its own.
   *
   * @param table lines of a call, {@code ->}, an error, and what its message holds, divided by
   *     {@code &}
   */
  private void refuses(String table) {
    FlowEngine engine = flows.engine();
    engine.flow("given").start().await(ofMinutes(1));
    SoftAssertions softly = new SoftAssertions();
    List<String> rows = table.lines().toList();
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i).split(" -> ", 2);
      String name = "call" + i;
      String before = "import flow_api\n\ndef handler(system, this, inputs):\n    before = 1\n    ";
      flows.script(name, before + row[0].strip() + "\n    after = 2\n");
      check(softly, row[0].strip(), row[1].strip().split(" & ", -1), engine.flow(name).start());
    }
    softly.assertAll();
  }

  private static void check(
      SoftAssertions softly, String call, String[] expected, Execution execution) {
    var unused = execution.outcome(ofMinutes(1));
    String message = execution.message().orElse("");
    softly.assertThat(execution.status()).as(call).isEqualTo(ExecutionStatus.ENDED_ERROR);
    softly
        .assertThat(message)
        .as(call)
        .contains("File \"<flow " + execution.name() + ">\", line " + LINE + ", in handler");
    String last = message.substring(message.lastIndexOf("flow_api.exceptions.") + 20);
    for (String part : expected) {
      softly.assertThat(last).as("%s", call).contains(part);
    }
    if (execution.status() == ExecutionStatus.ENDED_ERROR) {
      softly
          .assertThatExceptionOfType(ExecutionFailedException.class)
          .as(call)
          .isThrownBy(() -> execution.await(ofMinutes(1)))
          .satisfies(
              e ->
                  softly.assertThat(e.getStackTrace()[0].getLineNumber()).as(call).isEqualTo(LINE));
    }
  }

  @Test
  @Rule({"FA-12", "FA-13", "FA-16", "FA-18", "FA-21", "FA-24", "FA-27", "FA-29", "FA-30", "FA-31"})
  void children_that_make_no_sense_are_refused() {
    refuses(
        """
        this.flow(5) -> InvalidInputError & flow must be text & was 5
        this.flow('') -> InvalidInputError & flow must have 1 to 128 characters & was ''
        this.flow('nope') -> ResourceNotFoundError & <flow nope> & child
        this.flow('nope', run=False) -> ResourceNotFoundError & <flow nope>
        this.flow('child', version=99) -> ResourceNotFoundError & <flow child> & 99 & versions [1]
        this.flow('child', version=1.5) -> InvalidInputError & version must be a number or text & was 1.5
        this.flow('child', run='yes') -> InvalidInputError & run must be True or False & was 'yes'
        this.flow('child', wait='SOON') -> InvalidInputError & wait must be one of & ALL_ENDED & was 'SOON'
        this.flow('child', name=5) -> InvalidInputError & name must be text & was 5
        this.flow('child', name=' ') -> InvalidInputError & name must have 1 to 128 characters & was ' '
        this.flow('child', inputs=[1]) -> InvalidInputError & inputs must be a dict & was list
        this.flow('child', inputs={}, input_value={}) -> InvalidInputError & inputs and input_value & one of them
        this.flow('child', init=5) -> InvalidInputError & init must be a dict & was 5
        this.flow('child', init={'colour': 1}) -> InvalidInputError & init['colour'] & can be set & priority
        this.flow('child', init={'status': 'RUNNING'}) -> InvalidInputError & init['status']
        this.flow('child', init={'priority': 'x'}) -> InvalidInputError & priority must be an int & was 'x'
        this.flow('child', init={'protect_inputs': 5}) -> InvalidInputError & protect_inputs must be a list of text & was 5
        this.flow('child', init={'project_name': 'nope'}) -> ResourceNotFoundError & <project nope>
        this.flow('child', init={'bundle_id': 'x'}) -> InvalidInputError & init['bundle_id']
        this.flow('child', roles='guest') -> InvalidInputError & roles must be a list of text & was 'guest'
        this.flow('child', orphan='x') -> InvalidInputError & orphan must be True or False & was 'x'
        this.flow('child', priority=1.5) -> InvalidInputError & priority must be an int & was 1.5
        this.flow('child', timeout='x') -> InvalidInputError & timeout must be a number of seconds & was 'x'
        this.flow('child', timeout=True) -> InvalidInputError & timeout must be a number of seconds & was true
        this.flow('child', timeout=0) -> InvalidInputError & timeout must be > 0 & was 0
        this.flow('child', timeout=float('nan')) -> InvalidInputError & timeout & nan
        this.flow('child', retry=0) -> InvalidInputError & retry must be an int from 1 to 100 & was 0
        this.flow('child', retry={'max_tries': 'x'}) -> InvalidInputError & retry.max_tries must be an int from 1 to 100 & was 'x'
        this.flow('child', retry=3, wait=False) -> InvalidInputError & retry needs a call that waits & wait=False
        this.flow('child', idempotency_key='') -> InvalidInputError & idempotency_key must have 1 to 200 characters & was ''
        this.flow('child', options=5) -> InvalidInputError & options must be flow_api.Options & was int
        this.flow('child', options=flow_api.Options(colour=1)) -> InvalidInputError & no 'colour' & total_timeout
        this.flow('child', a={1}) -> InvalidInputError & inputs.a & set & list(...)
        this.script(5) -> InvalidInputError & script must be text & was 5
        this.using(5) -> InvalidInputError & wrapper must be a wrapper & was int
        this.using('nope').flow('child') -> ResourceNotFoundError & <wrapper nope>
        system.execution('x').flow('child') -> InvalidInputError & flow() exists on this only
        """);
  }

  @Test
  @Rule({"FA-13", "FA-23", "FA-34", "FA-35"})
  void connections_that_make_no_sense_are_refused() {
    refuses(
        """
        this.connect() -> InvalidInputError & connect takes either a connector or connector_type= & given neither
        this.connect('c', connector_type='PORTED') -> InvalidInputError & either a connector or connector_type= & given both
        this.connect('nope') -> ResourceNotFoundError & <connector nope> & connector_type=
        this.connect(connector_type='NOPE') -> ResourceNotFoundError & NOPE & installed types: [PORTED]
        this.connect(connector_type='PORTED') -> MissingInputError & PORTED: input 'port' is required
        this.connect(connector_type='PORTED', port=0) -> InvalidInputError & PORTED: input 'port' must be a port & was 0
        this.connect(connector_type='PORTED', port=1, colour=2) -> ExtraInputError & PORTED: input 'colour' is not known & [port, version]
        this.connect('c', port='x') -> InvalidInputError & PORTED: input 'port' must be a port & was 'x'
        this.connect('c', version=2) -> InvalidInputError & 'version' is a keyword of connect and an input of PORTED & version_=
        """);
  }

  @Test
  @Rule({"FA-76", "FA-79", "FA-82", "FA-84", "FA-86", "FA-87", "FA-89", "FA-99"})
  void records_and_listings_that_make_no_sense_are_refused() {
    refuses(
        """
        system.setting(5) -> InvalidInputError & setting is selected by a str & was int 5
        system.setting('s', by='size') -> InvalidInputError & by must be 'id' or 'name' & was 'size'
        system.setting().get('value') -> InvalidInputError & <setting> names no record & name or id
        system.setting('s').get() -> InvalidInputError & get needs the name of a field
        system.setting('s').get('colour') -> InvalidInputError & setting has no field 'colour' & value
        system.setting('nope').get('value') -> ResourceNotFoundError & <setting nope>
        system.setting('nope').load('value') -> ResourceNotFoundError & <setting nope>
        system.setting('s').save(colour=1) -> InvalidInputError & setting field 'colour' does not exist & value
        system.setting('s').save(id='x') -> InvalidInputError & id & read-only
        system.setting('s').save(name=' ') -> InvalidInputError & name must have 1 to 128 characters & was ' '
        system.setting('x' * 129).save(value=1) -> InvalidInputError & name must have 1 to 128 characters & xxx
        system.setting('nope').update(value=1) -> ResourceNotFoundError & <setting nope>
        system.setting('nope').delete() -> ResourceNotFoundError & <setting nope>
        system.setting('nope').clone() -> ResourceNotFoundError & <setting nope>
        system.setting('s').clone('held') -> InvalidInputError & <setting held> exists already & name=
        system.flow('child').save(script='x') -> PermissionDenied & <flow child> is read-only
        system.executions(filter_=...) -> InvalidInputError & filter_ must be a dict & Ellipsis
        system.settings({'field': 'colour', 'op': 'eq', 'value': 1}) -> InvalidInputError & colour & name
        system.settings({'field': 'name', 'op': 'is', 'value': 1}) -> InvalidInputError & op must be one of & ilike & was 'is'
        system.settings({'field': 'name', 'op': 'like', 'value': 5}) -> InvalidInputError & for like a text & was 5
        system.settings({'and': 5}) -> InvalidInputError & filter_ must be & {'and': [..]} & and=5
        system.settings(order='colour') -> InvalidInputError & order must be one of & was 'colour'
        system.settings(order=5) -> InvalidInputError & order must be text & was 5
        system.settings(allow_deleted='x') -> InvalidInputError & allow_deleted must be True or False & was 'x'
        """);
  }

  @Test
  @Rule({"FA-103", "FA-104", "FA-106", "FA-107", "FA-108", "FA-109"})
  void fields_of_record_types_that_make_no_sense_are_refused() {
    refuses(
        """
        this.save(colour=1) -> InvalidInputError & 'colour' cannot be saved
        this.save(status='RUNNING') -> InvalidInputError & 'status' cannot be saved
        this.save(priority='x') -> InvalidInputError & priority must be an int & was 'x'
        this.save(max_runtime_minutes=-1) -> InvalidInputError & max_runtime_minutes must be & was -1
        this.save(output_value=5) -> InvalidInputError & output_value must be a dict & was 5
        system.flow('x').save(priority=1) -> InvalidInputError & script must be the text of the flow & nothing
        system.flow('x').save(script='x', location_inheritance='moon') -> InvalidInputError & location_inheritance must be one of & was 'moon'
        system.flow('x').save(script='x', input_schema={}) -> InvalidInputError & input_schema & flowengine-json-schema
        system.connector('x').save(connector_type='PORTED', value=5) -> InvalidInputError & value of a connector must be a dict & was 5
        system.vault_config('v').write_secret('p', {'k': 's3cret'}) -> PermissionDenied & secrets(
        system.file('f').save_text_content(5) -> InvalidInputError & save_text_content needs a str & was int & save_bytes_content
        system.file('f').save_bytes_content('x') -> InvalidInputError & save_bytes_content needs bytes & was str & save_text_content
        system.file('f').save_base64_content('%') -> InvalidInputError & content must be bytes or base64 text & was '%'
        system.file('nope').get_bytes_content() -> ResourceNotFoundError & <file nope>
        system.user('u').save(password='hunter2') -> PermissionDenied & password of <user u> & userDirectory(
        system.schedule('x').save(flow_name='child', cron='x') -> InvalidInputError & cron & 'x'
        system.webhook('w').save(flow_name='nope') -> ResourceNotFoundError & <flow nope>
        """);
  }

  @Test
  @Rule({"FA-48", "FA-113", "FA-115"})
  void locks_that_cannot_be_had_are_refused() {
    refuses(
        """
        system.setting('nope').acquire() -> ResourceNotFoundError & <setting nope>
        system.setting('nope').release() -> ResourceNotFoundError & <setting nope>
        system.setting('s').acquire(timeout='x') -> InvalidInputError & timeout must be a number of seconds & was 'x'
        system.setting('s').acquire(timeout=-1) -> InvalidInputError & timeout must be a number of seconds >= 0 & was -1
        system.setting('s').acquire(timeout=True) -> InvalidInputError & timeout must be a number of seconds & was true
        system.setting('held').acquire(timeout=0) -> LockTimeoutError & <setting held> & 0 s
        system.setting('held').acquire(timeout=1.5) -> LockTimeoutError & <setting held> & 1.5 s
        """);
  }

  @Test
  @Rule("FA-139")
  void values_that_cannot_be_stored_are_refused_with_their_path() {
    refuses(
        """
        this.set_output(a=[0, {'b': {1}}]) -> InvalidInputError & a[1].b & set
        this.set_output(a=float('nan')) -> InvalidInputError & a & nan
        this.set_output(a={(1, 2): 3}) -> InvalidInputError & output_value.a & key (1, 2) & str keys
        this.set_output(a=(x for x in ())) -> InvalidInputError & a & generator
        this.set_output(a=len) -> InvalidInputError & a & builtin_function_or_method
        this.set_output('a', 'b', 'c') -> InvalidInputError & set_output takes & 3 values
        system.setting('s').save(value={1}) -> InvalidInputError & value & set
        flow_api.step('s', lambda: {1}) -> InvalidInputError & result & set
        """);
  }

  @Test
  @Rule({"FA-143", "FA-144", "FA-145", "FA-147", "FA-148"})
  void messages_that_make_no_sense_are_refused() {
    refuses(
        """
        this.message('x' * 129, 'text') -> InvalidInputError & subject must have at most 128 characters & xxx
        this.message('s', 'text', request='y') -> InvalidInputError & at most one of message, request and body
        this.message('s', 5) -> InvalidInputError & message must be text & was 5
        this.message('s', 'text', message_type='LOUD') -> InvalidInputError & message_type must be one of & POPUP & was 'LOUD'
        this.message('s', 'text', wait='SOON') -> InvalidInputError & wait must be True or False & was 'SOON'
        this.message('s', 'text', timeout=-1) -> InvalidInputError & timeout must be a number of seconds >= 0 & was -1
        this.message('s', 'text', init={'size': 5}) -> InvalidInputError & init of a message has no 'size'
        this.message('s', body=5) -> InvalidInputError & body must be a dict & was 5
        this.message('s', body={'type': 'x'}) -> InvalidInputError & body.type must be 'object' & was 'x'
        this.message('s', body={'type': 'object', 'properties': {'a': {'element': 'slider'}}}) -> InvalidInputError & body.properties.a.element must be one of & was 'slider'
        this.message('s', body={'type': 'object', 'properties': {'a': {'element': 'toggle', 'type': 'string'}}}) -> InvalidInputError & body.properties.a.type of a toggle must be 'boolean' & was 'string'
        this.message('s', body={'type': 'object', 'properties': {}, 'required': ['b']}) -> InvalidInputError & 'b'
        this.message('s', 'text', timeout=0) -> MessageResponseTimeoutError & s & 0 s
        system.message('nope').wait() -> ResourceNotFoundError & <message nope>
        """);
  }

  @Test
  @Rule({"FA-26", "FA-40", "FA-170"})
  void locations_that_do_not_exist_are_refused() {
    refuses(
        """
        this.flow('child', location_inheritance='moon') -> InvalidInputError & location_inheritance must be one of & wrapped_resource & was 'moon'
        this.flow('child', run=False).run(location_inheritance='moon') -> InvalidInputError & location_inheritance must be one of & was 'moon'
        this.flow('child', init={'location_inheritance': 5}) -> InvalidInputError & location_inheritance must be one of & was 5
        """);
  }

  @Test
  @Rule({"FA-188", "FA-189"})
  void custom_objects_that_do_not_fit_their_template_are_refused() {
    refuses(
        """
        system.custom_object('o').save(attributes={}) -> SchemaValidationError & a custom object needs a template & object_template_name
        system.custom_object('o').save(object_template_name='nope') -> ResourceNotFoundError & <object_template nope>
        system.custom_object('o').save(object_template_name='server', attributes={}) -> SchemaValidationError & address & required
        system.custom_object('o').save(object_template_name='server', attributes={'address': 5}) -> SchemaValidationError & address & 5
        system.custom_object('o').save(object_template_name='server', attributes={'address': 'x', 'colour': 1}) -> SchemaValidationError & colour
        system.object_template('t').save(attributes={'a': {'type': 'colour'}}) -> SchemaValidationError & attribute 'a' & one of & colour
        """);
  }

  @Test
  @Rule({"FA-198b", "FA-201", "FA-202"})
  void signals_and_steps_that_make_no_sense_are_refused() {
    refuses(
        """
        this.receive(5) -> InvalidInputError & name must be text & was 5
        this.receive('') -> InvalidInputError & name must have 1 to 128 characters & was ''
        this.receive('s', timeout=-1) -> InvalidInputError & timeout must be a number of seconds >= 0 & was -1
        this.receive('s', timeout=0) -> TimeoutExceededError & s & 0 s
        this.send('s', {1}) -> InvalidInputError & value & set
        this.send('s', 1, id=5) -> InvalidInputError & id must be text & was 5
        this.flow('child').send('s', 1) -> InvalidInputError & has ended
        system.execution('x').send('s', 1) -> InvalidInputError & execution must be an execution & was 'x'
        flow_api.step('', len, 'x') -> InvalidInputError & step name must have & was ''
        flow_api.step('a/b', len, 'x') -> InvalidInputError & step name & a/b
        flow_api.step('s', len, 'x', timeout=0) -> InvalidInputError & timeout must be > 0 & was 0
        flow_api.step('s', len, 'x', retry=101) -> InvalidInputError & retry must be an int from 1 to 100 & was 101
        flow_api.step('s', lambda: this.log('x')) -> InvalidInputError & log is called inside a step body
        this.patched('') -> InvalidInputError & id must have 1 to 128 characters & was ''
        """);
  }
}
