package io.flowengine.internal.element;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Threads for tasks: as many as tasks block at the same time, and hardly more than there are
 * processors for tasks that do not. A thread goes from task to task. Before it takes up one it has
 * another thread started if more wait, so a task that blocks keeps nobody waiting. Once there are
 * many threads tasks do block, and each gets a thread of its own at once.
 */
final class TaskThreads {
  private static final int MANY = 16;

  private final Consumer<Runnable> starter;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean starting = new AtomicBoolean();
  private final AtomicInteger threads = new AtomicInteger();

  /**
   * Makes threads.
   *
   * @param starter starts one
   */
  TaskThreads(Consumer<Runnable> starter) {
    this.starter = starter;
  }

  void execute(Runnable task) {
    if (threads.get() > MANY) {
      starter.accept(() -> workAfter(task));
    } else {
      waiting.add(task);
      another();
    }
  }

  /** One thread at a time is on its way; it finds whatever was added before it arrived. */
  private void another() {
    if (starting.compareAndSet(false, true)) {
      starter.accept(this::arrive);
    }
  }

  private void arrive() {
    starting.set(false);
    threads.incrementAndGet();
    work();
  }

  private void workAfter(Runnable task) {
    threads.incrementAndGet();
    task.run();
    work();
  }

  private void work() {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      if (!waiting.isEmpty()) {
        another();
      }
      task.run();
    }
    threads.decrementAndGet();
  }
}
