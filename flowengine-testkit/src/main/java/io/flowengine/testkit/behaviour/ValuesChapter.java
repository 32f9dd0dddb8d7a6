package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 10: what can be stored, and what it comes back as. */
abstract class ValuesChapter extends Chapter {
  ValuesChapter(Front front) {
    super(front);
  }

  static Stream<@Nullable Object> values() {
    return Stream.of(
        null,
        true,
        "",
        "tab\tquote\"ü☃\uD83D\uDE00",
        0L,
        -1L,
        Long.MAX_VALUE,
        new BigInteger("123456789012345678901234567890"),
        1.5,
        -0.001,
        1e300,
        List.of(),
        List.of(1L, "two", List.of(3L)),
        Map.of(),
        Map.of("a", Map.of("b", List.of(1L))),
        OffsetDateTime.of(2026, 7, 1, 12, 30, 15, 123_456_000, ZoneOffset.ofHours(2)),
        LocalDateTime.of(2026, 7, 1, 12, 30, 15),
        LocalDate.of(2026, 2, 28),
        LocalTime.of(23, 59, 59),
        Duration.ofDays(3).plusMillis(250),
        new BigDecimal("10.50"));
  }

  /** From a host through the inputs of a flow, its child's inputs and outputs, back to the host. */
  @ParameterizedTest
  @MethodSource("values")
  void fa_132_to_fa_141_a_value_comes_back_from_a_child_as_it_went_in(@Nullable Object value) {
    Execution main =
        world.started(
            world
                .prepare(
                    run("a", give(Map.of("v", input("v")))).with("inputs", Map.of("v", input("v"))),
                    put("v", field("a", "output_value")))
                .input("v", value)
                .name("main"));
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("v", value);

    assertThat(succeeded(main)).containsEntry("v", expected);
  }

  @ParameterizedTest
  @MethodSource("values")
  void fa_132_to_fa_141_a_step_result_makes_the_round_trip_in_the_first_run_too(
      @Nullable Object value) {
    Execution main =
        play(step("s", value).into("first"), put("first", known("first")), ask("hold"));
    world.answer("hold");

    assertThat(succeeded(main)).containsEntry("first", value);
  }

  @Test
  void fa_134_bytes_come_back_as_bytes() {
    Execution main =
        world.started(world.prepare(put("v", input("v"))).input("v", new byte[] {0, 1, -1}));

    assertThat(succeeded(main)).containsEntry("v", new byte[] {0, 1, -1});
  }

  @Test
  void fa_140_a_map_with_the_key_type_is_a_map() {
    Map<String, Object> tricky = Map.of("$type", "date", "value", "2026-01-01");
    Execution main = world.started(world.prepare(put("v", input("v"))).input("v", tricky));

    assertThat(succeeded(main)).containsEntry("v", tricky);
  }

  @Test
  void fa_140_settings_hold_plain_text_for_tagged_types() {
    Execution main =
        play(
            saveSetting("s", Map.of("day", LocalDate.of(2026, 2, 28))),
            put("v", recordField("setting", "s", "value")));

    assertThat(succeeded(main)).containsEntry("v", Map.of("day", "2026-02-28"));
  }

  @Test
  void fa_141_the_order_of_keys_is_kept() {
    Map<String, Object> ordered = new LinkedHashMap<>();
    Stream.of("z", "a", "m", "b").forEach(key -> ordered.put(key, 1L));
    Execution main = world.started(world.prepare(give(input("v"))).input("v", ordered));

    assertThat(succeeded(main)).containsExactlyEntriesOf(ordered);
  }

  @Test
  void fa_139_a_host_is_told_the_path_of_what_cannot_be_stored_and_nothing_is_created() {
    Object set = Map.of("a", Arrays.asList(1, 2, Set.of(3)));

    assertThatThrownBy(() -> world.prepare().name("main").input("x", set).start())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("inputs.x.a[2]")
        .hasMessageContaining("set");
    assertThat(world.records(Filter.all())).isEmpty();
  }

  @Test
  void fa_139_infinity_and_nan_cannot_be_stored() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> world.prepare().input("x", value).start())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("inputs.x");
    }
  }

  @Test
  void fa_139_an_output_that_cannot_be_stored_raises_and_the_others_stay() {
    Execution main =
        play(
            put("a", 1),
            attempt(put("b", Map.of("c", List.of(unstorable())))),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("a", 1L).doesNotContainKey("b");
    assertThat(outputs(main)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(main).get("message")).contains("b.c[0]").contains("set");
  }

  @Test
  void fa_139_an_input_that_cannot_be_stored_creates_no_child() {
    Execution main =
        play(attempt(run("a").with("inputs", Map.of("x", unstorable()))), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_139_a_setting_that_cannot_be_stored_is_not_created() {
    Execution main =
        play(
            attempt(saveSetting("s", unstorable())),
            put("error", caught()),
            put("exists", exists("setting", "s")));

    assertThat(succeeded(main))
        .containsEntry("error", "InvalidInputError")
        .containsEntry("exists", false);
  }

  @Test
  void fa_139_a_result_that_cannot_be_stored_ends_the_flow_with_an_error() {
    Execution main = play(put("a", 1), give(Map.of("b", unstorable())));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).contains("set");
    assertThat(outputs(main)).containsOnly(Map.entry("a", 1L));
  }

  @Test
  void fa_65_a_log_line_shows_what_cannot_be_stored() {
    Execution main = play(log("it is", unstorable()));

    assertThat(main.log()).hasSize(1);
    assertThat(lines(main).getFirst()).startsWith("it is ");
  }

  @Test
  void fa_3_changing_the_inputs_changes_nothing_stored() {
    Execution main = world.started(world.prepare(put("in", inputs())).input("x", List.of(1)));
    Map<String, @Nullable Object> inputs = main.inputs();
    inputs.clear();

    assertThat(main.inputs()).containsKey("x");
  }
}
