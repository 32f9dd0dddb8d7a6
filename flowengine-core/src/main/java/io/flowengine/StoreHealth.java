package io.flowengine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store of an engine answers, at one moment. While it does not, calls that need it wait
 * and are repeated; the engine goes on by itself when it answers again.
 *
 * @param failure what the store said to the last call; null if it answered
 * @param since the instant since which all calls were answered, or none was: that of the first one,
 *     by the engine's clock; for an engine that never missed the store, when it was opened
 * @param waitingCalls how many calls wait for the store; ≥ 0
 */
public record StoreHealth(@Nullable String failure, Instant since, int waitingCalls) {
  /** Checks presence. */
  public StoreHealth {
    requireNonNull(since, "since");
  }

  /** {@return true if the store answered the last call} */
  public boolean isAnswering() {
    return failure == null;
  }

  /** {@return one line for people} */
  public String toText() {
    return isAnswering()
        ? "the store answers since " + since
        : "the store does not answer since "
            + since
            + ", "
            + waitingCalls
            + " call(s) wait for it: "
            + failure;
  }
}
