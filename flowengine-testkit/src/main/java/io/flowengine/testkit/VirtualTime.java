package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.spi.Environment;
import io.flowengine.testkit.Actor.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  private static final Duration HOUSEKEEPING = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  private final Object lock = new Object();
  private final boolean automatic;
  private final long seed;
  private final SplittableRandom random;
  private final Map<Thread, Actor> actors = new WeakHashMap<>();
  private final TreeSet<Alarm> deadlines = new TreeSet<>();
  private final TreeSet<Alarm> idle = new TreeSet<>();
  private final VirtualNode first = new VirtualNode(this);
  private volatile Instant now = START;
  private Instant busyAt = START;
  private int running;
  private int hosts;
  private long alarms;

  private VirtualTime(boolean automatic, long seed) {
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
    return now;
  }

  /**
   * Waits until nothing runs: every thread of every node that lives is parked or has ended.
   *
   * @throws AssertionError if something still runs after a minute of real time; the message says
   *     what and where
   * @throws IllegalStateException if the caller is one of these threads
   */
  public void settle() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (lock) {
      requireHost();
      boolean interrupted = false;
      while (running > 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("still running after " + PATIENCE + ":\n" + describeRunning());
        }
        try {
          lock.wait(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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
    settle();
    Instant target = now.plus(time);
    boolean woken;
    do {
      synchronized (lock) {
        woken = moveTowards(target);
      }
      settle();
    } while (woken);
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
    VirtualNode crashed = view(node);
    synchronized (lock) {
      if (!crashed.dead) {
        crashed.dead = true;
        running -= crashed.running;
        deadlines.removeIf(alarm -> alarm.actor().node == crashed);
        idle.removeIf(alarm -> alarm.actor().node == crashed);
        crashed.daemons.clear();
        actors.forEach(VirtualTime::dismiss);
        busyAt = now;
        quiet();
      }
    }
    vanishIfDead(self());
  }

  /**
   * Lets housekeeping threads of dead nodes run into their end; the others stay for the collector.
   */
  private static void dismiss(Thread thread, Actor actor) {
    if (actor.daemon && actor.parked && !actor.counts()) {
      actor.parked = false;
      LockSupport.unpark(thread);
    }
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
    vanishIfDead(self());
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
    VirtualNode view = view(node);
    synchronized (lock) {
      List<String> names = new ArrayList<>(view.daemons.stream().map(actor -> actor.name).toList());
      actors.values().stream()
          .filter(actor -> actor.node == view && !actor.daemon && !actor.parked && !view.dead)
          .forEach(actor -> names.add(actor.name));
      return names;
    }
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
    return (automatic ? "automatic" : "manual") + " time, now " + now + ", seed " + seed;
  }

  // ---------------------------------------------------------------- moving, under the lock

  /**
   * Goes to the next deadline, or to the target if that comes first; true if somebody was woken.
   */
  private boolean moveTowards(Instant target) {
    Instant stop = deadlines.isEmpty() ? target : deadlines.first().at();
    moveTo(stop.isBefore(target) ? stop : target);
    if (wakeDue(idle)) {
      return true;
    }
    boolean woken = wakeDue(deadlines);
    busyAt = woken ? now : busyAt;
    return woken;
  }

  private void moveTo(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
  }

  /** Called when nothing runs, or a host begins to wait. */
  private void quiet() {
    if (running > 0) {
      return;
    }
    lock.notifyAll();
    if (!automatic || hosts == 0) {
      return;
    }
    if (!deadlines.isEmpty()) {
      boolean woken = moveTowards(deadlines.first().at());
      assert woken;
    } else if (!idle.isEmpty() && !idle.first().at().isAfter(busyAt.plus(HOUSEKEEPING))) {
      moveTo(idle.first().at());
      boolean woken = wakeDue(idle);
      assert woken;
    }
  }

  private boolean wakeDue(SortedSet<Alarm> alarmed) {
    boolean woken = false;
    while (!alarmed.isEmpty() && !alarmed.first().at().isAfter(now)) {
      Alarm alarm = alarmed.first();
      wake(alarm.actor(), alarm.thread());
      woken = true;
    }
    return woken;
  }

  private void wake(Actor actor, Thread thread) {
    Alarm alarm = actor.alarm;
    if (alarm != null) {
      boolean removed = idle.remove(alarm) || deadlines.remove(alarm);
      assert removed;
      actor.alarm = null;
    }
    if (actor.counts()) {
      running++;
      requireNonNull(actor.node).running++;
    }
    if (actor.hosting) {
      hosts--;
      actor.hosting = false;
    }
    actor.parked = false;
    LockSupport.unpark(thread);
  }

  private void lay(Actor actor) {
    actor.parked = true;
    if (actor.counts()) {
      running--;
      requireNonNull(actor.node).running--;
    }
    if (actor.node == null) {
      actor.hosting = true;
      hosts++;
    }
    quiet();
  }

  // ---------------------------------------------------------------- threads

  long random() {
    synchronized (lock) {
      return random.nextLong();
    }
  }

  @SuppressWarnings("resource") // an executor of its own, so that a forgotten thread is collected
  void spawn(Actor actor, Runnable body) {
    VirtualNode node = requireNonNull(actor.node);
    synchronized (lock) {
      if (node.dead) {
        return;
      }
      running++;
      node.running++;
      busyAt = now;
      if (actor.daemon) {
        node.daemons.add(actor);
      }
    }
    Runnable whole = () -> live(actor, body);
    if (actor.daemon) {
      Thread.ofPlatform().daemon().name(actor.name).start(whole);
    } else {
      Executors.newThreadPerTaskExecutor(THREADS).execute(whole);
    }
  }

  private void live(Actor actor, Runnable body) {
    synchronized (lock) {
      actors.put(Thread.currentThread(), actor);
    }
    try {
      vanishIfDead(actor);
      body.run();
    } catch (Vanished e) {
      requireNonNull(e);
    } finally {
      synchronized (lock) {
        actors.remove(Thread.currentThread());
        if (actor.counts()) {
          running--;
          requireNonNull(actor.node).running--;
          requireNonNull(actor.node).daemons.remove(actor);
          quiet();
        }
      }
    }
  }

  private Actor self() {
    synchronized (lock) {
      return actors.computeIfAbsent(
          Thread.currentThread(), thread -> new Actor(null, thread.getName(), false));
    }
  }

  private void requireHost() {
    if (self().node != null) {
      throw new IllegalStateException(
          "a thread of an engine cannot wait for all threads of the engine to come to rest");
    }
  }

  private String describeRunning() {
    return actors.entrySet().stream()
        .filter(entry -> entry.getValue().counts() && !entry.getValue().parked)
        .map(
            entry ->
                entry.getValue().name
                    + Arrays.stream(entry.getKey().getStackTrace())
                        .limit(12)
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }

  private static void vanish(Actor actor) {
    if (actor.daemon) {
      throw new Vanished();
    }
    while (true) {
      LockSupport.park(actor);
      boolean ignored = Thread.interrupted();
    }
  }

  private static void vanishIfDead(Actor actor) {
    if (actor.node != null && actor.node.dead) {
      vanish(actor);
    }
  }

  // ---------------------------------------------------------------- what engines call

  private void parkUntil(@Nullable Instant deadline, SortedSet<Alarm> alarmed) {
    Actor self;
    synchronized (lock) {
      self = self();
      if (self.permit || (deadline != null && !deadline.isAfter(now))) {
        self.permit = false;
      } else {
        if (deadline != null) {
          self.alarm = new Alarm(deadline, ++alarms, self, Thread.currentThread());
          alarmed.add(self.alarm);
        }
        lay(self);
      }
    }
    boolean interrupted = false;
    while (self.parked) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    vanishIfDead(self);
    if (interrupted && deadline != null) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void parkFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Actor self;
    synchronized (lock) {
      self = self();
      if (!self.permit) {
        lay(self);
      }
      self.permit = false;
    }
    while (self.parked && !Thread.currentThread().isInterrupted() && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(this, end - System.nanoTime());
    }
    synchronized (lock) {
      if (self.parked) {
        wake(self, Thread.currentThread());
      }
    }
    vanishIfDead(self);
  }

  @Override
  public void park() {
    parkUntil(null, deadlines);
  }

  @Override
  public void parkUntil(Instant deadline) {
    parkUntil(deadline, deadlines);
  }

  @Override
  public void idleUntil(Instant deadline) {
    parkUntil(deadline, idle);
  }

  @Override
  public void unpark(Thread thread) {
    synchronized (lock) {
      Actor actor = actors.get(thread);
      if (actor == null || (actor.node != null && actor.node.dead)) {
        return;
      }
      if (!actor.parked) {
        actor.permit = true;
        return;
      }
      if (actor.node != null && !(actor.alarm != null && idle.contains(actor.alarm))) {
        busyAt = now;
      }
      wake(actor, thread);
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long elapsedNanos() {
    return first.elapsedNanos();
  }

  @Override
  public long randomLong() {
    return random();
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
  public void daemon(String name, Runnable body) {
    first.daemon(name, body);
  }
}
