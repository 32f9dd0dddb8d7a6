package io.flowengine.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.Outcome;
import io.flowengine.execution.Value;
import io.flowengine.testkit.rule.Rule;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Arbitrary values on their way from Java to Python, through the store, and back: they come back
 * equal, or the error names their path.
 */
@Rule("FA-132")
class BridgePropertiesTest {
  private static final String ECHO =
      """
      def handler(system, this, inputs):
          kept = flow_api.step('keep', lambda: inputs['value'])
          this.set_output('through', this.script(
              'def handler(system, this, inputs): return {"value": inputs["value"]}',
              value=kept).get('output_value')['value'])
          return {'value': inputs['value']}
      """;

  private static FlowEngine engine;

  @BeforeContainer
  static void open() {
    engine =
        FlowEngine.builder()
            .language(PythonFlows.on(SharedPython.RUNTIME))
            .flows(new OneScript("echo", ECHO))
            .flows(new OneScript("build", BUILD))
            .build();
  }

  @AfterContainer
  static void close() {
    engine.close();
  }

  private static Map<String, @Nullable Object> echoed(@Nullable Object value) {
    Execution echo = engine.flow("echo").input("value", value).start();
    return echo.await(Duration.ofMinutes(2)).outputs();
  }

  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.recursive(this::leaves, this::containers, 0, 4);
  }

  private Arbitrary<Object> leaves() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(20).map(Object.class::cast),
        Arbitraries.of("", "\u0000", "\ud800", "\udfff\ud800", "\ud83d\ude00", "$type", "\u2028"),
        Arbitraries.bigIntegers()
            .between(BigInteger.TWO.pow(200).negate(), BigInteger.TWO.pow(200))
            .map(Object.class::cast),
        Arbitraries.doubles().map(Object.class::cast),
        Arbitraries.of(true, false, -0.0, 1e308, Double.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Object.class::cast),
        Arbitraries.bigDecimals().map(Object.class::cast),
        Arbitraries.of(
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31),
            LocalDateTime.of(2024, 2, 29, 23, 59, 59, 999_999_000),
            LocalDateTime.of(2024, 3, 31, 2, 30).atOffset(ZoneOffset.ofHours(-11)),
            Duration.ofSeconds(-1, 1000),
            Duration.ofDays(10_000)));
  }

  private Arbitrary<Object> containers(Arbitrary<Object> inner) {
    return Arbitraries.oneOf(
        inner.injectNull(0.1).list().ofMaxSize(5).map(Object.class::cast),
        Arbitraries.maps(Arbitraries.strings().all().ofMaxLength(5), inner)
            .ofMaxSize(5)
            .map(Object.class::cast),
        Arbitraries.maps(Arbitraries.of("$type", "value", "date"), inner)
            .ofMaxSize(3)
            .map(Object.class::cast));
  }

  @Property(tries = 150)
  @Rule({"FA-132", "FA-133", "FA-134", "FA-135", "FA-140", "FA-141"})
  void a_value_comes_back_equal_from_python_and_from_the_store(@ForAll("values") Object value) {
    Value stored = Value.of(value);
    Map<String, @Nullable Object> outputs = echoed(value);

    assertThat(Value.of(outputs.get("value"))).isEqualTo(normal(stored));
    assertThat(Value.of(outputs.get("through"))).isEqualTo(normal(stored));
  }

  /** What a value is after one trip through Java: exact numbers have one form. */
  private static Value normal(Value stored) {
    return Value.of(stored.toObject());
  }

  @Property(tries = 20)
  void numbers_of_any_size_come_back(@ForAll("digits") String digits) {
    BigInteger number = new BigInteger(digits);

    assertThat(Value.of(echoed(number).get("value"))).isEqualTo(Value.of(number));
  }

  @Provide
  Arbitrary<String> digits() {
    return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(5_000).map(s -> "1" + s);
  }

  @Property(tries = 20)
  @Rule("FA-139")
  void nesting_comes_back_or_is_refused_by_its_path(@ForAll("depths") int depth) {
    Object nested = "x";
    for (int level = 0; level < depth; level++) {
      nested = level % 2 == 0 ? List.of(nested) : Map.of("a", nested);
    }
    assertThat(Value.of(echoed(nested).get("value"))).isEqualTo(Value.of(nested));
  }

  @Provide
  Arbitrary<Integer> depths() {
    return Arbitraries.integers().between(0, 90);
  }

  // ---------------------------------------------------------------- what cannot be stored

  /** Builds a value in Python from a recipe: a path of keys and indexes, and what is at its end. */
  private static final String BUILD =
      """
      def handler(system, this, inputs):
          value = {'set': {1}, 'nan': float('nan'), 'function': handler, 'generator': (i for i in ''),
                   'bytes_key': {b'k': 1}, 'object': object(), 'true_key': {True: 1},
                   'none_key': {None: 1}, 'float_key': {1.5: 1}, 'huge_key': {1e300: 1}}.get(inputs['what'])
          if inputs['what'] == 'cycle':
              value = []
              value.append(value)
          for part in reversed(inputs['path']):
              if isinstance(part, int):
                  value = [0] * part + [value]
              else:
                  value = {part: value}
          try:
              this.set_output('out', value)
          except flow_api.InvalidInputError as e:
              return {'message': e.message, 'stored': list(this.get('output_value'))}
          return {'message': None}
      """;

  @Property(tries = 60)
  @Rule("FA-139")
  void what_cannot_be_stored_is_refused_by_its_path(
      @ForAll("paths") List<Object> path, @ForAll("unstorable") String what) {
    Execution build = engine.flow("build").inputs(Map.of("path", path, "what", what)).start();
    assertThat(build.outcome(Duration.ofMinutes(2))).isInstanceOf(Outcome.Succeeded.class);
    Map<String, @Nullable Object> outputs = build.outputs();

    StringBuilder expected = new StringBuilder("output_value.out");
    path.forEach(part -> expected.append(part instanceof Integer ? "[" + part + "]" : "." + part));
    assertThat((String) outputs.get("message")).startsWith(expected.toString());
    assertThat((List<?>) outputs.get("stored")).isEmpty();
  }

  @Provide
  Arbitrary<String> unstorable() {
    return Arbitraries.of(
        "set",
        "nan",
        "function",
        "generator",
        "object",
        "cycle",
        "bytes_key",
        "true_key",
        "none_key",
        "float_key",
        "huge_key");
  }

  @Provide
  Arbitrary<List<Object>> paths() {
    return Arbitraries.<Object>oneOf(
            Arbitraries.integers().between(0, 3).map(Object.class::cast),
            Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(4).map(Object.class::cast))
        .list()
        .ofMaxSize(6);
  }
}
