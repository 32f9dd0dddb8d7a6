package io.flowengine.internal.recurring;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a nominal fire has started, until it counts as ended.
 *
 * @param id the execution
 * @param nominal the nominal instant
 * @param attempt which attempt it is, from 1
 * @param again when the next attempt begins, if this one has failed; null while it goes on
 */
public record Run(String id, Instant nominal, int attempt, @Nullable Instant again) {
  /**
   * What a fire has just started.
   *
   * @param id the execution
   * @param nominal the nominal instant
   * @return the first attempt
   */
  public static Run first(String id, Instant nominal) {
    return new Run(id, nominal, 1, null);
  }

  /**
   * The next attempt.
   *
   * @param other the execution
   * @return it
   */
  public Run next(String other) {
    return new Run(other, nominal, attempt + 1, null);
  }

  Run until(Instant instant) {
    return new Run(id, nominal, attempt, instant);
  }

  boolean isOpen() {
    return again == null;
  }

  boolean isDue(Instant now) {
    return again != null && !again.isAfter(now);
  }

  /**
   * Reads a run.
   *
   * @param stored what {@link #stored} gave
   * @return the run
   */
  public static Run of(Map<?, ?> stored) {
    return new Run(
        String.valueOf(stored.get("id")),
        Instant.parse(String.valueOf(stored.get("nominal"))),
        stored.get("attempt") instanceof Number number ? number.intValue() : 1,
        stored.get("again") instanceof String text ? Instant.parse(text) : null);
  }

  /** {@return the fields for the store} */
  public Map<String, Object> stored() {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("id", id);
    stored.put("nominal", nominal.toString());
    stored.put("attempt", attempt);
    if (again != null) {
      stored.put("again", again.toString());
    }
    return stored;
  }
}
