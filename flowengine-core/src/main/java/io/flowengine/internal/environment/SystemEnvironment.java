package io.flowengine.internal.environment;

import io.flowengine.spi.Environment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The machine as it is.
 *
 * <p><b>Time</b> is the system's clock, carried on by the monotonic one: every second it follows
 * the system's clock if that has gone ahead, and stands fast, running on at its own pace, if that
 * was set back. It has microseconds, as the stores and Python have.
 *
 * <p><b>Threads</b> of executions are virtual as a rule, each in an executor of its own: the JDK
 * keeps every virtual thread reachable from the container it was started in, so only a container
 * that nobody refers to lets a parked thread be collected.
 *
 * <p><b>Random numbers</b> for ids and seeds are those of SplitMix64 (Steele, Lea, Flood: Fast
 * splittable pseudorandom number generators, OOPSLA 2014), started from real entropy.
 */
public final class SystemEnvironment implements Environment {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final long ANCHORED_NANOS = 1_000_000_000;

  private record Anchor(Instant at, long nanos) {}

  private final ThreadFactory virtual = Thread.ofVirtual().factory();
  private final SecureRandom entropy = new SecureRandom();
  private final AtomicLong random = new AtomicLong(entropy.nextLong());
  private volatile Anchor anchor = new Anchor(Instant.now(), System.nanoTime());

  /** Takes the machine as it is. */
  public SystemEnvironment() {}

  @Override
  public Instant instant() {
    Anchor from = anchor;
    long elapsed = System.nanoTime() - from.nanos;
    if (elapsed > ANCHORED_NANOS) {
      from = reanchor(from, elapsed);
      elapsed = System.nanoTime() - from.nanos;
    }
    long nanos = from.at.getNano() + elapsed;
    return Instant.ofEpochSecond(from.at.getEpochSecond(), nanos - nanos % 1000);
  }

  private synchronized Anchor reanchor(Anchor seen, long elapsed) {
    if (anchor.equals(seen)) {
      Instant carried = seen.at.plusNanos(elapsed);
      Instant system = Instant.now();
      anchor = new Anchor(system.isAfter(carried) ? system : carried, System.nanoTime());
    }
    return anchor;
  }

  @Override
  public long elapsedNanos() {
    return System.nanoTime();
  }

  @Override
  public long randomLong() {
    long z = random.addAndGet(GOLDEN);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public void entropy(byte[] bytes) {
    entropy.nextBytes(bytes);
  }

  @Override
  @SuppressWarnings(
      "resource") // closing it would wait for its thread; forgotten, it is collected together with
  // it
  public void execute(Runnable body) {
    Executors.newThreadPerTaskExecutor(virtual).execute(body);
  }

  @Override
  @SuppressWarnings("resource") // like that of a single one
  public Executor together() {
    return Executors.newThreadPerTaskExecutor(virtual);
  }

  @Override
  public void executeOnPlatformThread(Runnable body) {
    daemon("flowengine-execution", body);
  }

  @Override
  public void daemon(String name, Runnable body) {
    Thread.ofPlatform().daemon().name(name).start(body);
  }

  @Override
  public void park() {
    LockSupport.park(this);
    boolean ignored = Thread.interrupted();
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

  /** Waits of more than a century are cut to one: nobody minds. */
  private static long nanos(Duration time) {
    return time.toDays() > 36500 ? Long.MAX_VALUE : time.toNanos();
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }
}
