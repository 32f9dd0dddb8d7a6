package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who holds an execution, or what must happen before somebody does: what a store knows about it
 * besides its record.
 *
 * @param holder the node that has its lease; null if none has
 * @param leaseUntil when the lease of that node runs out unless it is renewed; null if nobody holds
 *     the execution
 * @param epoch the epoch of the last lease; 0 if it was never claimed
 * @param attempts how many claims in a row were made since a holder last committed anything
 * @param dueAt when it is due to be claimed; null while it is held, and if it is never due by
 *     itself
 * @param waitsFor what wakes it besides its due time and its inbox; {@link Wait#NOTHING} if nothing
 *     does
 */
public record Standing(
    @Nullable String holder,
    @Nullable Instant leaseUntil,
    long epoch,
    int attempts,
    @Nullable Instant dueAt,
    Wait waitsFor) {
  /** Checks presence. */
  public Standing {
    requireNonNull(waitsFor, "waitsFor");
  }
}
