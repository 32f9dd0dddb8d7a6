package io.flowengine.internal.cron;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.Recurrence;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a cron expression fires in a zone.
 *
 * <p>Between two transitions of a zone local time and time differ by a constant, so each such
 * stretch is looked at for itself. If the hour field begins with {@code *} every time that fits
 * fires, in both passes of an hour that comes twice. Else what fits in a gap fires once at its end,
 * and of a local time that comes twice only the first counts.
 */
public final class CronRecurrence implements Recurrence {
  private static final int YEARS = 8;

  private final CronExpression expression;
  private final ZoneRules zone;

  private CronRecurrence(CronExpression expression, ZoneRules zone) {
    this.expression = expression;
    this.zone = zone;
  }

  /**
   * Reads an expression.
   *
   * @param text five fields, or six with the seconds first, or one of {@code @hourly @daily @weekly
   *     @monthly @yearly}
   * @param zone the zone whose clocks count
   * @return when it fires
   * @throws InvalidInputException if it is no expression; the message names the field
   */
  public static CronRecurrence of(String text, ZoneId zone) {
    return new CronRecurrence(CronExpression.of(text), zone.getRules());
  }

  /**
   * Refuses an expression that does not fire for years.
   *
   * @param after where to begin
   * @return this
   * @throws InvalidInputException if there is no fire in the next 8 years
   */
  public CronRecurrence requireFire(Instant after) {
    if (next(after).isEmpty()) {
      throw new InvalidInputException(
          "cron: with its "
              + expression.dayField()
              + " field the expression does not fire in the next "
              + YEARS
              + " years");
    }
    return this;
  }

  @Override
  public Optional<Instant> next(Instant after) {
    Instant at = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    Instant horizon = at.atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant();
    while (at.isBefore(horizon)) {
      ZoneOffset offset = zone.getOffset(at);
      ZoneOffsetTransition before = zone.previousTransition(at.plusSeconds(1));
      ZoneOffsetTransition next = zone.nextTransition(at);
      Instant end =
          next == null || next.getInstant().isAfter(horizon) ? horizon : next.getInstant();
      if (before != null && fitsInGap(before, at)) {
        return Optional.of(at);
      }
      LocalDateTime from = LocalDateTime.ofInstant(at, offset);
      LocalDateTime found =
          expression.first(first(from, before), LocalDateTime.ofInstant(end, offset));
      if (found != null) {
        return Optional.of(found.toInstant(offset));
      }
      at = end;
    }
    return Optional.empty();
  }

  /** True if the stretch begins here behind a gap, in which something fits. */
  private boolean fitsInGap(ZoneOffsetTransition before, Instant at) {
    return !expression.everyHour()
        && before.isGap()
        && before.getInstant().equals(at)
        && expression.first(before.getDateTimeBefore(), before.getDateTimeAfter()) != null;
  }

  /** Where a stretch begins to count, if the one before has had its first local times. */
  private LocalDateTime first(LocalDateTime from, @Nullable ZoneOffsetTransition before) {
    if (before == null || !before.isOverlap() || expression.everyHour()) {
      return from;
    }
    LocalDateTime passed = before.getDateTimeBefore();
    return from.isBefore(passed) ? passed : from;
  }
}
