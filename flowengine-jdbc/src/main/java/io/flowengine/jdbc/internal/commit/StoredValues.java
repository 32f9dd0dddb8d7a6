package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Goes through all values that a commit writes. */
@FunctionalInterface
interface StoredValues {
  /**
   * Meets a value.
   *
   * @param owner the execution that it goes with; null if it is part of a record or a cell
   * @param value the value
   * @param what what it is, for a message
   */
  void meet(@Nullable ExecutionId owner, Value value, Supplier<String> what);

  /** Meets all values of a commit. */
  default void meetAll(Commit commit) {
    ExecutionRecord update = commit.update();
    if (update != null) {
      meetAll(update);
    }
    for (Commit.Creation creation : commit.creations()) {
      meetAll(creation.record());
      meetAll(creation.record().id(), creation.journal());
    }
    Commit.Fence fence = commit.fence();
    if (fence != null) {
      meetAll(fence.execution(), commit.journal());
      for (LogEntry line : commit.log()) {
        meet(fence.execution(), line.data(), () -> "a log line");
      }
    }
    for (InboxItem item : commit.inbox()) {
      meet(item.target(), item.payload(), () -> "what is sent");
    }
    for (Commit.RecordWrite write : commit.records()) {
      meet(
          null,
          write.record().fields(),
          () -> "the " + write.record().type().scriptName() + " " + write.record().name());
    }
    for (Commit.CellWrite write : commit.cells()) {
      Value value = write.value();
      if (value != null) {
        meet(null, value, () -> "the cell " + write.namespace() + "/" + write.key());
      }
    }
  }

  private void meetAll(ExecutionRecord record) {
    meet(record.id(), record.attributes().inputs(), () -> "inputs");
    meet(record.id(), record.attributes().extras(), () -> "attributes");
    meet(record.id(), record.state().outputs(), () -> "outputs");
  }

  private void meetAll(ExecutionId owner, List<JournalEntry> journal) {
    for (JournalEntry entry : journal) {
      Value value =
          switch (entry.result()) {
            case JournalEntry.Returned returned -> returned.value();
            case JournalEntry.Raised raised -> raised.data();
            case JournalEntry.Interrupted any -> null;
            case JournalEntry.Pending any -> null;
          };
      if (value != null) {
        meet(owner, value, () -> "the result of " + entry.call().name() + " " + entry.call().key());
      }
    }
  }
}
