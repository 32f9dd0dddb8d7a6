package io.flowengine.python.internal.element;

import io.flowengine.python.internal.bridge.Connected;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.graalvm.polyglot.HostAccess;

/**
 * What scripts of flows over elements can reach of Java: the time, and where random numbers come
 * from. No exported method lets an exception out.
 */
public abstract class ScriptHost implements Connected {
  private static final long NANOS = 1_000_000_000L;

  private final Environment environment;
  private final long seed;
  private final AtomicLong made = new AtomicLong();
  private volatile boolean dropped;

  ScriptHost(Environment environment, long seed) {
    this.environment = environment;
    this.seed = seed;
  }

  /** {@return how often the script has begun or gone on} */
  @Override
  public final long made() {
    return made.get();
  }

  /** Notes that the script begins or goes on. */
  final void goesOn() {
    made.incrementAndGet();
  }

  @Override
  public final void drop() {
    dropped = true;
  }

  /** {@return true if the script is being stopped by force} */
  final boolean isDropped() {
    return dropped;
  }

  /** {@return the time as it is, in nanoseconds since 1970} */
  @HostAccess.Export
  public final long clock() {
    return nanos(environment.instant());
  }

  /** {@return the seed of random numbers} */
  @HostAccess.Export
  public final long seed() {
    return seed;
  }

  /**
   * Waits, in scripts that have a thread of their own.
   *
   * @param seconds how long; finite
   */
  @HostAccess.Export
  public final void nap(double seconds) {
    Instant end = environment.instant().plus(Duration.ofNanos((long) (seconds * NANOS)));
    while (!dropped
        && !Thread.currentThread().isInterrupted()
        && environment.instant().isBefore(end)) {
      environment.parkUntil(end);
    }
  }

  static long nanos(Instant at) {
    return at.getEpochSecond() * NANOS + at.getNano();
  }
}
