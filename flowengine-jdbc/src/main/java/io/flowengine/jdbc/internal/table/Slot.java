package io.flowengine.jdbc.internal.table;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.StatusReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction knows of one execution, and how far that differs from the row. Belongs to the
 * thread that runs the transaction.
 */
public final class Slot {
  /** How much of the row is to be written; each includes those before it. */
  public enum Change {
    /** Nothing. */
    NONE,
    /** That the holder has committed. */
    FENCE,
    /** Who holds it, when it is due, what it waits for, its status. */
    STATE,
    /** Everything that can change. */
    ROW,
    /** The row is new. */
    NEW
  }

  /** The execution. */
  public final ExecutionId id;

  /** Where it stands. */
  public ExecutionStatus status;

  /** Why. */
  public @Nullable StatusReason reason;

  /** When it was first run. */
  public @Nullable Instant startedAt;

  /** It does not start before. */
  public @Nullable Instant scheduledFor;

  /** Who holds it. */
  public @Nullable String node;

  /** How often it was claimed. */
  public long epoch;

  /** The last commit of the lease. */
  public long sequence;

  /** Claims since the last commit. */
  public int attempts;

  /** Something came for it since it was claimed, or since a release was waived. */
  public boolean woken;

  /** When it is due, if nobody holds it. */
  public @Nullable Instant dueAt;

  /** How many items are in its inbox. */
  public int inboxSize;

  /** How many lines its log has. */
  public int logLength;

  /** How many must end of what it waits for; null while no wait is registered. */
  public @Nullable ReturnWhen waitWhen;

  /** How many it waits for. */
  public int waitTotal;

  /** How many of them have ended. */
  public int waitEnded;

  /** How many of the ended ones failed. */
  public int waitFailed;

  /** True if rows of the wait are in the store. */
  public boolean waitStored;

  /** All the rest, where it was read or is to be written. */
  public @Nullable ExecutionRecord record;

  /** Its place among the ends of the transaction, from 1; 0 if it did not end in it. */
  public int end;

  private Change change = Change.NONE;

  /** Makes a slot for an execution. */
  public Slot(ExecutionId id, ExecutionStatus status) {
    this.id = id;
    this.status = status;
  }

  /** Notes that at least this much of the row is to be written. */
  public void changed(Change more) {
    if (more.compareTo(change) > 0) {
      change = more;
    }
  }

  /** {@return how much of the row is to be written} */
  public Change change() {
    return change;
  }

  /** Takes over a record, and from it what is kept beside it. */
  public void record(ExecutionRecord now) {
    record = now;
    status = now.status();
    reason = now.state().reason();
    startedAt = now.state().startedAt();
    scheduledFor = now.attributes().scheduledFor();
  }

  /** {@return true if it has ended} */
  public boolean ended() {
    return status.isEnded();
  }

  /** {@return true if something came for it that was not taken} */
  public boolean hasNews() {
    return woken || inboxSize > 0;
  }

  /** {@return true if the registered wait is over} */
  public boolean isSettled() {
    ReturnWhen when = waitWhen;
    return when != null && waitTotal > 0 && when.isSettled(waitTotal, waitEnded, waitFailed);
  }

  /** Counts the end of one that it waits for. */
  public void count(boolean failed) {
    waitEnded++;
    waitFailed += failed ? 1 : 0;
  }

  /** Forgets what it waits for. */
  public void clearWait() {
    waitWhen = null;
    waitTotal = 0;
    waitEnded = 0;
    waitFailed = 0;
  }
}
