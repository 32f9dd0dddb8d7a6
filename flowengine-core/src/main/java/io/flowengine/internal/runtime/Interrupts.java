package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Fields;
import io.flowengine.spi.InboxItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What others want of an execution: what has come to its inbox, and what has become of it. Belongs
 * to whoever is inside the activation.
 *
 * <p>A request leaves the inbox with the commit that acts on it, and with no earlier one. If it
 * left with whatever is committed next, and the JVM died in between, nobody would know of it any
 * more.
 */
final class Interrupts {
  /** A cancellation. */
  record Cancel(StatusReason reason, @Nullable String message) {}

  private static final Logger LOG = LoggerFactory.getLogger(Interrupts.class);

  private final Set<String> seen = new HashSet<>(0);
  private final List<String> pending = new ArrayList<>(0);
  private @Nullable Cancel cancel;
  private boolean passedDown;
  private boolean pause;
  private StatusReason pauseReason = StatusReason.REQUESTED;
  private boolean started;
  private boolean again;
  private boolean cancelled;

  /**
   * Looks at items. What only changes fields, or nothing, is taken by the next commit. An item that
   * makes no sense, of another version of the library for instance, is taken too, and goes into the
   * log of the execution with all that was in it: it would come back with each claim for ever.
   */
  void take(List<InboxItem> items, Ledger ledger) {
    for (InboxItem item : items) {
      if (seen.add(item.id())) {
        try {
          take(item, ledger);
        } catch (RuntimeException e) {
          refuse(item, ledger, e);
        }
      }
    }
  }

  private void take(InboxItem item, Ledger ledger) {
    switch (item.kind()) {
      case START -> {
        pending.add(item.id());
        pause = false;
        started = true;
      }
      case PAUSE -> {
        pending.add(item.id());
        requestPause(StatusReason.REQUESTED);
      }
      case CANCEL -> {
        cancel(item.payload());
        pending.add(item.id());
      }
      case DELETE -> {
        pending.add(item.id());
        ledger.change(item.marked(ledger.record()));
        cancel(Value.EMPTY);
      }
      case SAVE -> {
        ledger.change(saved(ledger.record(), item.payload().toMap()));
        ledger.take(item.id());
      }
      // The wake-up is all there is to it: the wait looks at the child again.
      case CHILD_TIMED_OUT -> ledger.take(item.id());
    }
  }

  private static void refuse(InboxItem item, Ledger ledger, RuntimeException why) {
    String text =
        "a request that makes no sense to this version of the library was left out: "
            + item.kind()
            + " of "
            + item.at()
            + " ("
            + why.getMessage()
            + ")";
    LOG.error("execution {}: {}", item.target(), text, why);
    ledger.take(item.id());
    ledger.ride(new LogEntry(item.at(), LogLevel.ERROR, "engine", text, item.payload()));
  }

  /** Has the next commit take the requests that have come: it acts on them. */
  void settle(Ledger ledger) {
    pending.forEach(ledger::take);
    pending.clear();
  }

  /**
   * A cancel that was passed down by a parent comes again with every recovery of the parent; only
   * others count twice.
   */
  private void cancel(Value payload) {
    Map<String, @Nullable Object> fields = payload.toMap();
    boolean first = !cancelled && cancel == null;
    boolean fromParent = fields.get("from") != null;
    if (first) {
      passedDown = fromParent;
      cancel =
          new Cancel(
              StatusReason.REQUESTED,
              fields.get("message") instanceof String message ? message : null);
    } else if (!fromParent) {
      again = true;
    }
  }

  private static ExecutionRecord saved(
      ExecutionRecord record, Map<String, @Nullable Object> fields) {
    return Fields.apply(record, fields);
  }

  void expire(String message) {
    if (cancel == null && !cancelled) {
      cancel = new Cancel(StatusReason.TIMEOUT, message);
    }
  }

  @Nullable Cancel cancel() {
    return cancel;
  }

  /**
   * Notes that a cancellation has been raised again by a replay; one that came since is another
   * one.
   */
  void replayed() {
    again |= cancel != null && !passedDown && cancel.reason() != StatusReason.TIMEOUT;
    raised();
  }

  /** Notes that the cancellation has been raised. */
  void raised() {
    cancel = null;
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** True if somebody cancelled again after the cancellation was raised. */
  boolean isCancelledAgain() {
    return again;
  }

  /**
   * True if the execution is to stand still: somebody asked for it, and nobody has resumed it or
   * cancelled it since.
   */
  boolean pause() {
    return pause && cancel == null;
  }

  /** Asks for a pause, on behalf of the flow itself or of the mode that it runs in. */
  void requestPause(StatusReason reason) {
    pause = true;
    pauseReason = reason;
    started = false;
  }

  /** Why it is to stand still. */
  StatusReason pauseReason() {
    return pauseReason;
  }

  /** True if somebody asked for a start or resume since the last pause. */
  boolean started() {
    return started;
  }

  /** Notes that the execution runs again. */
  void resumed() {
    pause = false;
    started = false;
  }
}
