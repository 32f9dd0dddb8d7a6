package io.flowengine.testkit;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Time that stands still until it is moved, for engines that run on real threads. A flow that
 * sleeps for a year is over in milliseconds.
 *
 * <p>It knows of every thread that an engine made through it whether it runs or is parked. Nothing
 * runs once all of them are parked or have ended; only then time moves. A thread that computes, or
 * that waits for something else than the engine, counts as running.
 *
 * <p>{@link #manual()} time is moved by {@link #advance}. {@link #automatic()} time moves by itself
 * as long as a host waits for an execution and nothing runs: it jumps to the next deadline. What a
 * host does between two waits happens in one instant. With nothing left but housekeeping it moves
 * on for five minutes, so that leases run out and sweeps are made, and then stands still: who waits
 * for what never happens waits on the real watch.
 *
 * <p>At each stop housekeeping comes first: leases are renewed, and stacks that have been parked
 * for too long are dropped, before what was waited for happens.
 *
 * <p>Several engines may share one time, each with a {@link #node()} of its own, which can crash.
 * All methods may be called by any thread, except where they say otherwise.
 */
public final class VirtualTime implements Environment {
  /** Where every virtual time begins. */
  public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final Clockwork clockwork;
  private final boolean automatic;
  private final long seed;
  private final SplittableRandom random;
  private final VirtualNode first = new VirtualNode(this);

  private VirtualTime(boolean automatic, long seed) {
    this.clockwork = new Clockwork(automatic, START);
    this.automatic = automatic;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** {@return a time that moves only when it is told to, with random numbers of its own} */
  public static VirtualTime manual() {
    return manual(new SplittableRandom().nextLong());
  }

  /**
   * Makes a time that moves only when it is told to.
   *
   * @param seed where random numbers start; two times with one seed make the same ids, so they must
   *     not share a store
   * @return the time
   */
  public static VirtualTime manual(long seed) {
    return new VirtualTime(false, seed);
  }

  /** {@return a time that moves by itself while a host waits, with random numbers of its own} */
  public static VirtualTime automatic() {
    return automatic(new SplittableRandom().nextLong());
  }

  /**
   * Makes a time that moves by itself while a host waits.
   *
   * @param seed where random numbers start; two times with one seed make the same ids, so they must
   *     not share a store
   * @return the time
   */
  public static VirtualTime automatic(long seed) {
    return new VirtualTime(true, seed);
  }

  // ---------------------------------------------------------------- what tests call

  /** {@return the time} */
  public Instant now() {
    return clockwork.now();
  }

  /**
   * Waits until nothing runs: every thread of every node that lives is parked or has ended.
   *
   * @throws AssertionError if something still runs after a minute of real time; the message says
   *     what and where
   * @throws IllegalStateException if the caller is one of these threads
   */
  public void settle() {
    clockwork.settle();
  }

  /**
   * Moves time, from deadline to deadline, and lets everything settle before and after each.
   *
   * @param time how far; ≥ 0
   * @throws IllegalArgumentException if {@code time < 0}
   * @throws AssertionError if something runs for more than a minute of real time at one stop
   * @throws IllegalStateException if the caller is a thread of a node
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time must be >= 0, was " + time);
    }
    clockwork.advance(time);
  }

  /**
   * Makes a view of this time for one engine more.
   *
   * @return what the engine takes from its machine
   */
  public Environment node() {
    return new VirtualNode(this);
  }

  /**
   * Crashes a node: none of its threads comes back from parking, makes another thread, or gets past
   * a {@link CrashingStore}. If the calling thread belongs to it, this does not return.
   *
   * @param node a {@link #node()} of this time, or the time itself for the engine that has it
   */
  public void crash(Environment node) {
    clockwork.crash(view(node));
  }

  /**
   * Tells whether a node has crashed.
   *
   * @param node a {@link #node()} of this time, or the time itself
   * @return true if it has
   */
  public boolean isCrashed(Environment node) {
    return view(node).dead;
  }

  /**
   * Lets a caller pass if the node lives. Otherwise a thread of the node goes no further, for ever.
   *
   * @param node a {@link #node()} of this time, or the time itself
   * @throws EngineClosedException if the node has crashed and the caller is a host
   */
  public void pass(Environment node) {
    if (!view(node).dead) {
      return;
    }
    clockwork.vanishIfDead();
    throw new EngineClosedException();
  }

  /**
   * Lists the threads of a node that have not come to rest: those that run, and housekeeping that
   * has not ended. Stacks that nobody goes on with are not counted; they are garbage.
   *
   * @param node a {@link #node()} of this time, or the time itself
   * @return their names; empty for a node whose engine is closed
   */
  public List<String> threads(Environment node) {
    return clockwork.threads(view(node));
  }

  private VirtualNode view(Environment node) {
    if (node == this) {
      return first;
    }
    if (node instanceof VirtualNode view && view.time == this) {
      return view;
    }
    throw new IllegalArgumentException("not a node of this time: " + node);
  }

  /** {@return mode, time and seed} */
  @Override
  public String toString() {
    return (automatic ? "automatic" : "manual") + " time, now " + now() + ", seed " + seed;
  }

  Clockwork clockwork() {
    return clockwork;
  }

  // ---------------------------------------------------------------- what engines call

  @Override
  public Instant instant() {
    return first.instant();
  }

  @Override
  public long elapsedNanos() {
    return first.elapsedNanos();
  }

  @Override
  public long randomLong() {
    synchronized (random) {
      return random.nextLong();
    }
  }

  @Override
  public void entropy(byte[] bytes) {
    first.entropy(bytes);
  }

  @Override
  public void execute(Runnable body) {
    first.execute(body);
  }

  @Override
  public void executeOnPlatformThread(Runnable body) {
    first.executeOnPlatformThread(body);
  }

  @Override
  public void daemon(String name, Runnable body) {
    first.daemon(name, body);
  }

  @Override
  public void park() {
    first.park();
  }

  @Override
  public void parkFor(Duration patience) {
    first.parkFor(patience);
  }

  @Override
  public void parkUntil(Instant deadline) {
    first.parkUntil(deadline);
  }

  @Override
  public void idleUntil(Instant deadline) {
    first.idleUntil(deadline);
  }

  @Override
  public void unpark(Thread thread) {
    first.unpark(thread);
  }
}
