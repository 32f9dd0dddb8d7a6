package io.flowengine.internal.cron;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The weekday field: numbers and names, the last one of a month as {@code 5L}, the second one as
 * {@code 5#2}.
 *
 * @param weekdays weekdays, Sunday as 0
 * @param special those in certain weeks of a month
 * @param restricted false if every day fits, because the field is {@code *} or {@code ?}
 */
record WeekdayRule(BitSet weekdays, List<Special> special, boolean restricted) {

  /**
   * A weekday in one week of a month.
   *
   * @param weekday the weekday, Sunday as 0
   * @param week which one in the month, from 1; 0 for the last
   */
  record Special(int weekday, int week) {
    boolean fits(LocalDate date) {
      int day = date.getDayOfMonth();
      return WeekdayRule.weekday(date) == weekday
          && (week == 0 ? day + 7 > date.lengthOfMonth() : (day + 6) / 7 == week);
    }
  }

  static WeekdayRule of(String text) {
    BitSet weekdays = new BitSet();
    List<Special> special = new ArrayList<>();
    if (text.equals("?")) {
      return new WeekdayRule(weekdays, special, false);
    }
    for (String item : text.split(",", -1)) {
      String upper = item.toUpperCase(Locale.ROOT);
      int hash = item.indexOf('#');
      if (hash >= 0) {
        int week = CronFields.WEEKDAY.number(item.substring(hash + 1), text, 1, 5);
        special.add(new Special(one(item.substring(0, hash), text), week));
      } else if (upper.equals("L")) {
        weekdays.set(6);
      } else if (upper.endsWith("L")) {
        special.add(new Special(one(item.substring(0, item.length() - 1), text), 0));
      } else {
        CronFields.WEEKDAY.add(item, text, weekdays);
      }
    }
    return new WeekdayRule(weekdays, special, !text.equals("*"));
  }

  private static int one(String text, String whole) {
    BitSet one = new BitSet();
    CronFields.WEEKDAY.add(text, whole, one);
    if (one.cardinality() != 1) {
      throw CronFields.WEEKDAY.refused(whole, "'" + text + "' is not one weekday");
    }
    return one.nextSetBit(0);
  }

  static int weekday(LocalDate date) {
    return date.getDayOfWeek().getValue() % 7;
  }

  boolean fits(LocalDate date) {
    return weekdays.get(weekday(date)) || special.stream().anyMatch(each -> each.fits(date));
  }
}
