package io.flowengine.internal.runtime;

import static io.flowengine.execution.ExecutionStatus.ENDED_CANCELLED;
import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.journal.Journal;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry.Interrupted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one run of a flow comes to its end: by itself, by a cancellation, or because its time is
 * over. The first end stands. A cancelled flow has a while for its clean-up code; a second
 * cancellation, or the end of that while, stops it for good.
 */
final class FlowEnd {
  private final Services services;
  private final Ledger ledger;
  private final Journal journal;
  private final Interrupts interrupts;
  private Unwinding.@Nullable Ending ending;
  private @Nullable Value continuation;
  private volatile @Nullable Instant graceUntil;

  FlowEnd(Services services, Ledger ledger, Journal journal, Interrupts interrupts) {
    this.services = services;
    this.ledger = ledger;
    this.journal = journal;
    this.interrupts = interrupts;
  }

  private Instant instant() {
    return services.environment().instant();
  }

  /** How the flow is ending; null while it is not. */
  Unwinding.@Nullable Ending ending() {
    return ending;
  }

  /** Raises the end again if there is one. */
  void raiseAgain() {
    Unwinding.Ending stands = ending;
    if (stands != null) {
      throw stands;
    }
  }

  /**
   * Ends the flow, unless it is ending already. The caller unwinds it, or does not because its
   * handler has been left or must not run at all.
   *
   * @return the end that stands
   */
  Unwinding.Ending by(Unwinding.Ending end) {
    if (ending == null) {
      ending = end;
    }
    return ending;
  }

  /** Notes the inputs of the execution as which this one goes on, unless it is ending already. */
  void continueWith(Value inputs) {
    if (ending == null) {
      continuation = inputs;
    }
  }

  /** The inputs of the execution as which this one goes on; null if it does not. */
  @Nullable Value continuation() {
    return ending != null && ending.reason == StatusReason.CONTINUED ? continuation : null;
  }

  /** When the flow must be done: its own time, or once it was cancelled that of its clean-up. */
  @Nullable Instant limit() {
    Instant grace = graceUntil;
    return grace == null ? ledger.record().deadline() : grace;
  }

  // ---------------------------------------------------------------- cancellation

  /** Lets a cancellation that has come take effect at a call. */
  void boundary(Site site, @Nullable Awaiting waiting) {
    Interrupts.Cancel cancel = interrupts.cancel();
    if (cancel == null) {
      return;
    }
    interrupts.raised();
    interrupts.settle(ledger);
    if (ending == null) {
      throw cancel(cancel, site, waiting);
    }
    graceUntil = instant().plus(Services.GRACE);
  }

  /**
   * Records the cancellation at the call it interrupts, passes it down the tree, and begins to
   * unwind.
   */
  private Unwinding.Ending cancel(Interrupts.Cancel cancel, Site site, @Nullable Awaiting waiting) {
    Instant now = instant();
    boolean timeout = cancel.reason() == StatusReason.TIMEOUT;
    ExecutionRecord record = ledger.record();
    State state = record.state();
    ExecutionId parent = record.parent();
    if (waiting == null) {
      journal.grow();
    }
    ExecutionRecord update =
        timeout ? record.with(state.with(state.status(), StatusReason.TIMEOUT)) : record;
    Ledger.Written written;
    do {
      Optional<Part> leaving = waiting == null ? Optional.empty() : waiting.leaving();
      written =
          ledger.write(
              update,
              commit -> {
                commit.journal(site.entry(new Interrupted(cancel.reason(), cancel.message()), now));
                if (timeout && parent != null) {
                  commit.send(timedOut(parent, now));
                }
                leaving.ifPresent(part -> part.addTo(commit));
              });
    } while (written == Ledger.Written.CONFLICT);
    Descendants.cancel(services, record, now);
    return cancelled(cancel.reason(), cancel.message(), now);
  }

  /** Begins to unwind a cancelled flow, whose clean-up code has its time from the given instant. */
  Unwinding.Ending cancelled(StatusReason reason, @Nullable String message, Instant at) {
    if (ending == null) {
      ending = new Unwinding.Ending(ENDED_CANCELLED, message, reason);
      graceUntil = at.plus(Services.GRACE);
    }
    return ending;
  }

  /** Makes a cancellation that the flow has not come to see the end of it. */
  void concede() {
    Interrupts.Cancel cancel = interrupts.cancel();
    if (ending == null) {
      StatusReason reason = cancel == null ? StatusReason.REQUESTED : cancel.reason();
      ending =
          new Unwinding.Ending(ENDED_CANCELLED, cancel == null ? null : cancel.message(), reason);
    }
  }

  // ---------------------------------------------------------------- time

  /**
   * True if the flow is to be stopped without further clean-up: cancelled twice, or its time to
   * clean up is over.
   */
  boolean isForced(Instant now) {
    Instant grace = graceUntil;
    return interrupts.isCancelledAgain() || (grace != null && !grace.isAfter(now));
  }

  /**
   * Tells housekeeping whether the flow must be stopped. From a cancellation on it has its time to
   * clean up, calls or not.
   */
  boolean isOverdue(Instant now) {
    expire();
    if (interrupts.cancel() != null && graceUntil == null) {
      graceUntil = now.plus(Services.GRACE);
    }
    return isForced(now);
  }

  /** Turns the end of the execution's time into a cancellation. */
  void expire() {
    Instant deadline = ledger.record().deadline();
    if (deadline != null && !deadline.isAfter(instant())) {
      long millis = requireNonNull(ledger.record().attributes().timeout()).toMillis();
      String seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
      interrupts.expire("timeout after " + seconds + " s");
    }
  }

  /**
   * Tells the parent that the time of the execution is over while its program does not come to a
   * call: who waits for it need not wait for that.
   */
  void announceTimeout() {
    Interrupts.Cancel cancel = interrupts.cancel();
    ExecutionRecord record = ledger.record();
    if (cancel != null && cancel.reason() == StatusReason.TIMEOUT) {
      State state = record.state();
      ExecutionId parent = record.parent();
      Ledger.Written unused =
          ledger.write(
              record.with(state.with(state.status(), StatusReason.TIMEOUT)),
              parent == null ? Part.NONE : commit -> commit.send(timedOut(parent, instant())));
    }
  }

  private InboxItem timedOut(ExecutionId parent, Instant now) {
    return new InboxItem(
        parent,
        ledger.record().id() + "/timeout",
        InboxItem.Kind.CHILD_TIMED_OUT,
        Value.EMPTY,
        now);
  }
}
