package io.flowengine.internal.runtime;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.internal.node.Services;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after an execution that may not make a call for long: its own code works, or it runs a
 * program that is steered from outside. Does nothing while a call is under way.
 */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final Services services;
  private final Activation activation;
  private final Stack stack;
  private final FlowRun run;
  private final Ledger ledger;
  private final Interrupts interrupts;
  private volatile @Nullable Runnable whenCancelled;
  private volatile @Nullable Runnable whenPaused;
  private volatile boolean runsAnew;

  Upkeep(
      Services services,
      Activation activation,
      Stack stack,
      FlowRun run,
      Ledger ledger,
      Interrupts interrupts) {
    this.services = services;
    this.activation = activation;
    this.stack = stack;
    this.run = run;
    this.ledger = ledger;
    this.interrupts = interrupts;
  }

  /** Has something done, once, when the execution is cancelled. */
  void whenCancelled(Runnable action) {
    whenCancelled = action;
  }

  /** Has something done when the execution is to pause or the engine stops; may be repeated. */
  void whenPaused(Runnable action) {
    whenPaused = action;
  }

  /** True if the stack was left in the middle of a step and this node is to claim it again. */
  boolean runsAnew() {
    return runsAnew;
  }

  /**
   * Makes durable what has been riding for too long, and ends by force what was cancelled and does
   * not come to an end.
   *
   * @param now the engine's time
   * @param longest how long something may ride
   * @return false if the thread of the flow is to be stopped
   */
  boolean keepHouse(Instant now, Duration longest) {
    if (!stack.tryVisit()) {
      return true;
    }
    try {
      if (!stack.isResumed()) {
        look(now, longest);
      }
      return true;
    } catch (InvalidInputException e) {
      LOG.debug(
          "execution {} has what the store does not take; its next call says so",
          activation.id(),
          e);
      return true;
    } catch (Unwinding.Dropping | EngineClosedException e) {
      stack.drop(e);
      return false;
    } finally {
      stack.leave();
    }
  }

  private void look(Instant now, Duration longest) {
    activation.takeNews();
    if (run.end().isOverdue(now)) {
      throw activation.endByForce();
    }
    if (run.ownCode().expire(now)) {
      throw leaveStep();
    }
    interruptWork();
    Instant since = ledger.ridingSince();
    if (since != null && !since.plus(longest).isAfter(now)) {
      ledger.flush();
    }
  }

  /**
   * Leaves the stack of a body whose time is over. What is recorded of it is durable then, and
   * whoever runs the execution anew finds in the journal that the step has failed.
   */
  private Unwinding.Dropping leaveStep() {
    ledger.flush();
    runsAnew = true;
    return new Unwinding.Dropping();
  }

  /** Tells a program that works without making calls that it is to come to an end, or to rest. */
  private void interruptWork() {
    Runnable action = whenCancelled;
    if (action != null && interrupts.cancel() != null) {
      whenCancelled = null;
      run.end().announceTimeout();
      services.environment().execute(action);
    }
    Runnable rest = whenPaused;
    if (rest != null && (interrupts.pause() || services.host().isStopping())) {
      services.environment().execute(rest);
    }
  }
}
