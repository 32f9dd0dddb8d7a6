package io.flowengine.testkit.process;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.Environment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The machine as it is, with a clock that is wrong by a fixed time: for nodes that do not agree on
 * the time, and for a node that comes later than the one before.
 */
public final class OffsetEnvironment implements Environment {
  private final Duration offset;
  private final ThreadFactory virtual = Thread.ofVirtual().factory();
  private final SecureRandom random = new SecureRandom();
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

  /**
   * Takes the machine as it is but for its clock.
   *
   * @param offset how much the clock is ahead; negative if it is behind
   */
  public OffsetEnvironment(Duration offset) {
    this.offset = requireNonNull(offset, "offset");
  }

  @Override
  public Instant instant() {
    Instant now = Instant.now().plus(offset);
    Instant cut = now.truncatedTo(ChronoUnit.MICROS);
    return latest.accumulateAndGet(cut, (before, after) -> after.isAfter(before) ? after : before);
  }

  @Override
  public long elapsedNanos() {
    return System.nanoTime();
  }

  @Override
  public long randomLong() {
    return random.nextLong();
  }

  @Override
  public void entropy(byte[] bytes) {
    random.nextBytes(bytes);
  }

  /** An executor for each, so that a thread that nobody refers to any more can be collected. */
  @Override
  @SuppressWarnings("resource") // closing it would wait for its thread
  public void execute(Runnable body) {
    Executors.newThreadPerTaskExecutor(virtual).execute(body);
  }

  @Override
  public void daemon(String name, Runnable body) {
    Thread unused = Thread.ofPlatform().daemon().name(name).start(body);
  }

  @Override
  public void park() {
    LockSupport.park(this);
    boolean unused = Thread.interrupted();
  }

  @Override
  public void parkFor(Duration time) {
    LockSupport.parkNanos(this, nanos(time));
  }

  @Override
  public void parkUntil(Instant deadline) {
    LockSupport.parkNanos(this, nanos(Duration.between(instant(), deadline)));
  }

  @Override
  public void idleUntil(Instant deadline) {
    parkUntil(deadline);
  }

  private static long nanos(Duration time) {
    return time.toDays() > 36_500 ? Long.MAX_VALUE : time.toNanos();
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }
}
