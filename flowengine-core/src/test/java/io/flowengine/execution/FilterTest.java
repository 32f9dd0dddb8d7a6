package io.flowengine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
  private static boolean holds(Object field, String op, Object value) {
    Map<String, Object> spec = new HashMap<>(Map.of("field", "f", "op", op));
    spec.put("value", value);
    return Filter.of(spec).matches(name -> field);
  }

  @ParameterizedTest
  @CsvSource({
    "my-flow,   my-%,   true",
    "my-flow,   MY-%,   false",
    "my-flow,   m_-flow,true",
    "my-flow,   my,     false",
    "'',        %,      true",
    "a%b,       a\\%b,  true",
    "axb,       a\\%b,  false",
    "a_b,       a\\_b,  true",
    "aXbXc,     %X%X%,  true"
  })
  void fa_95_like_matches_with_wildcards_and_escapes(
      String text, String pattern, boolean expected) {
    assertThat(holds(text, "like", pattern)).isEqualTo(expected);
  }

  @Test
  void fa_95_ilike_does_not_care_about_case() {
    assertThat(holds("My-Flow", "ilike", "mY-%")).isTrue();
  }

  @Test
  void fa_95_in_compares_with_each_element() {
    assertThat(holds("b", "in", List.of("a", "b"))).isTrue();
    assertThat(holds("c", "in", List.of("a", "b"))).isFalse();
  }

  @Test
  void fa_97_null_fails_every_comparison_but_equality_with_null() {
    for (String op : List.of("lt", "le", "gt", "ge", "eq")) {
      assertThat(holds(null, op, 5L)).as(op).isFalse();
    }
    assertThat(holds(null, "eq", null)).isTrue();
    assertThat(holds(null, "ne", 5L)).isTrue();
    assertThat(holds(null, "is_null", true)).isTrue();
  }

  @Test
  void fa_97_values_of_different_types_are_unequal_and_unordered() {
    assertThat(holds("5", "eq", 5L)).isFalse();
    assertThat(holds("5", "lt", 6L)).isFalse();
    assertThat(holds("5", "ge", 5L)).isFalse();
    assertThat(holds(true, "eq", 1L)).isFalse();
  }

  @Test
  void fa_97_times_compare_as_instants_with_datetimes_and_iso_texts() {
    Instant noon = Instant.parse("2026-11-20T12:00:00Z");
    assertThat(holds(noon, "eq", "2026-11-20T13:00:00+01:00")).isTrue();
    assertThat(holds(noon, "eq", "2026-11-20T12:00:00.000000+0000")).isTrue();
    assertThat(holds(noon, "lt", OffsetDateTime.parse("2026-11-20T12:00:01Z"))).isTrue();
    assertThat(holds(noon, "eq", "no time")).isFalse();
  }

  @Test
  void fa_96_empty_and_is_true_and_empty_or_is_false() {
    assertThat(Filter.of(Map.of("and", List.of())).matches(name -> null)).isTrue();
    assertThat(Filter.of(Map.of("or", List.of())).matches(name -> null)).isFalse();
  }

  @Test
  void fa_99_an_unknown_operator_is_refused_with_those_there_are() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> holds("x", "almost", "y"))
        .withMessageContaining("eq, ne, lt, le, gt, ge, in, like, ilike, is_null")
        .withMessageContaining("almost");
  }

  @Test
  void fa_99_an_unknown_shape_is_refused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Filter.of(Map.of("field", "name", "operator", "eq")));
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Filter.of(List.of()));
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Filter.of("..."));
  }

  @Test
  void fa_99_an_unknown_field_is_refused_wherever_it_hides() {
    Filter filter = Filter.not(Filter.or(Filter.eq("name", "a"), Filter.eq("nme", "b")));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> filter.requireFields(Set.of("name")))
        .withMessageContaining("'nme'");
  }

  @Property
  void fa_97_ne_and_not_are_exact_negations(
      @ForAll("scalars") Object field, @ForAll("scalars") Object value) {
    boolean equal = holds(field, "eq", value);
    assertThat(holds(field, "ne", value)).isEqualTo(!equal);
    assertThat(Filter.not(Filter.eq("f", value)).matches(name -> field)).isEqualTo(!equal);
  }

  @Property
  void fa_97_two_values_of_one_type_are_less_equal_or_greater(@ForAll long a, @ForAll long b) {
    long found = List.of("lt", "eq", "gt").stream().filter(op -> holds(a, op, b)).count();
    assertThat(found).isOne();
  }

  @Property
  void a_filter_survives_the_form_that_scripts_use(
      @ForAll("scalars") Object field, @ForAll("scalars") Object value) {
    Filter filter =
        Filter.or(Filter.and(Filter.eq("f", value)), Filter.not(Filter.in("f", List.of("x"))));
    assertThat(Filter.of(filter.toSpec()).matches(name -> field))
        .isEqualTo(filter.matches(name -> field));
  }

  @Provide
  Arbitrary<Object> scalars() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(-3, 3).map(Long::valueOf).asGeneric(),
            Arbitraries.doubles().between(-3, 3).asGeneric(),
            Arbitraries.of("a", "b", "1").asGeneric(),
            Arbitraries.of(true, false).asGeneric())
        .injectNull(0.1);
  }
}
