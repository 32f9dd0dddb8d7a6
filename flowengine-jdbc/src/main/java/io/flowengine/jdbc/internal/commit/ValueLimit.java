package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    check(commit.update());
    for (Commit.Creation creation : commit.creations()) {
      check(creation.record());
      check(creation.journal());
    }
    check(commit.journal());
    for (LogEntry line : commit.log()) {
      check("a log line", line.data());
      check("a log line", line.text());
    }
    for (InboxItem item : commit.inbox()) {
      check("what is sent", item.payload());
    }
    for (Commit.RecordWrite write : commit.records()) {
      if (isTooLarge(write.record().fields())) {
        String type = write.record().type().scriptName();
        throw refusal("the " + type + " " + write.record().name(), write.record().fields());
      }
    }
    for (Commit.CellWrite write : commit.cells()) {
      Value value = write.value();
      if (value != null && isTooLarge(value)) {
        throw refusal("the cell " + write.namespace() + "/" + write.key(), value);
      }
    }
  }

  private void check(List<JournalEntry> journal) {
    for (JournalEntry entry : journal) {
      Value value =
          switch (entry.result()) {
            case JournalEntry.Returned returned -> returned.value();
            case JournalEntry.Raised raised -> raised.data();
            case JournalEntry.Interrupted any -> null;
            case JournalEntry.Pending any -> null;
          };
      if (value != null && isTooLarge(value)) {
        throw refusal("the result of " + entry.call().name() + " " + entry.call().key(), value);
      }
    }
  }

  private void check(@Nullable ExecutionRecord record) {
    if (record != null) {
      check("inputs", record.attributes().inputs());
      check("attributes", record.attributes().extras());
      check("outputs", record.state().outputs());
    }
  }

  private boolean isTooLarge(Value value) {
    return value.json().length() > characters;
  }

  private void check(String what, Value value) {
    if (isTooLarge(value)) {
      throw refusal(what, value);
    }
  }

  private void check(String what, String text) {
    if (text.length() > characters) {
      throw refusal(what, text.length());
    }
  }

  private InvalidInputException refusal(String what, Value value) {
    return refusal(what, value.json().length());
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
