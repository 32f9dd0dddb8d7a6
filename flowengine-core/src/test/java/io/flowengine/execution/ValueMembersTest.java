package io.flowengine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueMembersTest {
  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> plain =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .withChars("a\\\"{}[],:$ \n\u00fc\ud83d\ude00")
                .ofMaxLength(6)
                .map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast));
    return Arbitraries.recursive(
        () -> plain,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(Object.class::cast),
                maps(inner).map(Object.class::cast)),
        0,
        3);
  }

  private static Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
    Arbitrary<String> keys =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("ab\\\"}:").ofMaxLength(4),
            Arbitraries.of("$type", "value"));
    return Arbitraries.maps(keys, values).ofMaxSize(4);
  }

  @Provide
  Arbitrary<Map<String, Object>> anyMap() {
    return maps(values());
  }

  @Property
  void the_members_are_those_of_the_map(@ForAll("anyMap") Map<String, Object> map) {
    Value value = Value.of(map);
    Map<String, Object> read = new LinkedHashMap<>();
    value.members().forEach((key, member) -> read.put(key, member.toObject()));

    assertThat(read).isEqualTo(value.toMap());
    assertThat(new ArrayList<>(read.keySet())).isEqualTo(new ArrayList<>(value.toMap().keySet()));
  }

  @Property
  void blanks_between_do_not_count(@ForAll("anyMap") Map<String, Object> map) {
    String json = Value.of(map).json();
    if (!json.contains("\\") && map.keySet().stream().noneMatch(key -> key.contains(":"))) {
      String wide = json.startsWith("{\"$type") ? json : " { " + json.substring(1);
      assertThat(Value.ofJson(wide).members().keySet()).isEqualTo(Value.of(map).members().keySet());
    }
  }

  @Test
  void null_has_no_members() {
    assertThat(Value.NULL.members()).isEmpty();
    assertThat(Value.EMPTY.members()).isEmpty();
    assertThat(Value.of(Map.of("a", List.of())).members()).containsEntry("a", Value.of(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "5", "\"{}\"", "{\"$type\":\"date\",\"value\":\"2026-12-01\"}"})
  void what_is_no_map_is_refused(String json) {
    Value value = Value.ofJson(json);
    assertThatThrownBy(value::members)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must be a map");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":{",
        "{\"a\":\"x",
        "{\"a\":\"x\\",
        "{a:1}"
      })
  void broken_text_is_refused(String json) {
    Value value = Value.ofJson(json);
    assertThatThrownBy(value::members)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not JSON");
  }
}
