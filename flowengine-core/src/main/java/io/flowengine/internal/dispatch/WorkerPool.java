package io.flowengine.internal.dispatch;

import io.flowengine.execution.ExecutionId;
import io.flowengine.internal.runtime.Activation;
import io.flowengine.spi.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one language on this node, and the stacks of its executions that stand by. A
 * worker is a permit to run, not a thread.
 */
public final class WorkerPool {
  private final Set<String> capabilities;
  private final int maxRunning;
  private final int maxParked;
  private final boolean unwinds;
  private final boolean platformThreads;
  private final AtomicInteger running = new AtomicInteger();
  private final Map<ExecutionId, Parked> parked = new LinkedHashMap<>();
  private volatile boolean backlog;
  private boolean closed;

  /** A stack, and since when it stands by; not yet if the instant is null. */
  private record Parked(Activation activation, @Nullable Instant since) {}

  /**
   * Makes a pool.
   *
   * @param capabilities what its workers can run
   * @param maxRunning how many may run at the same time
   * @param maxParked how many stacks may stand by
   * @param unwinds whether its language unwinds dropped stacks
   * @param platformThreads whether its language needs platform threads
   */
  public WorkerPool(
      Set<String> capabilities,
      int maxRunning,
      int maxParked,
      boolean unwinds,
      boolean platformThreads) {
    this.capabilities = Set.copyOf(capabilities);
    this.maxRunning = maxRunning;
    this.maxParked = maxParked;
    this.unwinds = unwinds;
    this.platformThreads = platformThreads;
  }

  /** {@return what its workers can run} */
  public Set<String> capabilities() {
    return capabilities;
  }

  boolean unwinds() {
    return unwinds;
  }

  /** Runs an execution on a thread of the kind that its language needs. */
  void run(Activation activation, Environment environment) {
    if (platformThreads) {
      environment.executeOnPlatformThread(activation::run);
    } else {
      environment.execute(activation::run);
    }
  }

  /** Takes a worker. If none is free, the next one that gets free looks for work. */
  boolean reserve() {
    if (tryReserve()) {
      return true;
    }
    backlog = true;
    return tryReserve();
  }

  private boolean tryReserve() {
    int now = running.get();
    while (now < maxRunning) {
      if (running.compareAndSet(now, now + 1)) {
        return true;
      }
      now = running.get();
    }
    return false;
  }

  /** Takes up to as many workers. */
  int reserve(int most) {
    int taken = 0;
    while (taken < most && tryReserve()) {
      taken++;
    }
    return taken;
  }

  void free() {
    running.decrementAndGet();
  }

  int running() {
    return running.get();
  }

  /** True if there may be work for which no worker was free. */
  boolean hasBacklog() {
    return backlog;
  }

  void clearBacklog() {
    backlog = false;
  }

  // ---------------------------------------------------------------- stacks

  synchronized void park(Activation activation) {
    parked.put(activation.id(), new Parked(activation, null));
  }

  /** Notes that a stack stands by, and takes out those that are too many by now. */
  synchronized List<Activation> standsBy(Activation activation, Instant at) {
    if (closed) {
      return List.of(activation);
    }
    // another stack may have taken its place: claimed, dropped and replayed in the meantime
    parked.computeIfPresent(
        activation.id(),
        (id, now) -> now.activation == activation ? new Parked(activation, at) : now);
    return parked.size() > maxParked ? evict(at, parked.size() - maxParked) : List.of();
  }

  synchronized @Nullable Activation unpark(ExecutionId id) {
    Parked found = parked.remove(id);
    return found == null ? null : found.activation;
  }

  /** Takes a stack out, unless another one of the same execution has taken its place. */
  synchronized void unpark(Activation activation) {
    parked.computeIfPresent(
        activation.id(), (id, now) -> now.activation == activation ? null : now);
  }

  /** Takes out all stacks, and from now on each one that would stand by. */
  synchronized List<Activation> close() {
    closed = true;
    List<Activation> all = parked.values().stream().map(Parked::activation).toList();
    parked.clear();
    return all;
  }

  synchronized boolean isParked(ExecutionId id) {
    return parked.containsKey(id);
  }

  /** Takes out the stacks that have stood by since an instant or longer. */
  synchronized List<Activation> evict(Instant since) {
    return evict(since, Integer.MAX_VALUE);
  }

  private List<Activation> evict(Instant since, int most) {
    List<Activation> evicted = new ArrayList<>();
    for (Iterator<Parked> all = parked.values().iterator();
        all.hasNext() && evicted.size() < most; ) {
      Parked next = all.next();
      boolean old = next.since != null && !next.since.isAfter(since);
      if (old && next.activation.isDroppable()) {
        all.remove();
        evicted.add(next.activation);
      }
    }
    return evicted;
  }

  synchronized int parked() {
    return parked.size();
  }
}
