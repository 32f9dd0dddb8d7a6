package io.flowengine.testkit.simulation;

import io.flowengine.spi.Environment;
import io.flowengine.spi.Scheduler;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A world in which exactly one thread runs at any moment.
 *
 * <p>All threads are real, but a thread only runs while it holds the baton. It hands the baton on
 * when it parks, when it ends, and, by the throw of a die, at every call of a store that was made
 * {@link #switching}. Who gets it next is drawn from the threads that could run. If none can, time
 * jumps to the next deadline. So the seed decides about everything, and the same seed gives the
 * same run.
 *
 * <p>A node is an {@link #environment}. When it crashes, its threads never get the baton again;
 * whatever they were about to do has not happened, and whatever they had committed has.
 *
 * <p>The state of the simulation is only touched by the holder of the baton, so it needs no locks;
 * handing the baton over is what makes it visible to the next one.
 */
public final class Simulation {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  private final long seed;
  private final SplittableRandom random;
  private final IdentityHashMap<Thread, Actor> actors = new IdentityHashMap<>();
  private final List<Actor> runnable = new ArrayList<>();
  private final List<Actor> timed = new ArrayList<>();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private Instant now = START;
  private Instant end = Instant.MAX;
  private long switches;

  /** One thread. */
  static final class Actor {
    final SimulatedNode node;
    final String name;
    volatile @Nullable Thread thread;
    volatile boolean baton;
    boolean permit;
    boolean parked;
    @Nullable Instant deadline;

    Actor(SimulatedNode node, String name) {
      this.node = node;
      this.name = name;
    }
  }

  /**
   * Makes a world.
   *
   * @param seed decides about everything that happens in it
   */
  public Simulation(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** {@return the die of this world; only for its own threads} */
  public RandomGenerator random() {
    return random;
  }

  /** {@return the time of this world} */
  public Instant now() {
    return now;
  }

  /** {@return how often the baton has been handed on} */
  public long switches() {
    return switches;
  }

  /**
   * Adds a node.
   *
   * @param name its name, for messages
   * @return what an engine on this node takes from the machine
   */
  public Environment environment(String name) {
    return new SimulatedNode(this, name);
  }

  /**
   * Crashes a node: none of its threads runs again. If the calling thread belongs to it, this does
   * not return.
   *
   * @param environment the node
   */
  public void crash(Environment environment) {
    SimulatedNode node = (SimulatedNode) environment;
    node.dead = true;
    runnable.removeIf(actor -> actor.node == node);
    timed.removeIf(actor -> actor.node == node);
    if (current().node == node) {
      handOn();
    }
  }

  /**
   * Lets a node crash in the middle of its work: before or after one of its next calls of a {@link
   * #switching} store.
   *
   * @param environment the node
   * @param calls at which of these places; ≥ 1
   */
  public void crashAt(Environment environment, int calls) {
    ((SimulatedNode) environment).crashIn = calls;
  }

  /**
   * Lets a node stand still, as a machine does that was suspended: its threads go on later, where
   * they were, and know nothing of it.
   *
   * @param environment the node
   * @param time how long
   */
  public void stall(Environment environment, Duration time) {
    SimulatedNode node = (SimulatedNode) environment;
    node.stalledUntil = now.plus(time);
    if (current().node == node) {
      pass();
    }
  }

  /**
   * Tells whether a node has crashed.
   *
   * @param environment the node
   * @return true if none of its threads runs any more
   */
  public boolean isCrashed(Environment environment) {
    return ((SimulatedNode) environment).dead;
  }

  /**
   * Makes the calls of a store places where the baton may be handed on, before and after each.
   *
   * @param store the store
   * @return the same store
   */
  public Store switching(Store store) {
    return new SwitchingStore(this, store);
  }

  /**
   * Makes a scheduler lose a call in ten, and repeat another one in ten.
   *
   * @param scheduler the scheduler
   * @return the unreliable one
   */
  public Scheduler unreliable(Scheduler scheduler) {
    return new UnreliableScheduler(this, scheduler);
  }

  /**
   * Runs a scenario to its end. Afterwards nothing of this world runs again.
   *
   * @param limit how much simulated time it may take
   * @param scenario what to do, on a thread of a node that does not crash
   * @throws AssertionError if the scenario throws, comes to a standstill, or takes too long; the
   *     message names the seed
   */
  public void run(Duration limit, Runnable scenario) {
    end = START.plus(limit);
    Actor actor =
        spawn(
            new SimulatedNode(this, "world"),
            "scenario",
            () -> {
              scenario.run();
              finished.complete(null);
            });
    runnable.remove(actor);
    give(actor);
    try {
      finished.get();
    } catch (ExecutionException e) {
      throw new AssertionError(
          "simulation with seed " + seed + " failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in a simulation with seed " + seed, e);
    }
  }

  /**
   * Lets time pass, on a thread of this world.
   *
   * @param time how long
   */
  public void rest(Duration time) {
    Instant until = now.plus(time);
    while (now.isBefore(until)) {
      park(until);
    }
  }

  // ---------------------------------------------------------------- threads

  Actor spawn(SimulatedNode node, String name, Runnable body) {
    Actor actor = new Actor(node, name);
    Runnable whole =
        () -> {
          Thread self = Thread.currentThread();
          actor.thread = self;
          awaitBaton(actor);
          actors.put(self, actor);
          try {
            body.run();
          } catch (Throwable e) {
            finished.completeExceptionally(e);
          }
          actors.remove(self);
          if (!finished.isDone()) {
            handOn();
          }
        };
    start(whole);
    runnable.add(actor);
    return actor;
  }

  @SuppressWarnings(
      "resource") // an executor of its own, so that a thread that never runs again is collected
  private static void start(Runnable body) {
    Executors.newThreadPerTaskExecutor(THREADS).execute(body);
  }

  private Actor current() {
    Actor actor = actors.get(Thread.currentThread());
    if (actor == null) {
      throw new IllegalStateException("not a thread of this simulation");
    }
    return actor;
  }

  private static void awaitBaton(Actor actor) {
    while (!actor.baton) {
      parkUninterrupted();
    }
    actor.baton = false;
  }

  private static void give(Actor actor) {
    actor.baton = true;
    Thread thread = actor.thread;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Gives the baton to somebody else; the calling thread goes on when it gets it back, if ever. */
  private void handOn() {
    Actor self = actors.get(Thread.currentThread());
    Actor next = next();
    if (next == null) {
      abandon();
      return;
    }
    switches++;
    if (next == self) {
      return;
    }
    give(next);
    if (self != null) {
      awaitBaton(self);
    }
  }

  private @Nullable Actor next() {
    while (true) {
      List<Actor> ready =
          runnable.stream().filter(actor -> !actor.node.stalledUntil.isAfter(now)).toList();
      if (!ready.isEmpty()) {
        Actor chosen = ready.get(random.nextInt(ready.size()));
        runnable.remove(chosen);
        return chosen;
      }
      String trouble = advance();
      if (trouble != null) {
        finished.completeExceptionally(new AssertionError(trouble + ": " + names()));
        return null;
      }
    }
  }

  /** Moves time on to where somebody can go on; says what is wrong if nobody ever can. */
  private @Nullable String advance() {
    Instant earliest = Instant.MAX;
    for (Actor actor : timed) {
      earliest = min(earliest, actor.deadline);
    }
    for (Actor actor : runnable) {
      earliest = min(earliest, actor.node.stalledUntil);
    }
    if (earliest.equals(Instant.MAX)) {
      return "nobody can go on, and nobody waits for a time";
    }
    now = earliest.isAfter(now) ? earliest : now;
    if (now.isAfter(end)) {
      return "no end after " + Duration.between(START, now) + " of simulated time";
    }
    for (Actor actor : List.copyOf(timed)) {
      if (actor.deadline != null && !actor.deadline.isAfter(now)) {
        wake(actor);
      }
    }
    return null;
  }

  private static Instant min(Instant a, @Nullable Instant b) {
    return b == null || a.isBefore(b) ? a : b;
  }

  private List<String> names() {
    return actors.values().stream().map(actor -> actor.name).sorted().toList();
  }

  private void wake(Actor actor) {
    timed.remove(actor);
    actor.deadline = null;
    actor.parked = false;
    runnable.add(actor);
  }

  private static void abandon() {
    while (true) {
      parkUninterrupted();
    }
  }

  /** An interrupted thread does not park any more, and would keep its carrier busy for ever. */
  private static void parkUninterrupted() {
    LockSupport.park();
    boolean ignored = Thread.interrupted();
  }

  // ---------------------------------------------------------------- what nodes ask for

  void park(@Nullable Instant deadline) {
    Actor self = current();
    if (self.permit) {
      self.permit = false;
      return;
    }
    if (deadline != null && !deadline.isAfter(now)) {
      pass();
      return;
    }
    self.parked = true;
    self.deadline = deadline;
    if (deadline != null) {
      timed.add(self);
    }
    handOn();
    self.permit = false;
  }

  void unpark(Thread thread) {
    Actor actor = actors.get(thread);
    if (actor == null || actor.node.dead) {
      return;
    }
    if (actor.parked) {
      wake(actor);
    } else {
      actor.permit = true;
    }
  }

  /** A place where another thread may come in. */
  void pass() {
    Actor self = current();
    runnable.add(self);
    handOn();
  }

  /** Like {@link #pass}, in one of three cases. */
  void maybePass() {
    SimulatedNode node = current().node;
    if (node.crashIn > 0 && --node.crashIn == 0) {
      crash(node);
    }
    if (random.nextInt(3) == 0) {
      pass();
    }
  }
}
