package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be stored, from Python to Java and back. */
class ValuesTest extends ScriptTest {

  private static final Map<String, Object> OF_EVERY_TYPE = values();

  private static Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    values.put("none", null);
    values.put("bool", true);
    values.put("int", -42L);
    values.put("long", Long.MIN_VALUE);
    values.put("big", BigInteger.TWO.pow(20_000));
    values.put("float", 1.5e300);
    values.put("whole", 2.0);
    values.put("text", "ä \"q\" \\ \n \u0001 \uD83D\uDE80");
    values.put("list", new ArrayList<>(List.of(1L, List.of("x"), Map.of())));
    values.put("map", Map.of("k", Map.of("$type", "user", "n", 1L)));
    values.put("aware", OffsetDateTime.of(2026, 3, 4, 5, 6, 7, 123_456_000, ZoneOffset.ofHours(2)));
    values.put("naive", LocalDateTime.of(2026, 3, 4, 5, 6));
    values.put("date", LocalDate.of(2026, 3, 4));
    values.put("time", LocalTime.of(5, 6, 7));
    values.put("offset_time", OffsetTime.of(5, 6, 7, 0, ZoneOffset.ofHours(-3)));
    values.put("delta", Duration.ofDays(-3).plusMillis(1));
    values.put("bytes", new byte[] {0, -1, 2});
    values.put("decimal", new BigDecimal("1.500"));
    values.put("record", RecordRef.of(RecordType.SETTING, "my setting"));
    return values;
  }

  @Test
  void fa_141_values_of_java_arrive_as_their_python_types() {
    Execution main =
        run(
            """
            def handler(system, this, inputs):
                return {k: type(v).__name__ for k, v in inputs.items()}
            """,
            OF_EVERY_TYPE);
    assertThat(main)
        .hasOutputs(
            Map.ofEntries(
                Map.entry("none", "NoneType"),
                Map.entry("bool", "bool"),
                Map.entry("int", "int"),
                Map.entry("long", "int"),
                Map.entry("big", "int"),
                Map.entry("float", "float"),
                Map.entry("whole", "float"),
                Map.entry("text", "str"),
                Map.entry("list", "list"),
                Map.entry("map", "dict"),
                Map.entry("aware", "datetime"),
                Map.entry("naive", "datetime"),
                Map.entry("date", "date"),
                Map.entry("time", "time"),
                Map.entry("offset_time", "time"),
                Map.entry("delta", "timedelta"),
                Map.entry("bytes", "bytes"),
                Map.entry("decimal", "Decimal"),
                Map.entry("record", "Setting")));
  }

  @Test
  void fa_132_to_136_values_come_back_to_java_as_they_were() {
    Execution main = run("def handler(system, this, inputs):\n    return inputs\n", OF_EVERY_TYPE);
    assertThat(main.outputs()).usingRecursiveComparison().isEqualTo(OF_EVERY_TYPE);
  }

  @Test
  void fa_133_durations_of_java_with_days_hours_and_minutes_can_be_read() {
    Execution main =
        run(
            """
            def handler(system, this, inputs):
                return {k: v.total_seconds() for k, v in inputs.items()}
            """,
            Map.of(
                "a", Duration.ofHours(26).plusMinutes(3).plusNanos(4_000_000),
                "b", Duration.ofMinutes(-90),
                "c", Duration.ZERO,
                "d", Duration.ofMillis(-1)));
    assertThat(main).hasOutputs(Map.of("a", 93_780.004, "b", -5_400.0, "c", 0.0, "d", -0.001));
  }

  @Test
  void fa_137_138_some_types_become_plain_ones_in_the_first_run_too() {
    Execution main =
        handler(
            """
            import collections, enum
            class Colour(str, enum.Enum):
                RED = 'red'
            class Level(enum.IntEnum):
                HIGH = 3
            class Text(str):
                pass
            Point = collections.namedtuple('Point', 'x y')
            made = flow_api.step('make', lambda: {
                'tuple': (1, (2,)), 'point': Point(1, 2), 'colour': Colour.RED, 'level': Level.HIGH,
                'text': Text('t'), 'keys': {1: 'a', Colour.RED: 'b'}, 'ordered': collections.OrderedDict(z=1, a=2),
                'buffer': bytearray(b'x'), 'true': True})
            types = {k: type(v).__name__ for k, v in made.items()}
            return {'made': made, 'types': types}
            """);
    assertThat(main.outputs().get("made"))
        .usingRecursiveComparison()
        .isEqualTo(
            Map.of(
                "tuple", List.of(1L, List.of(2L)),
                "point", List.of(1L, 2L),
                "colour", "red",
                "level", 3L,
                "text", "t",
                "keys", Map.of("1", "a", "red", "b"),
                "ordered", Map.of("z", 1L, "a", 2L),
                "buffer", "x".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "true", true));
    assertThat(main.outputs().get("types"))
        .isEqualTo(
            Map.of(
                "tuple", "list", "point", "list", "colour", "str", "level", "int", "text", "str",
                "keys", "dict", "ordered", "dict", "buffer", "bytes", "true", "bool"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': [1, 2, {3}]} | output_value.a[2]: a set cannot be stored; use list(...)",
        "{'a': float('nan')} | output_value.a: nan cannot be stored",
        "{'a': [float('inf')]} | output_value.a[0]: inf cannot be stored",
        "{'g': (x for x in [])} | output_value.g: a generator cannot be stored; use list(...)",
        "{'f': len} | output_value.f: a builtin_function_or_method cannot be stored",
        "{'o': object()} | output_value.o: a object cannot be stored",
        "{'k': {1.5: 1}} | output_value.k: a dict with the key 1.5 cannot be stored; use str keys",
        "{'k': {None: 1}} | output_value.k: a dict with the key None cannot be stored; use str keys",
        "{'k': {True: 1}} | output_value.k: a dict with the key True cannot be stored; use str keys",
        "{'k': {(1, 2): 1}} | a dict with the key (1, 2) cannot be stored; use str keys",
        "circle() | nested too deep, perhaps in a circle"
      })
  void fa_139_what_cannot_be_stored_is_refused_by_path(String value, String message) {
    Execution main =
        run(
            """
            def circle():
                a = []
                a.append(a)
                return {'a': a}
            def handler(system, this, inputs):
                try:
                    this.set_output(%s)
                except flow_api.InvalidInputError as error:
                    return {'refused': str(error), 'same': error.message == str(error)}
            """
                .formatted(value));
    assertThat((String) main.outputs().get("refused")).contains(message);
    assertThat(main).hasOutput("same", true);
  }

  @Test
  void fa_139_a_result_that_cannot_be_stored_ends_the_execution_in_an_error() {
    assertThat(handler("return {'a': {1, 2}}"))
        .failed()
        .hasMessageContaining("result.a: a set cannot be stored");
  }

  @Test
  void fa_136_a_record_in_inputs_is_a_live_object() {
    flows.script(
        "writer",
        "def handler(system, this, inputs):\n    inputs['deep'][0]['s'].save(value={'a': 1})\n");
    Execution main =
        handler(
            """
            setting = system.setting('  trimmed ')
            child = this.flow('writer', deep=[{'s': setting}])
            other = child.get('input_value')['deep'][0]['s']
            assert other == setting and hash(other) == hash(setting) and str(other) == '<setting trimmed>'
            return {'value': other.get('value'), 'execution': child}
            """);
    assertThat(main).hasOutput("value", Map.of("a", 1L));
    RecordRef child = (RecordRef) main.outputs().get("execution");
    assertThat(flows.engine().execution(ExecutionId.of(child.select())).await(ofSeconds(10)))
        .succeeded();
  }

  @Test
  void fa_140_settings_hold_untagged_values() {
    Execution main =
        handler(
            """
            import datetime
            setting = system.setting('s').save(value={'d': datetime.date(2026, 1, 2), 'b': b'hi'})
            return {'value': system.setting('s').get('value')}
            """);
    assertThat(main).hasOutput("value", Map.of("d", "2026-01-02", "b", "aGk="));
  }

  @Test
  void deep_values_come_through() {
    assertThat(
            handler(
                """
                deep = []
                for i in range(40):
                    deep = [deep, {'k': deep}][i % 2:][:1]
                depth = 0
                stored = flow_api.step('deep', lambda: deep)
                while stored:
                    stored = stored[0] if type(stored) is list else stored['k']
                    depth += 1
                return {'depth': depth}
                """))
        .hasOutput("depth", 60L);
  }

  @Test
  void values_are_copied_at_the_call() {
    Execution main =
        handler(
            """
            value = {'list': [1]}
            this.set_output(v=value)
            value['list'].append(2)
            this.get('output_value')['v']['list'].append(3)
            return {'again': this.get('output_value')['v']}
            """);
    assertThat(main).hasOutput("v", Map.of("list", List.of(1L)));
  }
}
