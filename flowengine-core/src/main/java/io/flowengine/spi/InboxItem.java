package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that others want of an execution, or have to tell it. Items are appended without a
 * fence by anybody; the holder of the lease takes them in, in the order they were appended, and
 * removes them with the commit that acts on them.
 *
 * @param target the execution it is for
 * @param id unique; an item with an id that was appended before is not appended again
 * @param kind what it is
 * @param payload what belongs to it, a map in stored form
 * @param at when it was sent
 */
public record InboxItem(ExecutionId target, String id, Kind kind, Value payload, Instant at) {
  /** What an item is. */
  public enum Kind {
    /** Start it, or resume it if it is paused. */
    START,
    /** Pause it. */
    PAUSE,
    /** Cancel it. */
    CANCEL,
    /** Change stored fields. */
    SAVE,
    /**
     * Cancel it, and mark it as deleted: the payload says when and by whom. One that has ended is
     * marked at once.
     */
    DELETE,
    /** A child of it ran out of its time, and its clean-up code may still be running. */
    CHILD_TIMED_OUT
  }

  /** Checks presence. */
  public InboxItem {
    requireNonNull(target, "target");
    requireNonNull(id, "id");
    requireNonNull(kind, "kind");
    requireNonNull(payload, "payload");
    requireNonNull(at, "at");
  }

  /**
   * Tells what the arrival of this item does to an execution that nobody holds, so that all stores
   * do the same: a start makes a created or paused one scheduled; a cancel or a deletion makes a
   * paused one scheduled that was started, so that its clean-up code can run, unless it is paused
   * because it cannot be replayed or does not survive being run. A deletion marks one that has
   * ended; no other item does anything to that.
   *
   * @param record the execution
   * @return the execution afterwards; the same object if nothing changes
   */
  public ExecutionRecord arriveAt(ExecutionRecord record) {
    ExecutionStatus status = record.status();
    if (status.isEnded()) {
      return kind == Kind.DELETE ? marked(record) : record;
    }
    StatusReason reason = record.state().reason();
    boolean stands = status == ExecutionStatus.PAUSED || status == ExecutionStatus.CREATED;
    boolean cleansUp =
        record.state().startedAt() != null && (reason == null || !reason.needsMending());
    return stands && (kind == Kind.START || (isCancel() && cleansUp))
        ? record.with(record.state().with(ExecutionStatus.SCHEDULED, null))
        : record;
  }

  /** {@return true if it asks the execution to end} */
  public boolean isCancel() {
    return kind == Kind.CANCEL || kind == Kind.DELETE;
  }

  /**
   * Marks an execution as deleted, as a deletion asks.
   *
   * @param record the execution
   * @return the execution with the marks; the same if it is marked already
   */
  public ExecutionRecord marked(ExecutionRecord record) {
    Map<String, @Nullable Object> extras = record.attributes().extras().toMap();
    if (extras.get("deleted_at") != null) {
      return record;
    }
    extras.putAll(payload.toMap());
    return record.with(record.attributes().withExtras(Value.of(extras)));
  }
}
