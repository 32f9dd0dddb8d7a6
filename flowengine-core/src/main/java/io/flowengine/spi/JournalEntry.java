package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One recorded call of an execution: what was called where, and what came of it. A replay answers
 * the call from here. An entry that is {@link Pending} belongs to a wait that goes on; it is
 * replaced, at the same position, by the entry that ends the wait.
 *
 * @param format the version of this form, {@value #FORMAT}
 * @param position where the flow made the call
 * @param call what it called
 * @param result what came of it
 * @param createdAt when the call was made
 * @param endedAt when its result was there; null while it is pending
 */
public record JournalEntry(
    int format,
    Position position,
    Call call,
    Result result,
    Instant createdAt,
    @Nullable Instant endedAt) {
  /** The version of the form that this library writes. */
  public static final int FORMAT = 1;

  /** What a call does, as far as replay is concerned. */
  public enum Kind {
    /** Creates something, or changes what others see. */
    WRITE,
    /** Waits for executions, people, or a point in time. */
    WAIT,
    /** Runs a body of the flow's own. */
    STEP,
    /** Reads something that may change. */
    READ,
    /** Writes into the log. */
    LOG,
    /** Takes the time or entropy. */
    SAMPLE,
    /** Ends the execution. */
    END
  }

  /**
   * What was called.
   *
   * @param kind what kind of call it is
   * @param name the name of the call in the flow API, for example {@code set_output}
   * @param key the key of the step, or what the call is about; empty if there is nothing to say
   * @param digest a hash of the arguments as given
   * @param preview the arguments as people read them, masked, at most 200 characters
   */
  public record Call(Kind kind, String name, String key, long digest, String preview) {
    /** Checks presence. */
    public Call {
      requireNonNull(kind, "kind");
      requireNonNull(name, "name");
      requireNonNull(key, "key");
      requireNonNull(preview, "preview");
    }

    /**
     * Tells whether a call made on replay is the recorded one.
     *
     * @param replayed the call made on replay
     * @return true if kind, name, key and digest are equal; the preview does not count
     */
    public boolean isSameAs(Call replayed) {
      return kind == replayed.kind
          && digest == replayed.digest
          && name.equals(replayed.name)
          && key.equals(replayed.key);
    }
  }

  /** What came of a call. */
  public sealed interface Result {}

  /** Nothing yet: the call waits. */
  public enum Pending implements Result {
    /** The only value. */
    PENDING
  }

  /**
   * The call returned.
   *
   * @param value what it returned
   */
  public record Returned(Value value) implements Result {}

  /**
   * The call raised an error.
   *
   * @param error the class of the error as Python names it
   * @param message what it says
   * @param data what else belongs to it, a map in stored form
   */
  public record Raised(String error, String message, Value data) implements Result {}

  /**
   * The call was interrupted because the execution was cancelled.
   *
   * @param reason who cancelled it
   * @param message why; null if nobody said
   */
  public record Interrupted(StatusReason reason, @Nullable String message) implements Result {}

  /** Checks presence. */
  public JournalEntry {
    requireNonNull(position, "position");
    requireNonNull(call, "call");
    requireNonNull(result, "result");
    requireNonNull(createdAt, "createdAt");
  }

  /** {@return true if the call has a result} */
  public boolean isComplete() {
    return result != Pending.PENDING;
  }
}
