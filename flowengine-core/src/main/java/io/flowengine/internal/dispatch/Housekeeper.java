package io.flowengine.internal.dispatch;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.internal.node.Host;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.AbandonedContent;
import io.flowengine.internal.runtime.Activation;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does every now and then: it renews its lease, looks for what is due and what others
 * have left behind, makes durable what rides for too long, drops stacks that stand by for too long,
 * and gives up what is lost.
 *
 * <p>The lease is renewed by a thread of its own, so that nothing else can keep it waiting.
 */
final class Housekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
  private static final int ARMED = 10_000;
  private static final Duration FAR = Duration.ofDays(36_500);

  private final String node;
  private final NodeSettings settings;
  private final Host host;
  private final Claimer claimer;
  private final Services services;
  private final BooleanSupplier storeIsCalm;
  private final Environment environment;
  private final Queue<ExecutionId> hints = new ConcurrentLinkedQueue<>();
  private Set<ExecutionId> unknown = Set.of();
  private volatile @Nullable Thread housekeeper;
  private volatile @Nullable Thread renewer;

  /**
   * Makes a housekeeper.
   *
   * @param node the name of the node
   * @param settings how often it does what
   * @param host the node
   * @param claimer what runs on the node
   * @param services what all executions share
   * @param storeIsCalm tells whether no call waits for the store at the moment
   */
  Housekeeper(
      String node,
      NodeSettings settings,
      Host host,
      Claimer claimer,
      Services services,
      BooleanSupplier storeIsCalm) {
    this.node = node;
    this.settings = settings;
    this.host = host;
    this.claimer = claimer;
    this.services = services;
    this.storeIsCalm = storeIsCalm;
    this.environment = services.environment();
  }

  /** Begins. The lease of the node must be held. */
  void start() {
    environment.daemon("flowengine-lease", this::keepLease);
    environment.daemon("flowengine-housekeeping", this::keepHouse);
  }

  /** Has the threads see that the node is closed. */
  void wake() {
    wake(housekeeper);
    wake(renewer);
  }

  private void wake(@Nullable Thread waiting) {
    if (waiting != null) {
      environment.unpark(waiting);
    }
  }

  /**
   * Notes that executions are due, to be acted on by a thread of this node, so that whatever
   * happens to the thread that tells of it, this node is not left half way.
   */
  void heard(List<ExecutionId> executions) {
    hints.addAll(executions);
    wake(housekeeper);
  }

  /** Has a thread of a flow come to an end, as far as that is possible. */
  void stop(Activation activation) {
    activation.interrupt();
    for (FlowLanguage language : services.catalog().languages()) {
      if (language.name().equals(activation.requires())) {
        language.stop(activation.id());
      }
    }
  }

  private void keepLease() {
    renewer = Thread.currentThread();
    while (!host.isClosed()) {
      environment.idleUntil(environment.instant().plus(settings.renewal()));
      guarded(this::renew);
    }
  }

  private void guarded(Runnable task) {
    if (host.isClosed()) {
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

  /** Renews the lease of the node. */
  void renew() {
    Instant now = environment.instant();
    host.stirred(services.store().renew(node, now, now.plus(settings.lease())));
  }

  private void keepHouse() {
    housekeeper = Thread.currentThread();
    Instant swept = Instant.MIN;
    Instant tidied = Instant.MIN;
    Instant looked = Instant.MIN;
    while (!host.isClosed()) {
      Instant now = environment.instant();
      if (!swept.plus(settings.sweep()).isAfter(now)) {
        guarded(this::sweep);
        guarded(this::clearAway);
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
    claimer.due(heard);
  }

  private void sweep() {
    if (host.isStopping()) {
      return;
    }
    Instant now = environment.instant();
    List<Store.Due> soon = services.store().due(now.plus(settings.sweep()), ARMED);
    List<Store.Due> next = soon.isEmpty() ? services.store().due(now.plus(FAR), 1) : soon;
    next.forEach(due -> host.arm(due.dueAt(), due.execution()));
  }

  private void clearAway() {
    if (!host.isStopping()) {
      AbandonedContent.remove(services);
    }
  }

  /**
   * Claims what nobody else does. It is looked for as often as leases are renewed, so that the work
   * of a node that died does not lie about for much longer than its lease.
   */
  private void takeOver() {
    if (!host.isStopping()) {
      claimer.takeOver();
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
    Set<ExecutionId> found = new HashSet<>(services.store().held(node));
    found.removeAll(claimer.active().keySet());
    for (ExecutionId id : found) {
      if (unknown.contains(id)) {
        LOG.info(
            "execution {} was claimed by this node without being run; it is claimed again", id);
        claimer.claim(List.of(id), Claim.Again.UNHEARD);
      }
    }
    unknown = found;
  }

  private void tidy() {
    Instant now = environment.instant();
    for (Activation activation : claimer.active().values()) {
      if (!activation.keepHouse(now, settings.flush())) {
        stop(activation);
        if (activation.runsAnew()) {
          claimer.claim(List.of(activation.id()), Claim.Again.ANEW);
        }
      }
    }
    for (WorkerPool pool : claimer.pools()) {
      pool.evict(now.minus(settings.parking())).forEach(Activation::drop);
      if (pool.hasBacklog()) {
        claimer.pump(pool);
      }
    }
    for (FlowLanguage language : services.catalog().languages()) {
      language.lost().forEach(lost -> giveUp(lost, claimer.pool(language.name())));
    }
  }

  private void giveUp(FlowLanguage.Lost lost, WorkerPool pool) {
    ExecutionId id = lost.execution();
    Activation parked = pool.unpark(id);
    if (parked != null) {
      parked.drop();
    }
    Activation activation = claimer.active().get(id);
    if (activation == null || (lost.fault() != null && activation.pauseStuck(lost.fault()))) {
      return;
    }
    LOG.warn("execution {} is lost in its interpreter; it is run anew from its journal", id);
    activation.abandon();
    claimer.claim(List.of(id), Claim.Again.ANEW);
  }
}
