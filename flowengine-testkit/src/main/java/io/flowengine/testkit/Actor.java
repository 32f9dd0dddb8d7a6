package io.flowengine.testkit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thread as a virtual time sees it; it does not refer to the thread, so that one that is parked
 * for ever can be collected. Guarded by the lock of the time, except where a field says otherwise.
 */
final class Actor {
  final @Nullable VirtualNode node;
  final String name;
  final boolean daemon;

  /** True while the thread waits; it reads this without the lock. */
  volatile boolean parked;

  boolean permit;

  /** True while the thread waits as a host does, on its own watch. */
  boolean hosting;

  @Nullable Alarm alarm;

  /** A thread that waits for an instant. */
  record Alarm(Instant at, long number, Actor actor, Thread thread) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  Actor(@Nullable VirtualNode node, String name, boolean daemon) {
    this.node = node;
    this.name = name;
    this.daemon = daemon;
  }

  /** True for a thread that was made by a node that lives. */
  boolean counts() {
    return node != null && !node.dead;
  }
}
