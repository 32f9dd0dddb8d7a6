package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogEntry;
import io.flowengine.spi.Commit;
import java.util.function.Supplier;

/**
 * Refuses values that are too large before they reach the queue, so that they harm nobody else.
 *
 * @param characters how many characters the stored form of a value may have
 */
public record ValueLimit(int characters) {
  /**
   * Checks all values of a commit.
   *
   * @throws InvalidInputException if one is too large; names it
   */
  public void check(Commit commit) {
    StoredValues values = (owner, value, what) -> check(value.json().length(), what);
    values.meetAll(commit);
    for (LogEntry line : commit.log()) {
      check(line.text().length(), () -> "a log line");
    }
  }

  private void check(int length, Supplier<String> what) {
    if (length > characters) {
      throw refusal(what.get(), length);
    }
  }

  private InvalidInputException refusal(String what, int length) {
    return new InvalidInputException(
        what.strip()
            + " has "
            + length
            + " characters in stored form, more than the store takes ("
            + characters
            + "); keep large contents elsewhere and store where they are, or raise maxValueLength"
            + " of the store");
  }
}
