package io.flowengine.jdbc.internal.session;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** The threads of a store, and the only place where they block. */
public final class StoreThreads {
  private StoreThreads() {}

  /** Starts a thread that does not keep the JVM alive. */
  public static Thread start(String name, Runnable body) {
    return Thread.ofPlatform().daemon().name(name).start(body);
  }

  /** Waits until a thread has ended. An interruption is kept for later. */
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the next element of a queue. Nobody interrupts the threads of a store. */
  public static <T> T take(BlockingQueue<T> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a thread of the store was interrupted", e);
    }
  }

  /** Does nothing for a while, or until the thread is told to go on. */
  public static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  /** Lets a thread that pauses go on. */
  public static void wake(Thread thread) {
    LockSupport.unpark(thread);
  }
}
