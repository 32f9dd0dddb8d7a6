package io.flowengine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTest {
  record Order(String id, int amount, Instant at, List<String> tags) {}

  static Stream<Object> values() {
    return Stream.of(
        true,
        42L,
        new BigInteger("123456789012345678901234567890"),
        1.5,
        "text with \"quotes\" and \u00e4\u2603\ud83d\ude00",
        List.of(1L, "two", List.of()),
        Map.of("a", Map.of("b", 1L)),
        OffsetDateTime.of(2026, 11, 20, 10, 0, 0, 123_456_000, ZoneOffset.ofHours(2)),
        LocalDateTime.of(2026, 11, 20, 10, 0, 1),
        LocalDate.of(2026, 2, 28),
        LocalTime.of(23, 59, 59, 1000),
        OffsetTime.of(1, 2, 3, 0, ZoneOffset.UTC),
        Duration.ofSeconds(93784, 500_000_000),
        Duration.ofMillis(-1500),
        new BigDecimal("1.10"),
        RecordRef.of(RecordType.SETTING, "my-setting"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void fa_132_to_fa_141_a_value_comes_back_as_what_it_was(Object value) {
    assertThat(Value.of(value).toObject()).isEqualTo(value);
  }

  @Test
  void fa_134_bytes_come_back_as_bytes() {
    assertThat((byte[]) Value.of(new byte[] {0, 1, -1}).toObject()).containsExactly(0, 1, -1);
  }

  @Test
  void fa_141_numbers_of_java_come_back_as_long_and_double() {
    assertThat(Value.of(List.of((byte) 1, (short) 2, 3, 4f)).toObject())
        .isEqualTo(List.of(1L, 2L, 3L, 4.0));
  }

  @Test
  void fa_141_the_order_of_keys_is_kept() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("z", 1L);
    map.put("a", 2L);
    assertThat(Value.of(map).toMap().keySet()).containsExactly("z", "a");
  }

  @Test
  void fa_140_a_map_with_the_key_of_tags_comes_back_unharmed() {
    Map<String, Object> map = Map.of("$type", "datetime", "value", "no date");
    assertThat(Value.of(List.of(map, Map.of("$type", map))).toObject())
        .isEqualTo(List.of(map, Map.of("$type", map)));
  }

  @Test
  void fa_140_settings_and_messages_hold_the_text_without_tags() {
    Value tagged =
        Value.of(
            Map.of(
                "d",
                LocalDate.of(2026, 1, 2),
                "r",
                RecordRef.of(RecordType.FLOW, "f"),
                "m",
                Map.of("$type", "x")));
    assertThat(tagged.untagged().toMap())
        .isEqualTo(Map.of("d", "2026-01-02", "r", "f", "m", Map.of("$type", "x")));
  }

  @Test
  void a_record_of_java_goes_through_jackson_and_comes_back_as_its_type() {
    Order order = new Order("o-1", 3, Instant.parse("2026-11-20T10:00:00Z"), List.of("a", "b"));
    assertThat(Value.of(order).as(Order.class)).isEqualTo(order);
  }

  @Test
  void what_was_stored_does_not_change_with_what_it_was_made_from() {
    List<Object> list = new ArrayList<>(List.of(1L));
    Value value = Value.of(list);
    list.add(2L);
    assertThat(value.toObject()).isEqualTo(List.of(1L));
  }

  @Test
  void fa_139_a_set_is_refused_with_its_path_and_a_hint() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Value.of("output_value", Map.of("a", List.of(1, 2, Set.of(3)))))
        .withMessage("output_value.a[2]: a set cannot be stored; use List.copyOf(...)");
  }

  @Test
  void fa_139_nan_is_refused_with_its_path() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Value.of("inputs", Map.of("x", Double.NaN)))
        .withMessage("inputs.x: NaN and infinity cannot be stored");
  }

  @Test
  void fa_139_other_objects_of_the_jdk_are_refused_by_name() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Value.of(Thread.currentThread()))
        .withMessageContaining("cannot be stored");
  }

  @Test
  void fa_139_a_circle_is_refused_as_too_deep() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Value.of(circle))
        .withMessageContaining("in a circle");
  }

  @Test
  void a_value_that_does_not_fit_the_declared_type_is_refused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Value.of("text").as(Order.class));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void any_nested_value_comes_back_equal(@ForAll("nested") Object value) {
    assertThat(Value.of(Arrays.asList(value)).toObject()).isEqualTo(Arrays.asList(value));
  }

  @Provide
  Arbitrary<Object> nested() {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            Arbitraries.strings().all().filter(text -> !hasLoneSurrogate(text)).asGeneric(),
            Arbitraries.longs().asGeneric(),
            Arbitraries.doubles().asGeneric(),
            Arbitraries.of(true, false).asGeneric(),
            Arbitraries.longs()
                .map(number -> BigInteger.ONE.shiftLeft(70).add(BigInteger.valueOf(number)))
                .asGeneric());
    return Arbitraries.recursive(() -> leaf, ValueTest::nest, 0, 4);
  }

  private static Arbitrary<Object> nest(Arbitrary<Object> inner) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(4).asGeneric(),
        Arbitraries.maps(Arbitraries.of("a", "$type", "value", "\u00e4", ""), inner)
            .ofMaxSize(4)
            .asGeneric());
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }
}
