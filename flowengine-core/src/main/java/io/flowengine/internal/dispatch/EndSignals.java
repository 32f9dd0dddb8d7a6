package io.flowengine.internal.dispatch;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where hosts wait for executions to end. A signal brings the execution as it was committed, or is
 * a hint: then who is woken looks into the store. They look by themselves every now and then too,
 * because another node may have ended the execution.
 */
final class EndSignals {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Environment environment;
  private final Map<ExecutionId, List<Waiter>> waiting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  EndSignals(Environment environment) {
    this.environment = environment;
  }

  private static final class Waiter {
    final Thread thread;
    volatile @Nullable ExecutionRecord ended;

    Waiter(Thread thread) {
      this.thread = thread;
    }
  }

  /**
   * Wakes those who wait for an execution.
   *
   * @param ended the execution as it ended; null if whoever waits has to look
   */
  void signal(ExecutionId execution, @Nullable ExecutionRecord ended) {
    if (waiting.isEmpty()) {
      return;
    }
    for (Waiter waiter : waiting.getOrDefault(execution, List.of())) {
      if (ended != null) {
        waiter.ended = ended;
      }
      environment.unpark(waiter.thread);
    }
  }

  void close() {
    closed = true;
    waiting
        .values()
        .forEach(waiters -> waiters.forEach(waiter -> environment.unpark(waiter.thread)));
  }

  /**
   * Waits until a signal brings the end, or a look finds something.
   *
   * @param execution the execution whose signals matter
   * @param timeout how long at most, on the caller's watch; null for no limit
   * @param first the look that is taken when signals are already heard; may give null if a signal
   *     is sure to come
   * @param look gives what is waited for, or null
   * @return what was found; null if the time is over, the engine is closed, or the thread is
   *     interrupted
   */
  @Nullable ExecutionRecord await(
      ExecutionId execution,
      @Nullable Duration timeout,
      Supplier<@Nullable ExecutionRecord> first,
      Supplier<@Nullable ExecutionRecord> look) {
    if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
      return look.get();
    }
    Waiter self = new Waiter(Thread.currentThread());
    waiting.compute(execution, (id, waiters) -> with(waiters, self));
    try {
      ExecutionRecord found = first.get();
      return found == null ? await(timeout, look, self) : found;
    } finally {
      waiting.computeIfPresent(
          execution, (id, waiters) -> waiters.remove(self) && waiters.isEmpty() ? null : waiters);
    }
  }

  private static List<Waiter> with(@Nullable List<Waiter> waiters, Waiter one) {
    List<Waiter> all = waiters == null ? new CopyOnWriteArrayList<>() : waiters;
    all.add(one);
    return all;
  }

  private @Nullable ExecutionRecord await(
      @Nullable Duration timeout, Supplier<@Nullable ExecutionRecord> look, Waiter self) {
    Watch watch = new Watch(timeout);
    Duration left = watch.left();
    while (true) {
      if (!closed && !self.thread.isInterrupted() && self.ended == null) {
        environment.parkFor(left.compareTo(LOOK) < 0 ? left : LOOK);
      }
      ExecutionRecord ended = self.ended;
      ExecutionRecord found = ended == null ? look.get() : ended;
      left = watch.left();
      if (found != null || closed || self.thread.isInterrupted() || left.isZero()) {
        return found;
      }
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
