package io.flowengine.internal.cron;

import io.flowengine.execution.InvalidInputException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression, which says which local times fit. Immutable, although it holds bit sets: they
 * are not changed.
 */
final class CronExpression {
  private static final Map<String, String> MACROS =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *");

  private final BitSet seconds;
  private final BitSet minutes;
  private final BitSet hours;
  private final DayRule days;
  private final BitSet months;
  private final WeekdayRule weekdays;
  private final boolean everyHour;

  private CronExpression(String[] fields) {
    seconds = CronFields.SECOND.numbers(fields[0]);
    minutes = CronFields.MINUTE.numbers(fields[1]);
    hours = CronFields.HOUR.numbers(fields[2]);
    days = DayRule.of(fields[3]);
    months = CronFields.MONTH.numbers(fields[4]);
    weekdays = WeekdayRule.of(fields[5]);
    everyHour = fields[2].startsWith("*");
  }

  static CronExpression of(String text) {
    String given = text.strip();
    String expression = given;
    if (given.startsWith("@")) {
      String known = MACROS.get(given.toLowerCase(Locale.ROOT));
      if (known == null) {
        throw new InvalidInputException(
            "cron", "must be one of " + MACROS.keySet().stream().sorted().toList(), given);
      }
      expression = known;
    }
    String[] fields = expression.split("\\s+", -1);
    if (fields.length == 5) {
      return new CronExpression(("0 " + String.join(" ", fields)).split(" ", -1));
    }
    if (fields.length != 6) {
      throw new InvalidInputException(
          "cron", "must have 5 fields (minute hour day month weekday) or 6 (second first)", given);
    }
    return new CronExpression(fields);
  }

  /** True if the hour field begins with {@code *}, so that both passes of an hour fit. */
  boolean everyHour() {
    return everyHour;
  }

  /** The field that is to blame if no day fits. */
  String dayField() {
    return days.restricted() ? "day" : "weekday";
  }

  /**
   * Finds the first local time that fits.
   *
   * @param from where to look from, inclusive
   * @param to where to stop, exclusive
   * @return the time; null if none fits
   */
  @Nullable LocalDateTime first(LocalDateTime from, LocalDateTime to) {
    LocalDateTime whole = from.truncatedTo(ChronoUnit.SECONDS);
    LocalDateTime start = whole.equals(from) ? from : whole.plusSeconds(1);
    LocalTime least = start.toLocalTime();
    for (LocalDate date = start.toLocalDate(); !date.isAfter(to.toLocalDate()); ) {
      if (!months.get(date.getMonthValue())) {
        date = date.withDayOfMonth(1).plusMonths(1);
        least = LocalTime.MIDNIGHT;
        continue;
      }
      LocalTime time = fits(date) ? first(least) : null;
      if (time != null) {
        LocalDateTime found = date.atTime(time);
        return found.isBefore(to) ? found : null;
      }
      date = date.plusDays(1);
      least = LocalTime.MIDNIGHT;
    }
    return null;
  }

  /** If both fields restrict the days, one of them is enough. */
  private boolean fits(LocalDate date) {
    if (days.restricted() && weekdays.restricted()) {
      return days.fits(date) || weekdays.fits(date);
    }
    return (!days.restricted() || days.fits(date))
        && (!weekdays.restricted() || weekdays.fits(date));
  }

  private @Nullable LocalTime first(LocalTime least) {
    int hour = hours.nextSetBit(least.getHour());
    if (hour < 0) {
      return null;
    }
    boolean same = hour == least.getHour();
    int minute = minutes.nextSetBit(same ? least.getMinute() : 0);
    boolean sameMinute = same && minute == least.getMinute();
    int second = minute < 0 ? -1 : seconds.nextSetBit(sameMinute ? least.getSecond() : 0);
    if (minute >= 0 && second < 0) {
      minute = minutes.nextSetBit(minute + 1);
      second = seconds.nextSetBit(0);
    }
    if (minute >= 0) {
      return LocalTime.of(hour, minute, second);
    }
    int later = hours.nextSetBit(hour + 1);
    return later < 0 ? null : LocalTime.of(later, minutes.nextSetBit(0), seconds.nextSetBit(0));
  }
}
