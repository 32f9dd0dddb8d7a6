package io.flowengine.internal.runtime;

import static io.flowengine.execution.ExecutionStatus.ENDED_CANCELLED;
import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Wait;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, before a flow runs, whether it runs at all, and pauses or ends it without running it.
 * Belongs to whoever is inside the gate.
 */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
  private static final int MOST_CRASHES = 5;
  private static final String CRASH_LOOP =
      "claimed "
          + MOST_CRASHES
          + " times without a new entry: whoever runs it dies; resume it when the cause is removed";

  private final Services services;
  private final Ledger ledger;
  private final Interrupts interrupts;
  private final FlowRun run;
  private final Conclusion conclusion;
  private final int attempts;

  Admission(
      Services services,
      Ledger ledger,
      Interrupts interrupts,
      FlowRun run,
      Conclusion conclusion,
      int attempts) {
    this.services = services;
    this.ledger = ledger;
    this.interrupts = interrupts;
    this.run = run;
    this.conclusion = conclusion;
    this.attempts = attempts;
  }

  /** Tells whether the flow runs; if not, the lease is given back or the execution is over. */
  boolean admit() {
    while (true) {
      ExecutionRecord record = ledger.record();
      run.end().expire();
      Interrupts.Cancel cancel = interrupts.cancel();
      boolean crashes = attempts > MOST_CRASHES && !interrupts.started();
      if (cancel != null && (crashes || !canCleanUp(record))) {
        endUnseen(cancel);
        return false;
      }
      boolean wanted = !stands() || interrupts.started() || cancel != null;
      if (!crashes && !interrupts.pause() && wanted && !record.isBeforeItsTime(run.instant())) {
        return true;
      }
      if (giveBack(crashes)) {
        return false;
      }
    }
  }

  /** A cancelled execution runs once more for its clean-up code, if it ever ran. */
  private static boolean canCleanUp(ExecutionRecord record) {
    return record.status() == ExecutionStatus.RUNNING
        || record.status() == ExecutionStatus.WAITING
        || (record.state().startedAt() != null && isWhole(record.state().reason()));
  }

  /** True if an execution that is paused for this reason can be replayed. */
  private static boolean isWhole(@Nullable StatusReason reason) {
    return reason == StatusReason.REQUESTED
        || reason == StatusReason.BREAKPOINT
        || reason == StatusReason.NO_DEVELOPER;
  }

  private boolean stands() {
    ExecutionStatus status = ledger.record().status();
    return status == ExecutionStatus.PAUSED || status == ExecutionStatus.CREATED;
  }

  /**
   * Pauses an execution whose replay differs; a cancelled one ends instead. Nothing of this run is
   * written.
   */
  void diverged(String finding) {
    pauseOrEnd(StatusReason.REPLAY_MISMATCH, finding);
  }

  /** Pauses an execution whose journal this version cannot read; a cancelled one ends instead. */
  void unreadable(int format) {
    pauseOrEnd(
        StatusReason.REPLAY_MISMATCH,
        "its journal was written by a newer version of the library (format "
            + format
            + ", this version reads up to "
            + JournalEntry.FORMAT
            + "); resume it when the nodes have that version");
  }

  /** Pauses an execution whose journal cannot be read at all; a cancelled one ends instead. */
  void unreadable(String fault) {
    pauseOrEnd(
        StatusReason.REPLAY_MISMATCH,
        "its journal cannot be read ("
            + fault
            + "); mend the row, or give the store the key it was encrypted with, and resume it");
  }

  /** Pauses an execution that does something that never ends; a cancelled one ends instead. */
  void stuck(String fault) {
    pauseOrEnd(
        StatusReason.CRASH_LOOP, fault + "; change the flow, then resume it or start it again");
  }

  private void pauseOrEnd(StatusReason reason, String finding) {
    while (interrupts.cancel() == null) {
      State state = ledger.record().state();
      if (pause(state.with(ExecutionStatus.PAUSED, reason).withMessage(finding))) {
        return;
      }
    }
    endUnseen(requireNonNull(interrupts.cancel()));
  }

  /**
   * Gives the lease back without a stack; false if something has come that must be looked at first.
   */
  private boolean giveBack(boolean crashes) {
    State state = ledger.record().state();
    if (crashes) {
      return pause(
          state.with(ExecutionStatus.PAUSED, StatusReason.CRASH_LOOP).withMessage(CRASH_LOOP));
    }
    if (interrupts.pause()) {
      return pause(stands() ? state : state.with(ExecutionStatus.PAUSED, StatusReason.REQUESTED));
    }
    return pause(interrupts.started() ? state.with(ExecutionStatus.SCHEDULED, null) : state);
  }

  private boolean pause(State paused) {
    Instant dueAt = dueAt(paused);
    interrupts.settle(ledger);
    Ledger.Written written =
        ledger.write(ledger.record().with(paused), commit -> commit.release(Wait.NOTHING, dueAt));
    if (written != Ledger.Written.RELEASED) {
      interrupts.take(services.store().inbox(ledger.record().id()), ledger);
      return false;
    }
    StatusReason reason = paused.reason();
    if (reason != null && reason.needsMending()) {
      LOG.warn("execution {} is paused: {}", ledger.record().id(), paused.message());
    }
    if (dueAt != null) {
      services.host().arm(dueAt, ledger.record().id());
    }
    return true;
  }

  /** What only waits for its time is due then; what stands still, when its time is over. */
  private @Nullable Instant dueAt(State state) {
    ExecutionRecord record = ledger.record();
    return state.status() == ExecutionStatus.SCHEDULED
        ? record.attributes().scheduledFor()
        : record.deadline();
  }

  /**
   * Ends a cancelled execution whose code does not run: because it never ran, or because it cannot
   * be replayed.
   */
  private void endUnseen(Interrupts.Cancel cancel) {
    if (ledger.record().state().startedAt() != null) {
      run.log(
          LogLevel.WARNING,
          "engine",
          "cancelled while it could not be replayed; its clean-up code did not run",
          Value.NULL);
    }
    run.end().by(new Unwinding.Ending(ENDED_CANCELLED, cancel.message(), cancel.reason()));
    conclusion.commit();
  }
}
