package io.flowengine.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param name the benchmark
 * @param variant what of it, for example a size or what the baseline is
 * @param value the median
 * @param unit its unit
 * @param baseline the baseline's median, in the same unit and from the same run; null if there is
 *     none
 */
record Figure(String name, String variant, double value, String unit, @Nullable Double baseline) {

  private double ratio() {
    return baseline == null ? Double.NaN : value / baseline;
  }

  /** One line for people. */
  String toLine() {
    String line =
        String.format(Locale.ROOT, "%-18s %-60s %12s %-14s", name, variant, number(value), unit);
    return baseline == null
        ? line.stripTrailing()
        : line + String.format(Locale.ROOT, " baseline %s, ratio %.3f", number(baseline), ratio());
  }

  /** One line for programs. */
  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"name\": \"%s\", \"variant\": \"%s\", \"value\": %s, \"unit\": \"%s\", \"baseline\": %s, \"ratio\": %s}",
        name,
        variant,
        value,
        unit,
        baseline,
        baseline == null ? "null" : String.valueOf(ratio()));
  }

  private static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f", value);
  }
}
