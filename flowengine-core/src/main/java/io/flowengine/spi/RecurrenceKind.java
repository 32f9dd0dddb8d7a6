package io.flowengine.spi;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A kind of recurrence besides cron, intervals and single instants: rules of calendars, working
 * days, tides. Added with {@code FlowEngine.builder().recurrence("tide", kind)}, it is used by
 * schedules that have the field {@code recurrence='tide'} and their rule in the field {@code rule}.
 * Only engines that know the kind work on them; without one they wait. An implementation proves
 * itself by extending {@code RecurrenceKit} of the testkit. Thread-safe, and quick: it is asked
 * again and again.
 */
@FunctionalInterface
public interface RecurrenceKind {
  /**
   * Reads a rule.
   *
   * @param rule the field {@code rule}: null, text, a number, a flag, a list or a map of these
   * @param zone the zone of the schedule, UTC unless it says otherwise
   * @return when it recurs: always the same for the same rule and zone
   * @throws IllegalArgumentException if it is no rule of this kind; the message says what it must
   *     be, and whoever saves the schedule gets it
   */
  Recurrence recurrence(@Nullable Object rule, ZoneId zone);
}
