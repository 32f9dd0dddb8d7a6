package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 5: listings, filters and orders. */
abstract class FiltersChapter extends Chapter {
  FiltersChapter(Front front) {
    super(front);
  }

  @BeforeEach
  void createFour() {
    for (String name : List.of("alpha", "Beta", "al_pine", "beta%")) {
      world.started(world.prepare().name(name).priority(name.length()));
      world.advanceSeconds(60);
    }
    world.started(world.prepare(error("broken")).name("delta"));
  }

  private static Map<String, Object> condition(String field, String op, Object value) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("field", field);
    condition.put("op", op);
    condition.put("value", value);
    return condition;
  }

  /** The lister itself is not among what the filters below select. */
  private Object listed(Map<String, ?> filter, String... order) {
    Map<String, Object> others = condition("name", "ne", "main");
    Execution main =
        play(
            list(Map.of("and", List.of(filter, others)), order).into("all"),
            put("names", names("all")));
    Object names = succeeded(main).get("names");
    assertThat(names).isNotNull();
    return names == null ? List.of() : names;
  }

  private Map<String, Object> refused(Map<String, ?> filter, String... order) {
    Execution main =
        play(
            attempt(list(filter, order).into("all"), put("listed", true)),
            put("error", caught()),
            put("message", caughtMessage()));
    Map<String, Object> result = new LinkedHashMap<>();
    succeeded(main).forEach((key, value) -> result.put(key, String.valueOf(value)));
    return result;
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eq    | alpha   | alpha
          eq    | ALPHA   | ''
          ne    | alpha   | Beta,al_pine,beta%,delta
          like  | al%     | alpha,al_pine
          like  | %ta%    | Beta,beta%,delta
          like  | _eta    | Beta
          like  | al\\_%   | al_pine
          like  | beta\\%  | beta%
          like  | AL%     | ''
          ilike | AL%     | alpha,al_pine
          ilike | beta%   | Beta,beta%
          lt    | alpha   | Beta,al_pine
          le    | alpha   | alpha,Beta,al_pine
          gt    | beta%   | delta
          ge    | beta%   | beta%,delta
          """)
  void fa_94_fa_95_a_condition_on_a_text(String op, String value, String expected) {
    List<String> names = expected.isEmpty() ? List.of() : List.of(expected.split(","));

    assertThat(listed(condition("name", op, value))).isEqualTo(names);
  }

  @Test
  void fa_95_in_takes_a_list() {
    assertThat(listed(condition("name", "in", List.of("delta", "alpha", "nope"))))
        .isEqualTo(List.of("alpha", "delta"));
  }

  @Test
  void fa_95_numbers_compare_as_numbers() {
    assertThat(listed(condition("priority", "ge", 5)))
        .isEqualTo(List.of("alpha", "al_pine", "beta%"));
    assertThat(listed(condition("priority", "lt", 4.5))).isEqualTo(List.of("Beta", "delta"));
  }

  @Test
  void fa_95_is_null_tells_what_has_no_value() {
    assertThat(listed(condition("message", "is_null", false))).isEqualTo(List.of("delta"));
    assertThat((List<?>) listed(Map.of("field", "message", "op", "is_null"))).hasSize(4);
  }

  @Test
  void fa_96_filters_are_joined_and_negated_freely() {
    Map<String, Object> either =
        Map.of("or", List.of(condition("name", "eq", "alpha"), condition("name", "eq", "delta")));
    Map<String, Object> failed = Map.of("not", condition("status", "eq", "ENDED_SUCCESS"));

    assertThat(listed(either)).isEqualTo(List.of("alpha", "delta"));
    assertThat(listed(Map.of("and", List.of(either, failed)))).isEqualTo(List.of("delta"));
    assertThat(listed(Map.of("not", either))).isEqualTo(List.of("Beta", "al_pine", "beta%"));
  }

  @Test
  void fa_96_an_empty_and_is_true_and_an_empty_or_false() {
    assertThat((List<?>) listed(Map.of("and", List.of()))).hasSize(5);
    assertThat((List<?>) listed(Map.of("or", List.of()))).isEmpty();
  }

  @Test
  void fa_97_ne_is_the_exact_negation_of_eq_also_for_null() {
    assertThat((List<?>) listed(condition("message", "ne", "broken"))).hasSize(4);
    assertThat(listed(condition("message", "eq", "broken"))).isEqualTo(List.of("delta"));
  }

  @Test
  void fa_97_null_fails_every_other_comparison() {
    assertThat(listed(condition("message", "lt", "z"))).isEqualTo(List.of("delta"));
    assertThat(listed(condition("message", "ge", ""))).isEqualTo(List.of("delta"));
    assertThat(listed(condition("message", "like", "%"))).isEqualTo(List.of("delta"));
    assertThat(listed(condition("message", "in", List.of("x", "")))).isEqualTo(List.of());
  }

  @Test
  void fa_97_values_of_different_types_are_unequal_and_unordered() {
    assertThat((List<?>) listed(condition("name", "eq", 5))).isEmpty();
    assertThat((List<?>) listed(condition("name", "lt", 5))).isEmpty();
    assertThat((List<?>) listed(condition("priority", "eq", "5"))).isEmpty();
  }

  @Test
  void fa_97_times_compare_as_instants_in_any_zone() {
    assertThat(listed(condition("created_at", "ge", "2030-01-01T01:03:00+01:00")))
        .isEqualTo(List.of("beta%", "delta"));
    assertThat(listed(condition("created_at", "lt", "2030-01-01T00:01:00Z")))
        .isEqualTo(List.of("alpha"));
  }

  @Test
  void fa_98_the_default_order_is_that_of_creation() {
    assertThat(listed(Map.of("and", List.of())))
        .isEqualTo(List.of("alpha", "Beta", "al_pine", "beta%", "delta"));
  }

  @Test
  void fa_98_an_order_may_descend_and_have_several_fields() {
    assertThat(listed(Map.of("and", List.of()), "-created_at"))
        .isEqualTo(List.of("delta", "beta%", "al_pine", "Beta", "alpha"));
    assertThat(listed(Map.of("and", List.of()), "status", "-name"))
        .isEqualTo(List.of("delta", "beta%", "alpha", "al_pine", "Beta"));
  }

  @Test
  void fa_98_nulls_come_last_either_way() {
    for (String order : List.of("message", "-message")) {
      assertThat(((List<?>) listed(Map.of("and", List.of()), order)).getFirst())
          .as(order)
          .isEqualTo("delta");
    }
  }

  @Test
  void fa_88_a_listing_holds_what_existed_when_it_was_made() {
    Execution main =
        play(
            list(condition("name", "like", "late%")).into("before"),
            run("late"),
            put("before", names("before")),
            list(condition("name", "like", "late%")).into("after"),
            put("after", names("after")));

    assertThat(succeeded(main))
        .containsEntry("before", List.of())
        .containsEntry("after", List.of("late"));
  }

  @Test
  void fa_88_a_listing_is_the_same_on_replay() {
    play(
        list(condition("name", "like", "late%")).into("all"),
        ask("hold"),
        put("names", names("all")));
    world.started(world.prepare().name("late"));
    world.restart();
    world.answer("hold");

    assertThat(succeeded(world.named("main"))).containsEntry("names", List.of());
  }

  @Test
  void fa_88_long_listings_are_complete() {
    for (int i = 0; i < 1010; i++) {
      world.prepare().name("many").create();
    }
    Execution main =
        play(list(condition("name", "eq", "many")).into("all"), put("names", names("all")));

    assertThat((List<?>) succeeded(main).get("names")).hasSize(1010);
    assertThat(calls(main).stream().filter(call -> call.equals("list"))).hasSize(2);
  }

  @Test
  void fa_88_a_long_listing_is_read_on_after_a_crash() {
    for (int i = 0; i < 1010; i++) {
      world.prepare().name("many").create();
    }
    play(
        list(condition("name", "eq", "many")).into("all"),
        ask("hold"),
        put("names", names("all")),
        put("again", names("all")));
    world.prepare().name("many").create();
    world.crash();
    world.answer("hold");

    Map<String, ?> outputs = succeeded(world.named("main"));
    assertThat((List<?>) outputs.get("names")).hasSize(1010);
    assertThat(outputs.get("again")).isEqualTo(outputs.get("names"));
  }

  @Test
  void fa_99_an_unknown_field_is_refused() {
    assertThat(refused(condition("colour", "eq", 1)))
        .containsEntry("error", "InvalidInputError")
        .hasEntrySatisfying("message", text -> assertThat((String) text).contains("colour"))
        .doesNotContainKey("listed");
  }

  @Test
  void fa_99_an_unknown_field_in_an_order_is_refused() {
    assertThat(refused(condition("name", "eq", "x"), "colour"))
        .containsEntry("error", "InvalidInputError");
  }

  @Test
  void fa_94_values_of_settings_can_be_listed_by_name() {
    Execution main =
        play(
            saveSetting("s1", 1),
            saveSetting("s2", 2),
            Move.of("list_records")
                .with("type", "setting")
                .with("filter", condition("name", "eq", "s2"))
                .with("order", List.of())
                .into("all"),
            put("count", known("all")));

    assertThat(new ArrayList<>((List<?>) succeeded(main).get("count"))).hasSize(1);
  }
}
