package io.flowengine.internal.recurring;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.resource.Misfire;
import io.flowengine.resource.Overlap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a schedule, read by kind.
 *
 * @param record the fields
 */
record PlanFields(Map<String, @Nullable Object> record) {

  /** Reads all fields that have a rule of their own, so that one that breaks it is told at once. */
  void check() {
    Misfire misfire = choice("misfire", Misfire.ONCE);
    Overlap overlap = choice("overlap", Overlap.SKIP);
    List<?> unused =
        Arrays.asList(
            misfire,
            overlap,
            span("misfire_grace", Duration.ZERO),
            span("jitter", Duration.ZERO),
            count("max_catch_up", 1),
            count("queue_limit", 1),
            zone(),
            Hooks.of(this),
            instantOrNull("paused_until"));
  }

  @Nullable String textOrNull(String name) {
    return record.get(name) == null ? null : text(name);
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(record.get(name));
  }

  String text(String name) {
    if (record.get(name) instanceof String text) {
      return text;
    }
    throw refused(name, "must be text");
  }

  ZoneId zone() {
    Object given = record.get("zone");
    if (given == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(String.valueOf(given));
    } catch (DateTimeException e) {
      throw refused("zone", "must be the name of a time zone like Europe/Berlin");
    }
  }

  Instant instant(String name) {
    Instant instant = instantOrNull(name);
    if (instant == null) {
      throw refused(name, "must be a datetime");
    }
    return instant;
  }

  @Nullable Instant instantOrNull(String name) {
    Object given = record.get(name);
    return switch (given) {
      case null -> null;
      case Instant instant -> instant;
      case OffsetDateTime time -> time.toInstant();
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      case String text -> parsed(name, text);
      default -> throw refused(name, "must be a datetime");
    };
  }

  private Instant parsed(String name, String text) {
    try {
      return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
          ? OffsetDateTime.parse(text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2")).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw refused(name, "must be a datetime, or an ISO 8601 text");
    }
  }

  Duration positive(String name) {
    Duration span = span(name, Duration.ZERO);
    if (span.isZero()) {
      throw refused(name, "must be > 0");
    }
    return span;
  }

  /** Seconds, a timedelta, or its ISO text. */
  Duration span(String name, Duration absent) {
    Object given = record.get(name);
    Duration span =
        switch (given) {
          case null -> absent;
          case Duration duration -> duration;
          case Number seconds -> Duration.ofMillis(Math.round(seconds.doubleValue() * 1000));
          case String text -> duration(name, text);
          default -> throw refused(name, "must be a number of seconds or a timedelta");
        };
    if (span.isNegative()) {
      throw refused(name, "must be >= 0");
    }
    return span;
  }

  private Duration duration(String name, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw refused(name, "must be a number of seconds or a timedelta");
    }
  }

  int count(String name, int absent) {
    Object given = record.get(name);
    if (given == null) {
      return absent;
    }
    if (given instanceof Number number && number.longValue() >= 1) {
      return (int) Math.min(number.longValue(), Integer.MAX_VALUE);
    }
    throw refused(name, "must be an int >= 1");
  }

  <E extends Enum<E>> E choice(String name, E absent) {
    Object given = record.get(name);
    if (given == null) {
      return absent;
    }
    E[] all = absent.getDeclaringClass().getEnumConstants();
    for (E each : all) {
      if (each.name().toLowerCase(Locale.ROOT).equals(given)) {
        return each;
      }
    }
    throw refused(name, "must be one of " + Arrays.toString(all).toLowerCase(Locale.ROOT));
  }

  private InvalidInputException refused(String name, String rule) {
    return new InvalidInputException(
        "field '" + name + "' of a schedule", rule, String.valueOf(record.get(name)));
  }
}
