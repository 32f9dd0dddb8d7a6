package io.flowengine.internal.recurring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the runs of a schedule have ended lately.
 *
 * @param failures how many in a row have failed, up to now
 * @param reached true if a series was long enough to be told, and that it is over was not
 * @param successes how many in a row have succeeded since such a series
 */
public record Tally(int failures, boolean reached, int successes) {
  static final Tally NONE = new Tally(0, false, 0);

  /** One more failure, of which so many make a series that is told. */
  Tally failed(int times) {
    return new Tally(failures + 1, reached || failures + 1 >= times, 0);
  }

  /** One more success. */
  Tally succeeded() {
    return new Tally(0, reached, reached ? successes + 1 : 0);
  }

  /** It was told that the series is over. */
  Tally recovered() {
    return new Tally(failures, false, 0);
  }

  static Tally of(@Nullable Object stored) {
    return stored instanceof Map<?, ?> fields
        ? new Tally(
            number(fields.get("failures")),
            Boolean.TRUE.equals(fields.get("reached")),
            number(fields.get("successes")))
        : NONE;
  }

  private static int number(@Nullable Object stored) {
    return stored instanceof Number number ? number.intValue() : 0;
  }

  Map<String, Object> stored() {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("failures", failures);
    stored.put("reached", reached);
    stored.put("successes", successes);
    return stored;
  }
}
