package io.flowengine.internal.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The day field: numbers, and days that depend on the month: {@code L}, {@code L-3}, {@code 15W},
 * {@code LW}.
 *
 * @param days numbers of days
 * @param special the others
 * @param restricted false if every day fits, because the field is {@code *} or {@code ?}
 */
record DayRule(BitSet days, List<Special> special, boolean restricted) {

  /**
   * A day that depends on the month.
   *
   * @param day the number of the day; 0 for the last one
   * @param before how many days before that
   * @param weekday true for the nearest day from Monday to Friday in the same month
   */
  record Special(int day, int before, boolean weekday) {
    /** The day in the month of a date; 0 if that has no such day. */
    int in(LocalDate date) {
      int length = date.lengthOfMonth();
      int found = (day == 0 ? length : day) - before;
      if (found < 1 || found > length || !weekday) {
        return found > length ? 0 : Math.max(found, 0);
      }
      DayOfWeek name = date.withDayOfMonth(found).getDayOfWeek();
      return switch (name) {
        case SATURDAY -> found == 1 ? 3 : found - 1;
        case SUNDAY -> found == length ? found - 2 : found + 1;
        default -> found;
      };
    }
  }

  static DayRule of(String text) {
    BitSet days = new BitSet();
    List<Special> special = new ArrayList<>();
    if (text.equals("?")) {
      return new DayRule(days, special, false);
    }
    for (String item : text.split(",", -1)) {
      String upper = item.toUpperCase(Locale.ROOT);
      if (upper.equals("L")) {
        special.add(new Special(0, 0, false));
      } else if (upper.equals("LW") || upper.equals("WL")) {
        special.add(new Special(0, 0, true));
      } else if (upper.startsWith("L-")) {
        int before = CronFields.DAY.number(upper.substring(2), text, 1, 30);
        special.add(new Special(0, before, false));
      } else if (upper.endsWith("W")) {
        String number = upper.substring(0, upper.length() - 1);
        special.add(new Special(CronFields.DAY.number(number, text, 1, 31), 0, true));
      } else {
        CronFields.DAY.add(item, text, days);
      }
    }
    return new DayRule(days, special, !text.equals("*"));
  }

  boolean fits(LocalDate date) {
    int day = date.getDayOfMonth();
    return days.get(day) || special.stream().anyMatch(each -> each.in(date) == day);
  }
}
