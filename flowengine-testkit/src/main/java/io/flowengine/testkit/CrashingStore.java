package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The store as one node sees it that may crash: crashes the node at a chosen commit, and lets
 * nothing of it through once it has crashed. A thread of a crashed node that calls goes no further;
 * a host that calls gets an {@link io.flowengine.execution.EngineClosedException}. Thread-safe.
 */
public final class CrashingStore extends ForwardingStore {
  /** When the node crashes. */
  public enum Moment {
    /** The commit is lost. */
    BEFORE_COMMIT,
    /** The commit is applied, and nobody hears of it. */
    AFTER_COMMIT
  }

  private final VirtualTime time;
  private final Environment node;
  private final AtomicInteger commits = new AtomicInteger();
  private volatile int crashAt;
  private volatile Moment moment = Moment.BEFORE_COMMIT;

  /**
   * Makes a store.
   *
   * @param store where everything is; stays open when the node crashes
   * @param time the time that the node lives in
   * @param node the node, as {@link VirtualTime#node()} gave it
   */
  public CrashingStore(Store store, VirtualTime time, Environment node) {
    super(store);
    this.time = requireNonNull(time, "time");
    this.node = requireNonNull(node, "node");
  }

  /**
   * Chooses when the node crashes.
   *
   * @param commit at which of its commits, counted from the first one this store has seen; ≥ 1
   * @param when whether the commit is still applied
   * @return this
   * @throws IllegalArgumentException if {@code commit < 1}
   */
  public CrashingStore crashAt(int commit, Moment when) {
    if (commit < 1) {
      throw new IllegalArgumentException("commit must be >= 1, was " + commit);
    }
    moment = when;
    crashAt = commit;
    return this;
  }

  /** {@return how many commits it has seen} */
  public int commits() {
    return commits.get();
  }

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    time.pass(node);
    boolean crashes = commits.incrementAndGet() == crashAt;
    if (crashes && moment == Moment.BEFORE_COMMIT) {
      crash();
    }
    CommitResult result = super.commit(commit, now);
    if (crashes) {
      crash();
    }
    time.pass(node);
    return result;
  }

  private void crash() {
    time.crash(node);
    time.pass(node);
  }

  @Override
  protected <T> T around(Asked asked, Supplier<T> call) {
    time.pass(node);
    T answer = super.around(asked, call);
    time.pass(node);
    return answer;
  }
}
