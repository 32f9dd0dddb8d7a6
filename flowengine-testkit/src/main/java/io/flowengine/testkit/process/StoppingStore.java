package io.flowengine.testkit.process;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore.Moment;
import io.flowengine.testkit.ForwardingStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A store that lets nobody go on from a chosen commit on, so that this JVM can be killed at exactly
 * that point: who calls then, or waits for an answer, stays there.
 */
final class StoppingStore extends ForwardingStore {
  private final int point;
  private final Moment moment;
  private final Runnable reached;
  private final AtomicInteger commits = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * Makes a store.
   *
   * @param store where the calls go
   * @param point at which commit it stops; 0 for never
   * @param moment whether that commit is still made
   * @param reached is run when it has stopped
   */
  StoppingStore(Store store, int point, Moment moment, Runnable reached) {
    super(store);
    this.point = point;
    this.moment = requireNonNull(moment, "moment");
    this.reached = requireNonNull(reached, "reached");
  }

  int commits() {
    return commits.get();
  }

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    pass();
    boolean last = commits.incrementAndGet() == point;
    if (last && moment == Moment.BEFORE_COMMIT) {
      stop();
    }
    CommitResult result = super.commit(commit, now);
    if (last) {
      stop();
    }
    pass();
    return result;
  }

  private void stop() {
    stopped = true;
    reached.run();
    pass();
  }

  private void pass() {
    while (stopped) {
      LockSupport.park(this);
    }
  }

  @Override
  protected <T> T around(Asked asked, Supplier<T> call) {
    pass();
    T answer = super.around(asked, call);
    pass();
    return answer;
  }
}
