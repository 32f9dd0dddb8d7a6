package io.flowengine.internal.runtime;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.journal.Divergence;
import io.flowengine.internal.journal.Journal;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Parts;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution on this node: its lease, its beginning and its end. Its {@link Stack} is a cache
 * while it waits: whatever happens to that, the store knows everything that was committed, and the
 * next claim replays it.
 */
public final class Activation {
  private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

  private final Services services;
  private final Stack stack;
  private final String requires;
  private final Conclusion conclusion;
  private final Admission admission;
  private final Ledger ledger;
  private final Journal journal;
  private final @Nullable String fault;
  private final Interrupts interrupts = new Interrupts();
  private final FlowRun run;
  private final Upkeep upkeep;
  private volatile boolean news;
  private volatile boolean settled;

  private Activation(
      Services services,
      Parking parking,
      Ledger ledger,
      Journal journal,
      @Nullable String fault,
      int attempts,
      boolean unwinds) {
    this.services = services;
    this.ledger = ledger;
    this.journal = journal;
    this.fault = fault;
    this.requires = ledger.record().origin().requires();
    this.stack = new Stack(this, services, parking, unwinds);
    this.run = new FlowRun(this, services, ledger, journal, interrupts);
    this.conclusion = new Conclusion(services, ledger, journal, run);
    this.admission = new Admission(services, ledger, interrupts, run, conclusion, attempts);
    this.upkeep = new Upkeep(services, this, stack, run, ledger, interrupts);
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
    stack.begin(Thread.currentThread());
    try {
      begin();
      Connection connection = new Connection(this, run, services.environment());
      Value result = services.catalog().program(ledger.record()).run(connection);
      end(() -> conclusion.returned(result));
    } catch (Unwinding.Dropping | EngineClosedException e) {
      stack.retire(e);
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
      stack.retire(unwinding);
    }
  }

  /**
   * Goes on under a new lease with the stack as it is, on a worker that is reserved for it.
   *
   * @param claim the new lease
   */
  public void resume(Claim claim) {
    stack.resume(claim);
  }

  /**
   * Tells whether the stack can go on under a new lease.
   *
   * @param claim the new lease
   * @return true if nobody has held the execution, nor written to its journal, since this stack
   *     gave it back
   */
  public boolean fits(Claim claim) {
    return !stack.isDropped()
        && claim.epoch() == ledger.epoch() + 1
        && claim.journalLength() == journal.size();
  }

  /** Drops the stack of an execution that stands by. */
  public void drop() {
    stack.drop();
  }

  /** {@return true if nothing would be left behind if the stack were dropped} */
  public boolean isDroppable() {
    return stack.isDroppable();
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
    return upkeep.keepHouse(now, longest);
  }

  /**
   * {@return true if the stack was left in the middle of a step and this node is to claim the
   * execution again, which it still holds}
   */
  public boolean runsAnew() {
    return upkeep.runsAnew();
  }

  /**
   * Forgets the stack of an execution that does not come back from its language. The lease stays
   * with this node, which may claim the execution again.
   */
  public void abandon() {
    stack.abandon();
  }

  /**
   * Pauses an execution that does something that never ends, and forgets its stack.
   *
   * @param fault what it does
   * @return false if nothing was done because a call is under way: then it is not stuck
   */
  public boolean pauseStuck(String fault) {
    if (!stack.tryVisit()) {
      return false;
    }
    try {
      admission.stuck(fault);
    } catch (Unwinding.Dropping | EngineClosedException e) {
      LOG.debug("somebody else holds execution {} by now", id(), e);
    } finally {
      stack.leave();
    }
    abandon();
    return true;
  }

  /** Interrupts whatever the flow's own code waits for. */
  public void interrupt() {
    stack.interrupt();
  }

  // ---------------------------------------------------------------- as the connection sees it

  void enter() {
    stack.enter();
  }

  void leave() {
    stack.leave();
  }

  void whenCancelled(Runnable action) {
    upkeep.whenCancelled(action);
  }

  void whenPaused(Runnable action) {
    upkeep.whenPaused(action);
  }

  void droppable(boolean can) {
    stack.droppable(can);
  }

  /**
   * The stack is dropped. Returns if its language unwinds it; else the thread stays here until it
   * is collected.
   */
  void leaveForGood(Throwable reason) {
    stack.leaveForGood(reason);
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

  void takeNews() {
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
    stack.park();
    Ledger.Written written = Ledger.Written.CONFLICT;
    try {
      written = ledger.write(update, Parts.of(more, commit -> commit.release(wait, dueAt)));
    } finally {
      if (written != Ledger.Written.RELEASED) {
        stack.unpark();
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
    Claim claim = stack.standBy();
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
    if (stack.isDropped()) {
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
    stack.retired();
  }
}
