package io.flowengine.testkit;

import io.flowengine.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** The view that one engine has of a virtual time. */
final class VirtualNode implements Environment {
  final VirtualTime time;

  /** Read without the lock too, as a hint. */
  volatile boolean dead;

  /** Threads of this node that are neither parked nor ended; guarded by the lock of the time. */
  int running;

  /** Housekeeping threads that have not ended; guarded by the lock of the time. */
  final Set<Actor> daemons = new LinkedHashSet<>();

  VirtualNode(VirtualTime time) {
    this.time = time;
  }

  @Override
  public Instant instant() {
    return time.now();
  }

  @Override
  public long elapsedNanos() {
    return System.nanoTime();
  }

  @Override
  public long randomLong() {
    return time.randomLong();
  }

  @Override
  public void entropy(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) time.randomLong();
    }
  }

  @Override
  public void execute(Runnable body) {
    time.clockwork().spawn(new Actor(this, "execution", false), false, body);
  }

  @Override
  public void executeOnPlatformThread(Runnable body) {
    time.clockwork().spawn(new Actor(this, "execution", false), true, body);
  }

  @Override
  public void daemon(String name, Runnable body) {
    time.clockwork().spawn(new Actor(this, name, true), true, body);
  }

  @Override
  public void park() {
    time.clockwork().park();
  }

  @Override
  public void parkFor(Duration patience) {
    time.clockwork().parkFor(patience);
  }

  @Override
  public void parkUntil(Instant deadline) {
    time.clockwork().parkUntil(deadline);
  }

  @Override
  public void idleUntil(Instant deadline) {
    time.clockwork().idleUntil(deadline);
  }

  @Override
  public void unpark(Thread thread) {
    time.clockwork().unpark(thread);
  }
}
