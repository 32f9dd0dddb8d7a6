package io.flowengine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTimesTest {
  @Property
  void a_time_in_utc_is_read_as_the_formatter_of_the_jdk_reads_it(
      @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano) {
    String text =
        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                Instant.ofEpochSecond(second, nano).atOffset(ZoneOffset.UTC))
            + "+00:00";
    OffsetDateTime read = StoredTimes.utc(text);

    assertThat(read == null ? OffsetDateTime.parse(text) : read)
        .isEqualTo(OffsetDateTime.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2030-01-01T02:00:00+00:00",
        "2030-01-01T02:00:00.5+00:00",
        "2030-12-31T23:59:59.999999999+00:00"
      })
  void what_is_stored_is_read_here(String text) {
    assertThat(StoredTimes.utc(text)).isEqualTo(OffsetDateTime.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+00:00",
        "2030-01-01T02:00:00Z",
        "2030-01-01T02:00:00+01:00",
        "2030-01-01T02:00+00:00",
        "2030-02-30T02:00:00+00:00",
        "2030-01-01 02:00:00+00:00",
        "2030-01-01T02:00:00.+00:00",
        "2030-01-01T02:00:00.0000000001+00:00",
        "2030-01-01T02:00:00.5x+00:00",
        "+12030-01-01T02:00:00+00:00"
      })
  void everything_else_is_left_to_the_general_way(String text) {
    assertThat(StoredTimes.utc(text)).isNull();
  }
}
