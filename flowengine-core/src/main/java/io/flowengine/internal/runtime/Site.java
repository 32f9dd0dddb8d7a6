package io.flowengine.internal.runtime;

import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Result;
import io.flowengine.spi.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call that is being made.
 *
 * @param position where
 * @param call what is called
 * @param recorded what the journal has; null if the call was never made
 * @param createdAt when it was first made
 */
record Site(Position position, Call call, @Nullable JournalEntry recorded, Instant createdAt) {

  /** {@return true if the call was made before and has a result} */
  boolean isAnswered() {
    return recorded != null && recorded.isComplete();
  }

  /** The entry of this call. */
  JournalEntry entry(Result result, @Nullable Instant endedAt) {
    return new JournalEntry(JournalEntry.FORMAT, position, call, result, createdAt, endedAt);
  }
}
