package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Value;
import io.flowengine.jdbc.internal.session.Blobs;
import io.flowengine.spi.Commit;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the large values of commits where they lie apart from the rows. The caller of a commit does
 * so in its own thread, so that the one thread that writes does not wait for them.
 *
 * @param blobs where they are put; null if all values lie in their rows
 */
public record LargeValues(@Nullable Blobs blobs) {
  private static final Logger LOG = LoggerFactory.getLogger(LargeValues.class);

  /** Puts those of a commit. */
  public void keep(Commit commit) {
    if (blobs == null) {
      return;
    }
    ExecutionRecord update = commit.update();
    if (update != null) {
      keep(update);
    }
    Commit.Fence fence = commit.fence();
    if (fence != null) {
      keep(fence.execution(), commit.journal());
      for (LogEntry line : commit.log()) {
        keep(fence.execution(), line.data());
      }
    }
    for (Commit.Creation creation : commit.creations()) {
      keep(creation.record());
      keep(creation.record().id(), creation.journal());
    }
    for (InboxItem item : commit.inbox()) {
      keep(item.target(), item.payload());
    }
  }

  private void keep(ExecutionRecord record) {
    keep(record.id(), record.attributes().inputs());
    keep(record.id(), record.attributes().extras());
    keep(record.id(), record.state().outputs());
  }

  private void keep(ExecutionId owner, List<JournalEntry> journal) {
    for (JournalEntry entry : journal) {
      switch (entry.result()) {
        case JournalEntry.Returned returned -> keep(owner, returned.value());
        case JournalEntry.Raised raised -> keep(owner, raised.data());
        case JournalEntry.Interrupted any -> {}
        case JournalEntry.Pending any -> {}
      }
    }
  }

  private void keep(ExecutionId owner, Value value) {
    if (blobs != null) {
      blobs.keep(owner, value.json());
    }
  }

  /** Deletes those of executions that were removed. */
  public void delete(Collection<ExecutionId> removed) {
    if (blobs == null) {
      return;
    }
    for (ExecutionId id : removed) {
      try {
        blobs.delete(id);
      } catch (RuntimeException e) {
        LOG.warn("large values of execution {} are left, which was removed", id, e);
      }
    }
  }
}
