package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Claim;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack of an execution on this node: the thread of its flow, and the worker that this holds.
 *
 * <p>When a wait has given the lease back the stack is only a cache. The thread stands by; the next
 * claim either hands it the new lease, if nobody else held one in between, or has it dropped. A
 * dropped stack is unwound by its language without running any code of the flow, or its thread is
 * simply forgotten: a parked virtual thread that nobody refers to is collected like any object.
 */
final class Stack {
  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

  private final Activation activation;
  private final Services services;
  private final Parking parking;
  private final boolean unwinds;
  private final Gate gate;
  private final AtomicInteger workers = new AtomicInteger(1);
  private volatile @Nullable Claim resumption;
  private volatile boolean dropped;
  private volatile boolean droppable = true;

  /**
   * Makes the stack of an execution whose thread does not run yet.
   *
   * @param activation the execution
   * @param services what all executions share
   * @param parking where the stack is kept while the execution waits
   * @param unwinds whether its language unwinds dropped stacks
   */
  Stack(Activation activation, Services services, Parking parking, boolean unwinds) {
    this.activation = activation;
    this.services = services;
    this.parking = parking;
    this.unwinds = unwinds;
    this.gate = new Gate(services.environment());
  }

  /** Says which thread runs the flow. */
  void begin(Thread thread) {
    gate.owner(thread);
  }

  // ---------------------------------------------------------------- who is inside

  /** Begins a call of the flow; unwinds if the stack is dropped. */
  void enter() {
    if (!gate.isOwner()) {
      throw new InvalidInputException(
          "calls to the engine can be made by the thread of the flow only");
    }
    gate.enter();
    if (dropped) {
      gate.leave();
      throw new Unwinding.Dropping();
    }
  }

  /** Lets housekeeping in; gives false if a call is under way or the stack is dropped. */
  boolean tryVisit() {
    return !dropped && gate.tryEnter();
  }

  void leave() {
    gate.leave();
  }

  // ---------------------------------------------------------------- standing by

  /** Keeps the stack for the next claim, before the lease is given back. */
  void park() {
    parking.park(activation);
  }

  /** Takes back {@link #park}: the lease was not given back. */
  void unpark() {
    parking.unpark(activation);
  }

  /** Waits, without lease and worker, for the next claim; unwinds if it is dropped instead. */
  Claim standBy() {
    parking.standsBy(activation);
    freeWorker();
    gate.leave();
    while (resumption == null && !dropped) {
      services.environment().park();
    }
    enter();
    Claim claim = requireNonNull(resumption);
    resumption = null;
    return claim;
  }

  /** Goes on under a new lease, on a worker that is reserved for it. */
  void resume(Claim claim) {
    workers.incrementAndGet();
    resumption = claim;
    services.environment().unpark(requireNonNull(gate.owner()));
  }

  /** True if a new lease is there that the thread has not taken yet. */
  boolean isResumed() {
    return resumption != null;
  }

  // ---------------------------------------------------------------- the end of a stack

  boolean isDropped() {
    return dropped;
  }

  /** True if nothing would be left behind if it were dropped. */
  boolean isDroppable() {
    return droppable;
  }

  void droppable(boolean can) {
    droppable = can;
  }

  /** Drops a stack that stands by. */
  void drop() {
    dropped = true;
    Thread waiting = gate.owner();
    if (unwinds && waiting != null) {
      services.environment().unpark(waiting);
    }
  }

  /** Forgets a stack that does not come back from its language. */
  void abandon() {
    dropped = true;
    retired();
  }

  /** Drops a stack while its thread is busy, which is to be stopped. */
  void drop(Throwable reason) {
    dropped = true;
    retire(reason);
  }

  /** Gives back what a stack holds that is left in the middle of the flow. */
  void retire(Throwable reason) {
    LOG.debug("the stack of execution {} is dropped", activation.id(), reason);
    retired();
  }

  /** Gives back the worker: the flow is at its end, or somebody else's. */
  void retired() {
    parking.retired(activation);
    freeWorker();
  }

  /**
   * Drops the stack of the calling thread. Returns if its language unwinds it; else the thread
   * stays here until it is collected.
   */
  void leaveForGood(Throwable reason) {
    drop(reason);
    while (!unwinds) {
      services.environment().park();
    }
  }

  /** Interrupts whatever the flow's own code waits for. */
  void interrupt() {
    Thread script = gate.owner();
    if (script != null) {
      script.interrupt();
    }
  }

  private void freeWorker() {
    if (workers.getAndUpdate(held -> Math.max(held - 1, 0)) > 0) {
      services.host().free(activation.requires());
    }
  }
}
