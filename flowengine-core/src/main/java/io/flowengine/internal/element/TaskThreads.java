package io.flowengine.internal.element;

import io.flowengine.spi.Environment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads for tasks: as many as tasks block at the same time, and hardly more than there are
 * processors for tasks that do not. A thread goes from task to task. Before it takes up one it has
 * another thread started if more wait, so a task that blocks keeps nobody waiting.
 */
final class TaskThreads {
  private final Environment environment;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean starting = new AtomicBoolean();

  TaskThreads(Environment environment) {
    this.environment = environment;
  }

  void execute(Runnable task) {
    waiting.add(task);
    another();
  }

  /** One thread at a time is on its way; it finds whatever was added before it arrived. */
  private void another() {
    if (starting.compareAndSet(false, true)) {
      environment.execute(this::work);
    }
  }

  private void work() {
    starting.set(false);
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      if (!waiting.isEmpty()) {
        another();
      }
      task.run();
    }
  }
}
