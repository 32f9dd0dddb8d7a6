package io.flowengine.internal.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.InvalidInputException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules SC-1 to SC-3 of the patterns. */
class CronRecurrenceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<Instant> fires(String cron, ZoneId zone, Instant from, Instant to) {
    CronRecurrence recurrence = CronRecurrence.of(cron, zone);
    List<Instant> fires = new ArrayList<>();
    Instant last = from.minusSeconds(1);
    while (true) {
      Instant next = recurrence.next(last).orElse(to);
      if (!next.isBefore(to)) {
        return fires;
      }
      fires.add(next);
      last = next;
    }
  }

  /** The fires of whole local days. */
  private static List<Instant> days(String cron, ZoneId zone, String first, int count) {
    LocalDate day = LocalDate.parse(first);
    return fires(
        cron,
        zone,
        day.atStartOfDay(zone).toInstant(),
        day.plusDays(count).atStartOfDay(zone).toInstant());
  }

  private static Instant[] instants(String... texts) {
    Instant[] instants = new Instant[texts.length];
    for (int i = 0; i < texts.length; i++) {
      instants[i] = Instant.parse(texts[i]);
    }
    return instants;
  }

  private static List<String> daysOf(String cron, int year) {
    ZoneId utc = ZoneOffset.UTC;
    Instant from = LocalDate.of(year, 1, 1).atStartOfDay(utc).toInstant();
    Instant to = LocalDate.of(year + 1, 1, 1).atStartOfDay(utc).toInstant();
    return fires(cron, utc, from, to).stream()
        .map(each -> each.toString().substring(5, 10))
        .toList();
  }

  // ---------------------------------------------------------------- zones

  @Test
  void sc_3_a_time_in_a_gap_fires_at_its_end() {
    assertThat(days("30 2 * * *", BERLIN, "2026-03-28", 3))
        .containsExactly(
            instants("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"));
  }

  @Test
  void sc_3_a_time_that_comes_twice_fires_once() {
    assertThat(days("30 2 * * *", BERLIN, "2026-10-24", 3))
        .containsExactly(
            instants("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
  }

  @Test
  void sc_3_what_meets_at_the_end_of_a_gap_is_one_fire() {
    assertThat(days("0 2,3 * * *", BERLIN, "2026-03-29", 1))
        .containsExactly(instants("2026-03-29T01:00:00Z"));
    assertThat(days("*/15 2 * * *", BERLIN, "2026-03-29", 1))
        .containsExactly(instants("2026-03-29T01:00:00Z"));
  }

  @Test
  void sc_3_an_hour_that_comes_twice_counts_once() {
    assertThat(days("*/15 2 * * *", BERLIN, "2026-10-25", 1))
        .containsExactly(
            instants(
                "2026-10-25T00:00:00Z",
                "2026-10-25T00:15:00Z",
                "2026-10-25T00:30:00Z",
                "2026-10-25T00:45:00Z"));
  }

  @Test
  void sc_3_with_every_hour_both_passes_fire_and_gaps_add_nothing() {
    assertThat(days("0 * * * *", BERLIN, "2026-10-25", 1))
        .hasSize(25)
        .contains(instants("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"));
    assertThat(days("0 * * * *", BERLIN, "2026-03-29", 1)).hasSize(23);
    assertThat(days("30 */2 * * *", BERLIN, "2026-03-29", 1)).hasSize(11);
  }

  @Test
  void sc_3_gaps_of_half_an_hour_count_too() {
    assertThat(days("15 2 * * *", ZoneId.of("Australia/Lord_Howe"), "2026-10-04", 1))
        .containsExactly(instants("2026-10-03T15:30:00Z"));
  }

  @Test
  void sc_3_a_day_that_a_zone_left_out_fires_at_its_end() {
    assertThat(days("0 12 30 12 *", ZoneId.of("Pacific/Apia"), "2011-12-29", 3))
        .containsExactly(instants("2011-12-30T10:00:00Z"));
  }

  // ---------------------------------------------------------------- the language

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 1 1 *            | 01-01
          0 0 L 2 *            | 02-28
          0 0 L-3 2 *          | 02-25
          0 0 15W 2,8 *        | 02-16 08-14
          0 0 1W 2,8 *         | 02-02 08-03
          0 0 31W 1,5 *        | 01-30 05-29
          0 0 1,15W 2 *        | 02-01 02-16
          0 0 LW 5 *           | 05-29
          0 0 * 5 5L           | 05-29
          0 0 * 5 FRIL         | 05-29
          0 0 * 5 5#2          | 05-08
          0 0 * may fri#2      | 05-08
          0 0 ? 2 SUN          | 02-01 02-08 02-15 02-22
          0 0 * 2 0            | 02-01 02-08 02-15 02-22
          0 0 * 2 7            | 02-01 02-08 02-15 02-22
          0 0 13 2 FRI         | 02-06 02-13 02-20 02-27
          0 0 13 2 ?           | 02-13
          0 0 27-29 2 *        | 02-27 02-28
          0 0 1-10/4 2 *       | 02-01 02-05 02-09
          0 0 20/4 2 *         | 02-20 02-24 02-28
          0 0 * 2 L            | 02-07 02-14 02-21 02-28
          0 0 1 NOV-FEB *      | 01-01 02-01 11-01 12-01
          0 0 * 2 FRI-MON/2    | 02-01 02-06 02-08 02-13 02-15 02-20 02-22 02-27
          @yearly              | 01-01
          """)
  void sc_1_sc_2_an_expression_means_these_days_of_2026(String cron, String days) {
    assertThat(daysOf(cron, 2026)).containsExactly(days.split(" "));
  }

  @Test
  void sc_1_six_fields_begin_with_the_second() {
    assertThat(
            fires(
                "30,45 0 0 1 1 *",
                ZoneOffset.UTC,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-02T00:00:00Z")))
        .containsExactly(instants("2026-01-01T00:00:30Z", "2026-01-01T00:00:45Z"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * *              | must have 5 fields
          * * * * * * *        | must have 5 fields
          60 * * * *           | the minute field is '60', but 60 is not from 0 to 59
          * 24 * * *           | the hour field is '24', but 24 is not from 0 to 23
          * * 0 * *            | the day field is '0', but 0 is not from 1 to 31
          * * * 13 *           | the month field is '13', but 13 is not from 1 to 12
          * * * * 8            | the weekday field is '8', but 8 is not from 0 to 7
          * * * FOO *          | the month field is 'FOO', but 'FOO' is no number and none of [JAN
          */0 * * * *          | the minute field is '*/0', but 0 is not from 1 to 59
          1,,2 * * * *         | the minute field is '1,,2', but '' is no number
          1-2-3 * * * *        | the minute field is '1-2-3', but '1-2-3' is no range
          1/2/3 * * * *        | the minute field is '1/2/3', but '1/2/3' has more than one step
          * * L-31 * *         | the day field is 'L-31', but 31 is not from 1 to 30
          * * 32W * *          | the day field is '32W', but 32 is not from 1 to 31
          * * * * 5#6          | the weekday field is '5#6', but 6 is not from 1 to 5
          @never               | must be one of [@daily
          """)
  void sc_1_what_is_no_expression_is_refused_by_field(String cron, String message) {
    assertThatThrownBy(() -> CronRecurrence.of(cron, ZoneOffset.UTC))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"0 0 30 2 *,day", "0 0 31 4 *,day", "0 0 * 2 5#5,weekday"})
  void sc_2_an_expression_that_never_fires_is_refused_by_field(String cron, String field) {
    CronRecurrence recurrence = CronRecurrence.of(cron, ZoneOffset.UTC);

    assertThatThrownBy(() -> recurrence.requireFire(Instant.parse("2026-01-01T00:00:00Z")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its " + field + " field");
  }

  @Test
  void sc_2_the_29th_of_february_is_accepted() {
    assertThat(
            CronRecurrence.of("0 0 29 2 *", ZoneOffset.UTC)
                .requireFire(Instant.parse("2026-01-01T00:00:00Z"))
                .next(Instant.parse("2026-01-01T00:00:00Z")))
        .contains(Instant.parse("2028-02-29T00:00:00Z"));
  }

  // ---------------------------------------------------------------- against looking at each minute

  /** What fires on a day, found by looking at each minute of local and of real time. */
  private static Set<Instant> lookedAt(int minute, int hour, ZoneId zone, LocalDate day) {
    Set<Instant> fires = new TreeSet<>();
    for (int i = 0; i < 24 * 60; i++) {
      LocalDateTime local = day.atStartOfDay().plusMinutes(i);
      if (local.getMinute() % minute != 0 || local.getHour() != hour) {
        continue;
      }
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
      fires.add(
          offsets.isEmpty()
              ? zone.getRules().getTransition(local).getInstant()
              : local.toInstant(offsets.getFirst()));
    }
    return fires;
  }

  @Property(tries = 300)
  void sc_3_fires_are_those_that_looking_at_each_minute_finds(
      @ForAll @IntRange(min = 1, max = 30) int minute,
      @ForAll @IntRange(min = 0, max = 23) int hour,
      @ForAll @IntRange(min = 0, max = 800) int day,
      @ForAll @IntRange(min = 0, max = 4) int index) {
    List<String> zones =
        List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Pacific/Chatham",
            "Asia/Kolkata");
    ZoneId zone = ZoneId.of(zones.get(index));
    LocalDate date = LocalDate.of(2026, 1, 1).plusDays(day);

    assertThat(days("*/" + minute + " " + hour + " * * *", zone, date.toString(), 1))
        .containsExactlyElementsOf(lookedAt(minute, hour, zone, date));
  }
}
