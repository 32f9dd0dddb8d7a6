package io.flowengine.internal.cron;

import io.flowengine.execution.InvalidInputException;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One field of a cron expression as far as it is made of numbers: lists, ranges, steps, names.
 *
 * @param name how errors call it
 * @param least the smallest number
 * @param most the greatest number
 * @param last the greatest number that is not another name of the smallest one
 * @param names names of the numbers from {@code least} on; empty if they have none
 */
record CronFields(String name, int least, int most, int last, List<String> names) {
  static final CronFields SECOND = new CronFields("second", 0, 59, 59, List.of());
  static final CronFields MINUTE = new CronFields("minute", 0, 59, 59, List.of());
  static final CronFields HOUR = new CronFields("hour", 0, 23, 23, List.of());
  static final CronFields DAY = new CronFields("day", 1, 31, 31, List.of());
  static final CronFields MONTH =
      new CronFields(
          "month",
          1,
          12,
          12,
          List.of(
              "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));

  /** Sunday is 0 and 7. */
  static final CronFields WEEKDAY =
      new CronFields("weekday", 0, 7, 6, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  /** The numbers of a whole field. */
  BitSet numbers(String text) {
    BitSet numbers = new BitSet();
    for (String item : text.split(",", -1)) {
      add(item, text, numbers);
    }
    return numbers;
  }

  /** Adds the numbers of one item of a list. */
  void add(String item, String whole, BitSet numbers) {
    String[] stepped = item.split("/", -1);
    if (stepped.length > 2) {
      throw refused(whole, "'" + item + "' has more than one step");
    }
    String[] ends = (stepped[0].equals("*") ? least + "-" + last : stepped[0]).split("-", -1);
    if (ends.length > 2) {
      throw refused(whole, "'" + stepped[0] + "' is no range");
    }
    int from = number(ends[0], whole);
    int step = stepped.length == 1 ? 1 : number(stepped[1], whole, 1, most);
    int to = ends.length > 1 ? number(ends[1], whole) : stepped.length > 1 ? last : from;
    int size = last - least + 1;
    int end = from > to ? to + size : to; // from Friday to Monday
    for (int each = from; each <= end; each += step) {
      numbers.set(least + (each - least) % size);
    }
  }

  private int number(String text, String whole) {
    int index = names.indexOf(text.toUpperCase(Locale.ROOT));
    return index >= 0 ? least + index : number(text, whole, least, most);
  }

  /** A number between two others. */
  int number(String text, String whole, int smallest, int greatest) {
    if (!text.matches("\\d{1,9}")) {
      throw refused(
          whole, "'" + text + "' is no number" + (names.isEmpty() ? "" : " and none of " + names));
    }
    int number = Integer.parseInt(text);
    if (number < smallest || number > greatest) {
      throw refused(whole, text + " is not from " + smallest + " to " + greatest);
    }
    return number;
  }

  InvalidInputException refused(String whole, String why) {
    return new InvalidInputException("cron: the " + name + " field is '" + whole + "', but " + why);
  }
}
