package io.flowengine.internal.runtime;

import io.flowengine.spi.Environment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets in one at a time: the thread of the script during each of its calls, or housekeeping in
 * between. The script waits while housekeeping is inside; housekeeping never waits.
 */
final class Gate {
  private final Environment environment;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile @Nullable Thread script;

  Gate(Environment environment) {
    this.environment = environment;
  }

  /** Says which thread is the script's. */
  void owner(Thread thread) {
    script = thread;
  }

  boolean isOwner() {
    return Thread.currentThread().equals(script);
  }

  @Nullable Thread owner() {
    return script;
  }

  void enter() {
    while (!taken.compareAndSet(false, true)) {
      environment.park();
    }
  }

  boolean tryEnter() {
    return taken.compareAndSet(false, true);
  }

  void leave() {
    taken.set(false);
    Thread waiting = script;
    if (waiting != null && !isOwner()) {
      environment.unpark(waiting);
    }
  }
}
