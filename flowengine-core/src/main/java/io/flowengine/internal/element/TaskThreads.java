package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.Environment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads for tasks: as many as tasks block at the same time, and hardly more than there are
 * processors for tasks that do not. A thread goes from task to task. Before it takes up one it has
 * another thread called if more wait, so a task that blocks keeps nobody waiting. Once many threads
 * are busy tasks do block, and each gets a thread of its own at once.
 *
 * <p>A thread that many others are busy beside rests when it has nothing to do, because making one
 * costs more than waking one; what rests is let go by and by, and all of it at the end.
 */
final class TaskThreads {
  private static final int MANY = 16;

  private final Environment environment;
  private final Executor starter;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Queue<Worker> resting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean calling = new AtomicBoolean();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger rested = new AtomicInteger();
  private volatile boolean closed;

  /** How many have rested all the time since some were let go. Belongs to the thread of the run. */
  private int unneeded;

  /**
   * Makes threads.
   *
   * @param environment parks and wakes them
   * @param starter starts one
   */
  TaskThreads(Environment environment, Executor starter) {
    this.environment = environment;
    this.starter = starter;
  }

  /** Has a task run. Called by the thread of the run. */
  void execute(Runnable task) {
    if (busy.get() > MANY) {
      give(task);
    } else {
      waiting.add(task);
      callAnother();
    }
  }

  /** Lets those go that nothing was found for since it was called last. */
  void trim() {
    int few = Math.min(unneeded, rested.get());
    for (int i = 0; i < few; i++) {
      letOneGo();
    }
    unneeded = rested.get();
  }

  /** True if some rest. */
  boolean haveIdle() {
    return rested.get() > 0;
  }

  /** Lets all go; each wakes the next, so that this takes no time. */
  void close() {
    closed = true;
    letOneGo();
  }

  /** One thread at a time is on its way; it finds whatever was added before it arrived. */
  private void callAnother() {
    if (calling.compareAndSet(false, true)) {
      give(() -> calling.set(false));
    }
  }

  private void give(Runnable task) {
    Worker rests = resting();
    if (rests == null) {
      starter.execute(new Worker(task));
    } else {
      rests.wake(task);
    }
  }

  private @Nullable Worker resting() {
    Worker rests = resting.poll();
    if (rests != null) {
      unneeded = Math.min(unneeded, rested.decrementAndGet());
    }
    return rests;
  }

  private void letOneGo() {
    Worker rests = resting.poll();
    if (rests != null) {
      rested.decrementAndGet();
      rests.wake(null);
    }
  }

  /** What one thread does. */
  private final class Worker implements Runnable {
    private @Nullable Runnable task;
    private @Nullable Thread thread;
    private volatile boolean rests;

    Worker(Runnable first) {
      task = first;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      for (Runnable given = task; given != null; given = next()) {
        busy.incrementAndGet();
        given.run();
        work();
      }
      if (closed) {
        letOneGo();
      }
    }

    private void work() {
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        if (!waiting.isEmpty()) {
          callAnother();
        }
        next.run();
      }
    }

    /** What it is given next; null if it is to end. */
    private @Nullable Runnable next() {
      if (busy.decrementAndGet() < MANY || closed) {
        return null;
      }
      rests = true;
      rested.incrementAndGet();
      resting.add(this);
      if (closed) {
        letOneGo(); // it may have been added after the last was let go
      }
      while (rests) {
        environment.park();
      }
      return task;
    }

    /**
     * Ends its rest.
     *
     * @param next what it is to run; null to have it end
     */
    void wake(@Nullable Runnable next) {
      task = next;
      rests = false;
      environment.unpark(requireNonNull(thread));
    }
  }
}
