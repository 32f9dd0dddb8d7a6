package io.flowengine.internal.runtime;

import io.flowengine.execution.Value;
import io.flowengine.internal.node.Part;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Wait;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a call waits for. */
interface Awaiting {
  /** {@return what the store is to wake the execution for} */
  Wait wakes();

  /**
   * Gives the instant at which the wait is over in any case.
   *
   * @param createdAt when the call was first made
   * @return the deadline; null if there is none
   */
  @Nullable Instant deadline(Instant createdAt);

  /** {@return what the call is to record if it need not wait any longer; empty if it must} */
  Optional<Value> look();

  /** {@return what the call is to record at the deadline} */
  Value expired();

  /**
   * Adds to the commit that registers the wait for the first time.
   *
   * @param commit the commit
   */
  default void begin(Commit commit) {}

  /** Hears that the wait is registered for the first time. */
  default void begun() {}

  /**
   * Tells what must be written together with the result that the last {@link #look} or {@link
   * #expired} gave. If it is refused, the wait looks again.
   *
   * @return the part, which is committed at once; empty if the result may ride
   */
  default Optional<Part> settling() {
    return Optional.empty();
  }

  /**
   * Tells what must be written when a cancellation tears the flow out of the wait. If it is
   * refused, it is asked for again.
   *
   * @return the part, computed anew; empty if nothing must
   */
  default Optional<Part> leaving() {
    return Optional.empty();
  }

  /**
   * Adds to every commit that registers the wait.
   *
   * @param commit the commit
   */
  default void register(Commit commit) {}
}
