package io.flowengine.internal.dispatch;

import static java.util.Objects.requireNonNull;

import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.internal.runtime.Activation;
import io.flowengine.internal.runtime.Host;
import io.flowengine.internal.runtime.Recorded;
import io.flowengine.internal.runtime.Services;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.Scheduler;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings executions that are due together with workers that are free.
 *
 * <p>It learns of due executions from commits of its own, from hints of the store about other
 * nodes, and from the scheduler. None of these is the truth: every now and then it sweeps the
 * store's due index. When no worker is free the execution simply stays due, and the next worker
 * that gets free looks for work. A claim that finds a stack standing by hands it the new lease.
 */
public final class Dispatcher implements Host {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int BATCH = 100;
  private static final int ARMED = 10_000;
  private static final Duration FAR = Duration.ofDays(36_500);

  private final String node;
  private final Environment environment;
  private final Scheduler scheduler;
  private final Map<String, WorkerPool> pools;
  private final NodeSettings settings;
  private final EndSignals signals;
  private final Map<ExecutionId, Activation> active = new ConcurrentHashMap<>();
  private @Nullable Services services;
  private @Nullable Runnable unsubscribe;
  private final Queue<ExecutionId> hints = new ConcurrentLinkedQueue<>();
  private Set<ExecutionId> unknown = Set.of();
  private BooleanSupplier storeIsCalm = () -> true;
  private volatile @Nullable Thread housekeeper;
  private volatile @Nullable Thread renewer;
  private volatile @Nullable Thread closer;
  private volatile boolean stopping;
  private volatile boolean closed;

  /**
   * Makes a dispatcher.
   *
   * @param node the name of the node
   * @param environment time and threads
   * @param scheduler the trigger
   * @param pools the workers by language
   * @param settings the numbers
   */
  public Dispatcher(
      String node,
      Environment environment,
      Scheduler scheduler,
      Map<String, WorkerPool> pools,
      NodeSettings settings) {
    this.node = node;
    this.environment = environment;
    this.scheduler = scheduler;
    this.pools = Map.copyOf(pools);
    this.settings = settings;
    this.signals = new EndSignals(environment);
  }

  /**
   * Begins to work.
   *
   * @param shared what all executions share
   * @param calm tells whether no call waits for the store at the moment
   */
  public void start(Services shared, BooleanSupplier calm) {
    services = shared;
    storeIsCalm = calm;
    renew();
    unsubscribe = shared.store().subscribe(node, new Hints());
    scheduler.start(environment, execution -> due(List.of(execution)));
    environment.daemon("flowengine-lease", this::keepLease);
    environment.daemon("flowengine-housekeeping", this::keepHouse);
  }

  private Services services() {
    return requireNonNull(services, "not started");
  }

  private Store store() {
    return services().store();
  }

  // ---------------------------------------------------------------- workers

  private WorkerPool pool(String requires) {
    return requireNonNull(pools.get(poolName(requires)), requires);
  }

  /** What an execution requires begins with the name of a pool. */
  private static String poolName(String requires) {
    int colon = requires.indexOf(':');
    return colon < 0 ? requires : requires.substring(0, colon);
  }

  @Override
  public boolean reserve(String requires) {
    WorkerPool pool = stopping ? null : pools.get(poolName(requires));
    return pool != null && pool.capabilities().contains(requires) && pool.reserve();
  }

  @Override
  public void free(String requires) {
    WorkerPool pool = pool(requires);
    pool.free();
    if (pool.hasBacklog()) {
      pump(pool);
    }
  }

  @Override
  public void launch(ExecutionRecord record) {
    run(Activation.created(services(), record, pool(record.origin().requires()).unwinds()));
  }

  private void run(Activation activation) {
    active.put(activation.id(), activation);
    pool(activation.requires()).run(activation, environment);
  }

  /**
   * Claims what is due, as long as there are workers. Who finds no worker while this holds them
   * leaves a backlog, and it looks again.
   */
  private void pump(WorkerPool pool) {
    while (!stopping) {
      pool.clearBacklog();
      int workers = pool.reserve(BATCH);
      if (workers == 0 && pool.reserve()) {
        workers = 1;
      }
      if (workers == 0) {
        return;
      }
      List<Claim> claims = claim(pool, workers, List.of(), false);
      if (claims.size() < workers && !pool.hasBacklog()) {
        return;
      }
    }
  }

  /** Claims on reserved workers, and gives back those that are not needed. */
  private List<Claim> claim(WorkerPool pool, int workers, List<ExecutionId> only, boolean again) {
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
      activation = Activation.claimed(services(), claim, journal, pool.unwinds());
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

  @Override
  public void due(List<ExecutionId> executions) {
    claim(executions, false);
  }

  /** Claims some executions, by preference where their stacks stand by. */
  private void claim(List<ExecutionId> executions, boolean again) {
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
  private Set<ExecutionId> claim(WorkerPool pool, List<ExecutionId> executions, boolean again) {
    Set<ExecutionId> claimed = new HashSet<>();
    for (int from = 0; from < executions.size() && !stopping; ) {
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

  @Override
  public void stirred(List<ExecutionId> executions) {
    for (ExecutionId id : executions) {
      Activation activation = active.get(id);
      if (activation != null) {
        activation.stir();
      }
    }
  }

  @Override
  public void settled(ExecutionRecord record) {
    Activation activation = active.get(record.id());
    if (activation != null) {
      activation.settled();
    }
    signals.signal(record.id(), record.status().isEnded() ? record : null);
  }

  /**
   * Waits until an execution has ended. Nothing is read from the store for one that runs and ends
   * on this node.
   *
   * @param execution the execution
   * @param timeout how long at most, on the caller's watch; null for no limit
   * @param look reads the execution and gives it if it is what is waited for, or null
   * @return the execution; null if the time is over, the engine is closed, or the thread is
   *     interrupted
   */
  public @Nullable ExecutionRecord await(
      ExecutionId execution, @Nullable Duration timeout, Supplier<@Nullable ExecutionRecord> look) {
    Supplier<@Nullable ExecutionRecord> first =
        () -> {
          Activation activation = active.get(execution);
          return activation == null || activation.isSettled() ? look.get() : null;
        };
    return signals.await(execution, timeout, first, look);
  }

  // ---------------------------------------------------------------- stacks

  @Override
  public void park(Activation activation) {
    pool(activation.requires()).park(activation);
    active.remove(activation.id(), activation);
  }

  @Override
  public void unpark(Activation activation) {
    active.putIfAbsent(activation.id(), activation);
    pool(activation.requires()).unpark(activation);
  }

  @Override
  public void standsBy(Activation activation) {
    pool(activation.requires())
        .standsBy(activation, environment.instant())
        .forEach(Activation::drop);
  }

  @Override
  public void retired(Activation activation) {
    active.remove(activation.id(), activation);
    if (active.isEmpty()) {
      wake(closer);
    }
  }

  private void wake(@Nullable Thread waiting) {
    if (waiting != null) {
      environment.unpark(waiting);
    }
  }

  @Override
  public void arm(Instant at, ExecutionId execution) {
    if (!stopping) {
      scheduler.arm(at, execution);
    }
  }

  @Override
  public boolean isStopping() {
    return stopping;
  }

  /**
   * What the store tells about other nodes, on their threads. It is acted on by a thread of this
   * node, so that whatever happens to the other one in the middle of it, this one is not left half
   * way.
   */
  private final class Hints implements Store.Listener {
    @Override
    public void due(List<ExecutionId> executions) {
      hints.addAll(executions);
      wake(housekeeper);
    }

    @Override
    public void stirred(List<ExecutionId> executions) {
      Dispatcher.this.stirred(executions);
    }

    @Override
    public void ended(ExecutionId execution) {
      signals.signal(execution, null);
    }
  }

  // ---------------------------------------------------------------- every now and then

  private void keepLease() {
    renewer = Thread.currentThread();
    while (!closed) {
      environment.idleUntil(environment.instant().plus(settings.renewal()));
      guarded(this::renew);
    }
  }

  private void guarded(Runnable task) {
    if (closed) {
      return;
    }
    try {
      task.run();
    } catch (EngineClosedException e) {
      LOG.debug("closed meanwhile", e);
    } catch (FlowEngineException e) {
      LOG.warn("the store does not answer; trying again soon", e);
    } catch (RuntimeException e) {
      LOG.error("housekeeping failed; trying again soon", e);
    }
  }

  private void renew() {
    Instant now = environment.instant();
    stirred(store().renew(node, now, now.plus(settings.lease())));
  }

  private void keepHouse() {
    housekeeper = Thread.currentThread();
    Instant swept = Instant.MIN;
    Instant tidied = Instant.MIN;
    Instant looked = Instant.MIN;
    while (!closed) {
      Instant now = environment.instant();
      if (!swept.plus(settings.sweep()).isAfter(now)) {
        guarded(this::sweep);
        swept = now;
      }
      if (!looked.plus(settings.renewal()).isAfter(now)) {
        guarded(this::takeOver);
        looked = now;
      }
      if (!tidied.plus(settings.flush()).isAfter(now)) {
        guarded(this::tidy);
        tidied = now;
      }
      guarded(this::follow);
      environment.idleUntil(tidied.plus(settings.flush()));
    }
  }

  private void follow() {
    List<ExecutionId> heard = new ArrayList<>();
    for (ExecutionId id = hints.poll(); id != null; id = hints.poll()) {
      heard.add(id);
    }
    due(heard);
  }

  private void sweep() {
    if (stopping) {
      return;
    }
    Instant now = environment.instant();
    List<Store.Due> soon = store().due(now.plus(settings.sweep()), ARMED);
    List<Store.Due> next = soon.isEmpty() ? store().due(now.plus(FAR), 1) : soon;
    next.forEach(due -> arm(due.dueAt(), due.execution()));
  }

  /**
   * Claims what nobody else does. It is looked for as often as leases are renewed, so that the work
   * of a node that died does not lie about for much longer than its lease.
   */
  private void takeOver() {
    if (!stopping) {
      pools.values().forEach(this::pump);
      recover();
    }
  }

  /**
   * Claims again what this node holds without knowing of it, because the answer to a claim was
   * lost. What is on its way at the moment looks the same, so only what is found twice counts, and
   * nothing does while a call waits to be repeated: it may be the one that made the claim.
   */
  private void recover() {
    if (!storeIsCalm.getAsBoolean()) {
      unknown = Set.of();
      return;
    }
    Set<ExecutionId> found = new HashSet<>(store().held(node));
    found.removeAll(active.keySet());
    for (ExecutionId id : found) {
      if (unknown.contains(id)) {
        LOG.info(
            "execution {} was claimed by this node without being run; it is claimed again", id);
        claim(List.of(id), true);
      }
    }
    unknown = found;
  }

  private void tidy() {
    Instant now = environment.instant();
    for (Activation activation : active.values()) {
      if (!activation.keepHouse(now, settings.flush())) {
        stop(activation);
        if (activation.runsAnew()) {
          claim(List.of(activation.id()), true);
        }
      }
    }
    for (WorkerPool pool : pools.values()) {
      pool.evict(now.minus(settings.parking())).forEach(Activation::drop);
      if (pool.hasBacklog()) {
        pump(pool);
      }
    }
    for (FlowLanguage language : services().catalog().languages()) {
      language.lost().forEach(lost -> giveUp(lost, pool(language.name())));
    }
  }

  private void giveUp(FlowLanguage.Lost lost, WorkerPool pool) {
    ExecutionId id = lost.execution();
    Activation parked = pool.unpark(id);
    if (parked != null) {
      parked.drop();
    }
    Activation activation = active.get(id);
    if (activation == null || (lost.fault() != null && activation.pauseStuck(lost.fault()))) {
      return;
    }
    LOG.warn("execution {} is lost in its interpreter; it is run anew from its journal", id);
    activation.abandon();
    claim(List.of(id), true);
  }

  @Override
  public void expel(ExecutionId execution) {
    for (WorkerPool pool : pools.values()) {
      Activation parked = pool.unpark(execution);
      if (parked != null) {
        parked.drop();
      }
    }
    Activation running = active.get(execution);
    if (running != null) {
      running.abandon();
      stop(running);
    }
  }

  private void stop(Activation activation) {
    activation.interrupt();
    for (FlowLanguage language : services().catalog().languages()) {
      if (language.name().equals(activation.requires())) {
        language.stop(activation.id());
      }
    }
  }

  // ---------------------------------------------------------------- the end

  /**
   * Stops: executions give up at their next call, step bodies may finish, then everything is
   * abandoned to whoever claims it next. Repeating it does nothing.
   *
   * @param patience how long to wait for step bodies
   */
  public void close(Duration patience) {
    if (closed) {
      return;
    }
    stopping = true;
    closer = Thread.currentThread();
    Instant deadline = environment.instant().plus(patience);
    while (!active.isEmpty() && environment.instant().isBefore(deadline)) {
      environment.parkUntil(deadline);
    }
    if (!active.isEmpty()) {
      LOG.warn(
          "{} execution(s) did not come to a call within {}; whoever claims them next goes on with them",
          active.size(),
          patience);
    }
    pools.values().forEach(pool -> pool.close().forEach(Activation::drop));
    scheduler.close();
    Runnable subscription = unsubscribe;
    if (subscription != null) {
      subscription.run();
    }
    try {
      store().leave(node);
    } catch (FlowEngineException e) {
      LOG.warn("the store does not answer; the lease of this node runs out by itself", e);
    }
    closed = true;
    wake(housekeeper);
    wake(renewer);
    signals.close();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** {@return how many executions run on this node, for the language of a pool} */
  public int running(String language) {
    WorkerPool pool = pools.get(language);
    return pool == null ? 0 : pool.running();
  }

  /** {@return how many stacks stand by on this node, for the language of a pool} */
  public int parked(String language) {
    WorkerPool pool = pools.get(language);
    return pool == null ? 0 : pool.parked();
  }
}
