package io.flowengine.internal.dispatch;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where hosts wait for executions to end. A signal is a hint: who is woken looks into the store,
 * and looks by itself every now and then, because another node may have ended the execution.
 */
public final class EndSignals {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Environment environment;
  private final Map<ExecutionId, List<Thread>> waiting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  EndSignals(Environment environment) {
    this.environment = environment;
  }

  void signal(ExecutionId execution) {
    if (waiting.isEmpty()) {
      return;
    }
    List<Thread> threads = waiting.get(execution);
    if (threads != null) {
      threads.forEach(environment::unpark);
    }
  }

  void close() {
    closed = true;
    waiting.values().forEach(threads -> threads.forEach(environment::unpark));
  }

  /**
   * Waits until a look finds something.
   *
   * @param execution the execution whose signals matter
   * @param timeout how long at most, on the caller's watch; null for no limit
   * @param look gives what is waited for, or null
   * @param <T> the type of what is waited for
   * @return what was found; null if the time is over, the engine is closed, or the thread is
   *     interrupted
   */
  public <T> @Nullable T await(
      ExecutionId execution, @Nullable Duration timeout, Supplier<@Nullable T> look) {
    T found = look.get();
    if (found != null || (timeout != null && (timeout.isZero() || timeout.isNegative()))) {
      return found;
    }
    Thread self = Thread.currentThread();
    waiting.computeIfAbsent(execution, id -> new CopyOnWriteArrayList<>()).add(self);
    try {
      return await(timeout, look, self);
    } finally {
      waiting.computeIfPresent(
          execution, (id, threads) -> threads.remove(self) && threads.isEmpty() ? null : threads);
    }
  }

  private <T> @Nullable T await(
      @Nullable Duration timeout, Supplier<@Nullable T> look, Thread self) {
    Watch watch = new Watch(timeout);
    while (true) {
      T found = look.get();
      Duration left = watch.left();
      if (found != null || closed || self.isInterrupted() || left.isZero()) {
        return found;
      }
      environment.parkFor(left.compareTo(LOOK) < 0 ? left : LOOK);
    }
  }

  /** The patience of a caller, on the watch of the environment. */
  private final class Watch {
    private final @Nullable Duration patience;
    private final long started = environment.elapsedNanos();

    Watch(@Nullable Duration patience) {
      this.patience = patience;
    }

    Duration left() {
      if (patience == null) {
        return LOOK;
      }
      Duration left = patience.minusNanos(environment.elapsedNanos() - started);
      return left.isNegative() ? Duration.ZERO : left;
    }
  }
}
