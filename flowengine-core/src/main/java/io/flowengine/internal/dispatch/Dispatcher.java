package io.flowengine.internal.dispatch;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.internal.node.Host;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.runtime.Activation;
import io.flowengine.internal.runtime.Parking;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Scheduler;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs on one node.
 *
 * <p>It learns of due executions from commits of its own, from hints of the store about other
 * nodes, and from the scheduler. None of these is the truth: every now and then its {@link
 * Housekeeper} looks into the store. What is due its {@link Claimer} brings together with workers.
 */
public final class Dispatcher implements Host, Parking {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final String node;
  private final Environment environment;
  private final Scheduler scheduler;
  private final NodeSettings settings;
  private final EndSignals signals;
  private final Claimer claimer;
  private final Map<ExecutionId, Activation> active;
  private @Nullable Services services;
  private @Nullable Housekeeper housekeeper;
  private @Nullable Runnable unsubscribe;
  private volatile @Nullable Thread closer;
  private final AtomicInteger developers = new AtomicInteger();
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
    this.settings = settings;
    this.signals = new EndSignals(environment);
    this.claimer = new Claimer(node, environment, Map.copyOf(pools), () -> stopping, this);
    this.active = claimer.active();
  }

  /**
   * Begins to work.
   *
   * @param shared what all executions share
   * @param calm tells whether no call waits for the store at the moment
   */
  public void start(Services shared, BooleanSupplier calm) {
    services = shared;
    claimer.start(shared);
    Housekeeper keeper = new Housekeeper(node, settings, this, claimer, shared, calm);
    housekeeper = keeper;
    keeper.renew();
    unsubscribe = shared.store().subscribe(node, new Hints(keeper));
    scheduler.start(environment, new DueCalls(this::due));
    keeper.start();
  }

  private Services services() {
    return requireNonNull(services, "not started");
  }

  private Housekeeper housekeeper() {
    return requireNonNull(housekeeper, "not started");
  }

  // ---------------------------------------------------------------- workers

  @Override
  public boolean reserve(String requires) {
    return claimer.reserve(requires);
  }

  @Override
  public void free(String requires) {
    claimer.free(requires);
  }

  @Override
  public void launch(ExecutionRecord record) {
    claimer.launch(record);
  }

  @Override
  public void due(List<ExecutionId> executions) {
    claimer.due(executions);
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
    claimer.pool(activation.requires()).park(activation);
    active.remove(activation.id(), activation);
  }

  @Override
  public void unpark(Activation activation) {
    active.putIfAbsent(activation.id(), activation);
    claimer.pool(activation.requires()).unpark(activation);
  }

  @Override
  public void standsBy(Activation activation) {
    claimer
        .pool(activation.requires())
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
  public boolean hasDeveloper() {
    return developers.get() > 0;
  }

  /**
   * Notes that a development session was opened or closed.
   *
   * @param change 1 or -1
   */
  public void developers(int change) {
    developers.addAndGet(change);
  }

  @Override
  public @Nullable IntConsumer linesTo() {
    return null;
  }

  @Override
  public boolean isStopping() {
    return stopping;
  }

  @Override
  public void expel(ExecutionId execution) {
    for (WorkerPool pool : claimer.pools()) {
      Activation parked = pool.unpark(execution);
      if (parked != null) {
        parked.drop();
      }
    }
    Activation running = active.get(execution);
    if (running != null) {
      running.abandon();
      housekeeper().stop(running);
    }
  }

  /** What the store tells about other nodes, on their threads. */
  private final class Hints implements Store.Listener {
    private final Housekeeper keeper;

    private Hints(Housekeeper keeper) {
      this.keeper = keeper;
    }

    @Override
    public void due(List<ExecutionId> executions) {
      keeper.heard(executions);
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
    claimer.pools().forEach(pool -> pool.close().forEach(Activation::drop));
    scheduler.close();
    Runnable subscription = unsubscribe;
    if (subscription != null) {
      subscription.run();
    }
    try {
      services().store().leave(node);
    } catch (FlowEngineException e) {
      LOG.warn("the store does not answer; the lease of this node runs out by itself", e);
    }
    closed = true;
    housekeeper().wake();
    signals.close();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** {@return how many executions run on this node, for the language of a pool} */
  public int running(String language) {
    WorkerPool pool = claimer.named(language);
    return pool == null ? 0 : pool.running();
  }

  /** {@return how many stacks stand by on this node, for the language of a pool} */
  public int parked(String language) {
    WorkerPool pool = claimer.named(language);
    return pool == null ? 0 : pool.parked();
  }
}
