package io.flowengine.internal.node;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of this node: UUIDs of version 7 (RFC 9562) whose first 60 free bits are the time in
 * milliseconds and a counter, so that an id made later is greater also within one millisecond, and
 * on a clock that stands still. What was created first is listed first. Thread-safe.
 */
public final class Ids {
  private static final int COUNTER_BITS = 12;

  private final Environment environment;
  private final AtomicLong last = new AtomicLong();

  /**
   * Makes a source of ids.
   *
   * @param environment time and randomness
   */
  public Ids(Environment environment) {
    this.environment = environment;
  }

  /** When an id was made, in milliseconds. */
  public static Instant madeAt(ExecutionId id) {
    return Instant.ofEpochMilli(id.high() >>> 16);
  }

  ExecutionId next() {
    long earliest = environment.instant().toEpochMilli() << COUNTER_BITS;
    long stamp = last.updateAndGet(before -> Math.max(before + 1, earliest));
    long counter = stamp & ((1 << COUNTER_BITS) - 1);
    long high = (stamp >>> COUNTER_BITS) << 16 | 0x7000 | counter;
    long low = 0x8000000000000000L | environment.randomLong() >>> 2;
    return ExecutionId.of(high, low);
  }
}
