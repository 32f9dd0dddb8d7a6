package io.flowengine.internal.argument;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Points in time as scripts read and write them. */
public final class Times {
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT);

  private Times() {}

  /** The form in which scripts read times: ISO, in UTC, with microseconds. */
  public static String text(Instant instant) {
    return TEXT.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** Reads a time, one without an offset in UTC; null if it is none. */
  public static @Nullable Instant instant(Object given) {
    return switch (given) {
      case Instant instant -> instant;
      case OffsetDateTime at -> at.toInstant();
      case LocalDateTime at -> at.toInstant(ZoneOffset.UTC);
      case String text -> parsed(text);
      default -> null;
    };
  }

  private static @Nullable Instant parsed(String text) {
    for (DateTimeFormatter form : new DateTimeFormatter[] {DateTimeFormatter.ISO_DATE_TIME, TEXT}) {
      try {
        return form.parse(text, OffsetDateTime::from).toInstant();
      } catch (DateTimeParseException e) {
        // perhaps it has the next form
      }
    }
    return null;
  }
}
