package io.flowengine.internal.journal;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.Position;
import org.jspecify.annotations.Nullable;

/**
 * A replay that differs from what was recorded.
 *
 * @param position where
 * @param expected the recorded call; null if the journal has none there, because the flow ended
 *     before
 * @param found the call made on replay; null if the flow ended before it made one
 */
public record Divergence(Position position, @Nullable Call expected, @Nullable Call found) {
  /** Checks presence. */
  public Divergence {
    requireNonNull(position, "position");
  }

  /**
   * Words the finding.
   *
   * @param line where the script made the call, for example {@code flow.py, line 12}; empty if
   *     unknown
   * @return position, script line, expected and found call
   */
  public String describe(String line) {
    return "at position "
        + position
        + (line.isEmpty() ? "" : " (" + line + ")")
        + " the journal has "
        + describe(expected)
        + " but the flow "
        + (found == null ? "ended" : "called " + describe(found))
        + "; resume it when the flow does again what it did before";
  }

  private static String describe(@Nullable Call call) {
    if (call == null) {
      return "nothing";
    }
    return call.name()
        + (call.key().isEmpty() ? "" : " '" + call.key() + "'")
        + "("
        + call.preview()
        + ")";
  }
}
