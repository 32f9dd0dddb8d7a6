package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.journal.Divergence;
import io.flowengine.internal.journal.Journal;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Recorded;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Claim;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.ScriptFailedException;
import io.flowengine.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution on this node: its stack, its lease, its beginning and its end.
 *
 * <p>When a wait has given the lease back the stack is only a cache. The thread stands by; the next
 * claim either hands it the new lease, if nobody else held one in between, or has it dropped. A
 * dropped stack is unwound by its language without running any code of the flow, or its thread is
 * simply forgotten: a parked virtual thread that nobody refers to is collected like any object.
 *
 * <p>Whatever happens to the stack, the store knows everything that was committed, and the next
 * claim replays it.
 */
public final class Activation {
  private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

  private final Services services;
  private final Parking parking;
  private final String requires;
  private final boolean unwinds;
  private final Conclusion conclusion;
  private final Admission admission;
  private final Gate gate;
  private final Ledger ledger;
  private final Journal journal;
  private final @Nullable String fault;
  private final Interrupts interrupts = new Interrupts();
  private final FlowRun run;
  private final AtomicInteger workers = new AtomicInteger(1);
  private volatile @Nullable Claim resumption;
  private volatile boolean news;
  private volatile boolean dropped;
  private volatile boolean droppable = true;
  private volatile boolean settled;
  private volatile @Nullable Runnable whenCancelled;
  private volatile @Nullable Runnable whenPaused;
  private volatile boolean runsAnew;

  private Activation(
      Services services,
      Parking parking,
      Ledger ledger,
      Journal journal,
      @Nullable String fault,
      int attempts,
      boolean unwinds) {
    this.services = services;
    this.parking = parking;
    this.ledger = ledger;
    this.journal = journal;
    this.fault = fault;
    this.unwinds = unwinds;
    this.requires = ledger.record().origin().requires();
    this.gate = new Gate(services.environment());
    this.run = new FlowRun(this, services, ledger, journal, interrupts);
    this.conclusion = new Conclusion(services, ledger, journal, run);
    this.admission = new Admission(services, ledger, interrupts, run, conclusion, attempts);
  }

  /**
   * Takes up an execution that this node has just created with its lease.
   *
   * @param services what all executions share
   * @param parking where its stack is kept while it waits
   * @param record the execution
   * @param unwinds whether its language unwinds dropped stacks
   * @return the execution, to be run
   */
  public static Activation created(
      Services services, Parking parking, ExecutionRecord record, boolean unwinds) {
    Journal journal = new Journal(List.of());
    return new Activation(
        services, parking, new Ledger(services, record, 1), journal, null, 1, unwinds);
  }

  /**
   * Takes up an execution that this node has claimed, without a stack.
   *
   * @param services what all executions share
   * @param parking where its stack is kept while it waits
   * @param claim the claim
   * @param recorded its journal
   * @param unwinds whether its language unwinds dropped stacks
   * @return the execution, to be run
   */
  public static Activation claimed(
      Services services, Parking parking, Claim claim, Recorded recorded, boolean unwinds) {
    String fault = recorded.fault();
    Journal journal =
        fault == null ? new Journal(recorded.entries()) : Journal.unreadable(claim.journalLength());
    Ledger ledger = new Ledger(services, claim.record(), claim.epoch());
    Activation activation =
        new Activation(services, parking, ledger, journal, fault, claim.attempts(), unwinds);
    activation.interrupts.take(claim.inbox(), ledger);
    return activation;
  }

  // ---------------------------------------------------------------- as the dispatcher sees it

  /** {@return the execution} */
  public ExecutionId id() {
    return ledger.record().id();
  }

  /** {@return what a node must be able to do to run it} */
  public String requires() {
    return requires;
  }

  /**
   * Runs the flow from its top until it ends, is paused without a stack, or its stack is dropped.
   * Throws nothing.
   */
  public void run() {
    gate.owner(Thread.currentThread());
    try {
      begin();
      Connection connection = new Connection(this, run, services.environment());
      Value result = services.catalog().program(ledger.record()).run(connection);
      end(() -> conclusion.returned(result));
    } catch (Unwinding.Dropping | EngineClosedException e) {
      retire(e);
    } catch (ScriptFailedException e) {
      failOrRetire(e);
    } catch (Throwable e) {
      LOG.error("execution {} failed inside the engine", id(), e);
      failOrRetire(new ScriptFailedException("InternalError", e.toString(), "", List.of(), null));
    }
  }

  private void failOrRetire(ScriptFailedException e) {
    try {
      end(() -> conclusion.failed(e));
    } catch (Unwinding.Dropping | EngineClosedException unwinding) {
      retire(unwinding);
    }
  }

  /**
   * Goes on under a new lease with the stack as it is, on a worker that is reserved for it.
   *
   * @param claim the new lease
   */
  public void resume(Claim claim) {
    workers.incrementAndGet();
    resumption = claim;
    services.environment().unpark(requireNonNull(gate.owner()));
  }

  /**
   * Tells whether the stack can go on under a new lease.
   *
   * @param claim the new lease
   * @return true if nobody has held the execution, nor written to its journal, since this stack
   *     gave it back
   */
  public boolean fits(Claim claim) {
    return !dropped
        && claim.epoch() == ledger.epoch() + 1
        && claim.journalLength() == journal.size();
  }

  /** Drops the stack of an execution that stands by. */
  public void drop() {
    dropped = true;
    Thread waiting = gate.owner();
    if (unwinds && waiting != null) {
      services.environment().unpark(waiting);
    }
  }

  /** {@return true if nothing would be left behind if the stack were dropped} */
  public boolean isDroppable() {
    return droppable;
  }

  /** Notes that those who await the execution are about to be told of its end. */
  public void settled() {
    settled = true;
  }

  /** {@return false if those who await the execution from now on will be told of its end} */
  public boolean isSettled() {
    return settled;
  }

  /** Notes that something came for the execution; its next call looks. */
  public void stir() {
    news = true;
  }

  /**
   * Looks after an execution that may not make a call for long: makes durable what has been riding
   * for too long, and ends by force what was cancelled and does not come to an end. Called by
   * housekeeping; does nothing while a call is under way.
   *
   * @param now the engine's time
   * @param longest how long something may ride
   * @return false if the execution was ended by force, or is to {@link #runsAnew() run anew}, and
   *     its thread is to be stopped
   */
  public boolean keepHouse(Instant now, Duration longest) {
    if (dropped || !gate.tryEnter()) {
      return true;
    }
    try {
      if (resumption != null) {
        return true;
      }
      takeNews();
      if (run.end().isOverdue(now)) {
        throw endByForce();
      }
      if (run.ownCode().expire(now)) {
        throw leaveStep();
      }
      interruptWork();
      Instant since = ledger.ridingSince();
      if (since != null && !since.plus(longest).isAfter(now)) {
        ledger.flush();
      }
      return true;
    } catch (InvalidInputException e) {
      LOG.debug("execution {} has what the store does not take; its next call says so", id(), e);
      return true;
    } catch (Unwinding.Dropping | EngineClosedException e) {
      dropped = true;
      retire(e);
      return false;
    } finally {
      gate.leave();
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

  /**
   * {@return true if the stack was left in the middle of a step and this node is to claim the
   * execution again, which it still holds}
   */
  public boolean runsAnew() {
    return runsAnew;
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

  /**
   * Forgets the stack of an execution that does not come back from its language. The lease stays
   * with this node, which may claim the execution again.
   */
  public void abandon() {
    dropped = true;
    parking.retired(this);
    freeWorker();
  }

  /**
   * Pauses an execution that does something that never ends, and forgets its stack.
   *
   * @param fault what it does
   * @return false if nothing was done because a call is under way: then it is not stuck
   */
  public boolean pauseStuck(String fault) {
    if (dropped || !gate.tryEnter()) {
      return false;
    }
    try {
      admission.stuck(fault);
    } catch (Unwinding.Dropping | EngineClosedException e) {
      LOG.debug("somebody else holds execution {} by now", id(), e);
    } finally {
      gate.leave();
    }
    abandon();
    return true;
  }

  /** Interrupts whatever the flow's own code waits for. */
  public void interrupt() {
    Thread script = gate.owner();
    if (script != null) {
      script.interrupt();
    }
  }

  // ---------------------------------------------------------------- as the connection sees it

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

  void leave() {
    gate.leave();
  }

  void whenCancelled(Runnable action) {
    whenCancelled = action;
  }

  void whenPaused(Runnable action) {
    whenPaused = action;
  }

  void droppable(boolean can) {
    droppable = can;
  }

  /**
   * The stack is dropped. Returns if its language unwinds it; else the thread stays here until it
   * is collected.
   */
  void leaveForGood(Throwable reason) {
    dropped = true;
    retire(reason);
    while (!unwinds) {
      services.environment().park();
    }
  }

  private void retire(Throwable reason) {
    LOG.debug("the stack of execution {} is dropped", id(), reason);
    parking.retired(this);
    freeWorker();
  }

  private void freeWorker() {
    if (workers.getAndUpdate(held -> Math.max(held - 1, 0)) > 0) {
      services.host().free(requires);
    }
  }

  // ---------------------------------------------------------------- as the run sees it

  /** Takes in what has come, and leaves if the engine stops. */
  void look() {
    if (services.host().isStopping()) {
      ledger.write(ledger.record(), Part.NONE);
      throw new Unwinding.Dropping();
    }
    takeNews();
    run.stops().requireDeveloper();
  }

  /** True if something has come that takes effect at the next call. */
  boolean isInterrupted() {
    takeNews();
    run.end().expire();
    return services.host().isStopping() || interrupts.pause() || interrupts.cancel() != null;
  }

  private void takeNews() {
    if (news) {
      news = false;
      interrupts.take(services.store().inbox(id()), ledger);
    }
  }

  /** Pauses, gives the lease back, and goes on when somebody resumes or cancels. */
  void standStill() {
    while (interrupts.pause()) {
      interrupts.settle(ledger);
      Ledger.Written written =
          release(ExecutionStatus.PAUSED, interrupts.pauseReason(), Wait.NOTHING, null, Part.NONE);
      if (written == Ledger.Written.RELEASED) {
        standBy();
      } else {
        look();
      }
      run.end().expire();
    }
    goOn();
  }

  /**
   * Makes sure that an execution whose lease is held and that does not stand still is running for
   * all to see.
   */
  void goOn() {
    interrupts.resumed();
    if (interrupts.cancel() == null) {
      interrupts.settle(ledger);
    }
    State state = ledger.record().state();
    if (state.status() != ExecutionStatus.RUNNING) {
      ledger.write(ledger.record().with(state.running(run.instant())), Part.NONE);
    }
  }

  /** Gives the lease back, unless something has come that must be looked at first. */
  Ledger.Written release(
      ExecutionStatus status,
      @Nullable StatusReason reason,
      Wait wait,
      @Nullable Instant deadline,
      Part more) {
    Instant dueAt = Fields.earlier(deadline, run.end().limit());
    ExecutionRecord update = ledger.record().with(ledger.record().state().with(status, reason));
    parking.park(this);
    Ledger.Written written = Ledger.Written.CONFLICT;
    try {
      written =
          ledger.write(
              update,
              commit -> {
                more.addTo(commit);
                commit.release(wait, dueAt);
              });
    } finally {
      if (written != Ledger.Written.RELEASED) {
        parking.unpark(this);
        news = true;
      }
    }
    if (written == Ledger.Written.RELEASED && dueAt != null) {
      services.host().arm(dueAt, id());
    }
    return written;
  }

  /** Waits, without lease and worker, for the next claim. */
  void standBy() {
    parking.standsBy(this);
    freeWorker();
    gate.leave();
    while (resumption == null && !dropped) {
      services.environment().park();
    }
    enter();
    Claim claim = requireNonNull(resumption);
    resumption = null;
    ledger.claimed(claim);
    if (claim.record().status() == ExecutionStatus.RUNNING) {
      interrupts.resumed();
    }
    interrupts.take(claim.inbox(), ledger);
  }

  /** Ends the execution wherever its script is. */
  Unwinding.Dropping endByForce() {
    run.end().concede();
    conclusion.commit();
    return new Unwinding.Dropping();
  }

  /** Pauses an execution whose replay differs. Nothing of this run is written. */
  Unwinding.Dropping diverge(Divergence divergence) {
    admission.diverged(divergence.describe(run.location()));
    return new Unwinding.Dropping();
  }

  // ---------------------------------------------------------------- begin and end

  private void begin() {
    enter();
    try {
      if (!admission.admit()) {
        throw new Unwinding.Dropping();
      }
      if (fault != null) {
        admission.unreadable(fault);
        throw new Unwinding.Dropping();
      }
      int format = journal.newestFormat();
      if (format > JournalEntry.FORMAT) {
        admission.unreadable(format);
        throw new Unwinding.Dropping();
      }
      goOn();
    } finally {
      leave();
    }
  }

  /** The handler has been left: checks that the journal agrees, and commits the end. */
  private void end(Runnable decide) {
    if (dropped) {
      return;
    }
    enter();
    try {
      Optional<Divergence> unfinished = run.unfinished();
      if (unfinished.isPresent()) {
        throw diverge(unfinished.get());
      }
      decide.run();
      conclusion.commit();
    } finally {
      leave();
    }
    parking.retired(this);
    freeWorker();
  }
}
