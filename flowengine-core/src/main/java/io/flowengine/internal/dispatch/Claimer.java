package io.flowengine.internal.dispatch;

import static java.util.Objects.requireNonNull;

import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.internal.node.Recorded;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.runtime.Activation;
import io.flowengine.internal.runtime.Parking;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings executions that are due together with workers that are free.
 *
 * <p>When no worker is free the execution simply stays due, and the next worker that gets free
 * looks for work. A claim that finds a stack standing by hands it the new lease.
 */
final class Claimer {
  private static final Logger LOG = LoggerFactory.getLogger(Claimer.class);
  private static final int BATCH = 100;

  private final String node;
  private final Environment environment;
  private final Map<String, WorkerPool> pools;
  private final Map<ExecutionId, Activation> active = new ConcurrentHashMap<>();
  private final AtomicInteger claiming = new AtomicInteger();
  private final BooleanSupplier stopping;
  private final Parking parking;
  private @Nullable Services services;

  /**
   * Makes a claimer.
   *
   * @param node the name of the node
   * @param environment time and threads
   * @param pools the workers by language
   * @param stopping tells whether nothing is to be claimed any more
   * @param parking where stacks are kept
   */
  Claimer(
      String node,
      Environment environment,
      Map<String, WorkerPool> pools,
      BooleanSupplier stopping,
      Parking parking) {
    this.node = node;
    this.environment = environment;
    this.pools = pools;
    this.stopping = stopping;
    this.parking = parking;
  }

  void start(Services shared) {
    services = shared;
  }

  /** {@return what runs on this node, live} */
  Map<ExecutionId, Activation> active() {
    return active;
  }

  /** {@return the workers of all languages} */
  Collection<WorkerPool> pools() {
    return pools.values();
  }

  /** {@return the workers of a language; null if there are none} */
  @Nullable WorkerPool named(String language) {
    return pools.get(language);
  }

  private Services services() {
    return requireNonNull(services, "not started");
  }

  private Store store() {
    return services().store();
  }

  WorkerPool pool(String requires) {
    return requireNonNull(pools.get(poolName(requires)), requires);
  }

  /** What an execution requires begins with the name of a pool. */
  private static String poolName(String requires) {
    int colon = requires.indexOf(':');
    return colon < 0 ? requires : requires.substring(0, colon);
  }

  boolean reserve(String requires) {
    WorkerPool pool = stopping.getAsBoolean() ? null : pools.get(poolName(requires));
    return pool != null && pool.capabilities().contains(requires) && pool.reserve();
  }

  void free(String requires) {
    WorkerPool pool = pool(requires);
    pool.free();
    if (pool.hasBacklog()) {
      pump(pool);
    }
  }

  void launch(ExecutionRecord record) {
    run(
        Activation.created(
            services(), parking, record, pool(record.origin().requires()).unwinds()));
  }

  private void run(Activation activation) {
    active.put(activation.id(), activation);
    pool(activation.requires()).run(activation, environment);
  }

  /**
   * Claims what is due, as long as there are workers. Who finds no worker while this holds them
   * leaves a backlog, and it looks again.
   */
  void pump(WorkerPool pool) {
    pump(pool, () -> true);
  }

  private void pump(WorkerPool pool, BooleanSupplier more) {
    boolean goesOn = true;
    while (goesOn && !stopping.getAsBoolean()) {
      pool.clearBacklog();
      int workers = pool.reserve(BATCH);
      if (workers == 0 && pool.reserve()) {
        workers = 1;
      }
      if (workers == 0) {
        return;
      }
      List<Claim> claims = claim(pool, workers, List.of(), Claim.Again.NO);
      goesOn = more.getAsBoolean() && (claims.size() == workers || pool.hasBacklog());
    }
  }

  /** Claims on reserved workers, and gives back those that are not needed. */
  private List<Claim> claim(
      WorkerPool pool, int workers, List<ExecutionId> only, Claim.Again again) {
    int unused = workers;
    try {
      List<Claim> claims =
          store()
              .claim(
                  new Claim.Request(
                      node, environment.instant(), pool.capabilities(), workers, only, again));
      List<Claim> others = new ArrayList<>(claims.size());
      for (Claim claim : claims) {
        announce(claim);
        if (resumes(pool, claim)) {
          unused--;
        } else {
          others.add(claim);
        }
      }
      for (List<Claim> portion : Recorded.portions(others)) {
        Map<ExecutionId, Recorded> journals = Recorded.read(store(), portion);
        for (Claim claim : portion) {
          unused--;
          run(pool, claim, requireNonNull(journals.get(claim.record().id())));
        }
      }
      return claims;
    } finally {
      for (int i = 0; i < unused; i++) {
        pool.free();
      }
    }
  }

  private void announce(Claim claim) {
    ExecutionRecord record = claim.record();
    if (claim.before() != record.status()) {
      services()
          .events()
          .tell(
              record.id(),
              List.of(
                  new StatusChanged(
                      record.id(),
                      record.name(),
                      claim.before(),
                      record.status(),
                      null,
                      environment.instant())));
    }
  }

  /** Hands the lease to the stack that stands by, if it fits. */
  private boolean resumes(WorkerPool pool, Claim claim) {
    ExecutionId id = claim.record().id();
    Activation parked = pool.unpark(id);
    if (parked == null) {
      return false;
    }
    if (!parked.fits(claim)) {
      parked.drop();
      return false;
    }
    active.put(id, parked);
    parked.resume(claim);
    return true;
  }

  /** Runs an execution from its top. One that is broken does not keep others from being run. */
  private void run(WorkerPool pool, Claim claim, Recorded journal) {
    Activation activation;
    try {
      activation = Activation.claimed(services(), parking, claim, journal, pool.unwinds());
    } catch (EngineClosedException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error(
          "execution {} cannot be run: what is stored of it cannot be understood; it is tried"
              + " again. Mend its rows, or end it with operations().forceEnd",
          claim.record().id(),
          e);
      pool.free();
      return;
    }
    run(activation);
  }

  void due(List<ExecutionId> executions) {
    claiming.incrementAndGet();
    try {
      claim(executions, Claim.Again.NO);
    } finally {
      claiming.decrementAndGet();
    }
  }

  /**
   * Claims what nobody else does. While known executions are being claimed it takes no more than
   * once what there are workers for, or both would claim the same ones by turns.
   */
  void takeOver() {
    for (WorkerPool pool : pools.values()) {
      pump(pool, () -> claiming.get() == 0);
    }
  }

  /** Claims some executions, by preference where their stacks stand by. */
  void claim(List<ExecutionId> executions, Claim.Again again) {
    List<ExecutionId> others = new ArrayList<>(executions);
    for (WorkerPool pool : pools.values()) {
      List<ExecutionId> parked = others.stream().filter(pool::isParked).toList();
      if (!parked.isEmpty()) {
        others.removeAll(Set.copyOf(parked));
        claim(pool, parked, again);
      }
    }
    for (WorkerPool pool : pools.values()) {
      if (!others.isEmpty() && !pool.capabilities().isEmpty()) {
        others.removeAll(claim(pool, others, again));
      }
    }
  }

  /**
   * Claims some executions, as many at a time as there are workers, so that many which are woken at
   * once need few transactions. If there are no workers any more, the next one that gets free looks
   * for what is left.
   *
   * @return those that were claimed
   */
  private Set<ExecutionId> claim(WorkerPool pool, List<ExecutionId> executions, Claim.Again again) {
    Set<ExecutionId> claimed = new HashSet<>();
    for (int from = 0; from < executions.size() && !stopping.getAsBoolean(); ) {
      int workers = pool.reserve(Math.min(BATCH, executions.size() - from));
      if (workers == 0 && !pool.reserve()) {
        return claimed;
      }
      int to = from + Math.max(workers, 1);
      List<Claim> claims = claim(pool, to - from, executions.subList(from, to), again);
      claims.forEach(claim -> claimed.add(claim.record().id()));
      if (claims.size() < to - from && pool.hasBacklog()) {
        pump(pool);
      }
      from = to;
    }
    return claimed;
  }
}
