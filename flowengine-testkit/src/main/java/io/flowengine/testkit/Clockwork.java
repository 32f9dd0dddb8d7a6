package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.testkit.Actor.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a {@link VirtualTime}: who runs, who waits for what, and what time it is.
 *
 * <p>A thread is counted as running from the moment somebody makes or wakes it, not from the moment
 * it notices; so when the count is zero, nothing runs and nothing is about to. One lock guards it
 * all. Threads that wait without a deadline are known weakly: if nobody else knows them, they are
 * collected.
 */
final class Clockwork {
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  private final Object lock = new Object();
  private final boolean automatic;
  private final Map<Thread, Actor> actors = new WeakHashMap<>();
  private final TreeSet<Alarm> deadlines = new TreeSet<>();
  private final TreeSet<Alarm> idle = new TreeSet<>();
  private volatile Instant now;
  private Instant busyAt;
  private int running;
  private int hosts;
  private long alarms;

  Clockwork(boolean automatic, Instant start) {
    this.automatic = automatic;
    this.now = start;
    this.busyAt = start;
  }

  Instant now() {
    return now;
  }

  /** Waits until nothing runs. */
  void settle() {
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

  /** Goes from deadline to deadline, with everything settled before and after each. */
  void advance(Duration time) {
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

  /** Lets no thread of a node go on; does not return to one. */
  void crash(VirtualNode crashed) {
    synchronized (lock) {
      if (!crashed.dead) {
        crashed.dead = true;
        running -= crashed.running;
        deadlines.removeIf(alarm -> alarm.actor().node == crashed);
        idle.removeIf(alarm -> alarm.actor().node == crashed);
        crashed.daemons.clear();
        actors.forEach(Clockwork::dismiss);
        busyAt = now;
        quiet();
      }
    }
    vanishIfDead();
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

  List<String> threads(VirtualNode node) {
    synchronized (lock) {
      List<String> names = new ArrayList<>(node.daemons.stream().map(actor -> actor.name).toList());
      actors.values().stream()
          .filter(actor -> actor.node == node && !actor.daemon && !actor.parked && !node.dead)
          .forEach(actor -> names.add(actor.name));
      return names;
    }
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

  @SuppressWarnings("resource") // an executor of its own, so that a forgotten thread is collected
  void spawn(Actor actor, boolean platformThread, Runnable body) {
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
    if (platformThread) {
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

  /** Does not return to a thread of a dead node. */
  void vanishIfDead() {
    vanishIfDead(self());
  }

  // ---------------------------------------------------------------- parking

  private void parkUntil(@Nullable Instant deadline, SortedSet<Alarm> alarmed) {
    Actor self = self();
    vanishIfDead(self);
    synchronized (lock) {
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

  void parkFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Actor self = self();
    vanishIfDead(self);
    synchronized (lock) {
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

  void park() {
    parkUntil(null, deadlines);
  }

  void parkUntil(Instant deadline) {
    parkUntil(deadline, deadlines);
  }

  void idleUntil(Instant deadline) {
    parkUntil(deadline, idle);
  }

  void unpark(Thread thread) {
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
}
