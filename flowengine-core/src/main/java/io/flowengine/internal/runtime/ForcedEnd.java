package io.flowengine.internal.runtime;

import static io.flowengine.execution.ExecutionStatus.ENDED_CANCELLED;

import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.start.ScheduleSuccession;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.InboxItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ends an execution wherever it is and whoever holds it, without running any of its code. The lease
 * is taken away and claimed anew for this one commit, as any holder would, so that it ends once and
 * everybody who waits for it is woken.
 */
public final class ForcedEnd {
  private static final int MOST_TRIES = 1000;

  private ForcedEnd() {}

  /**
   * Ends an execution.
   *
   * @param services the engine
   * @param id the execution, which exists
   * @param message its last words
   * @return false if it had ended before
   * @throws IllegalStateException if other nodes are quicker to claim it again and again
   */
  public static boolean end(Services services, ExecutionId id, String message) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      ExecutionRecord record = services.store().executions(List.of(id)).getFirst();
      if (record.status().isEnded()) {
        return false;
      }
      Instant now = services.environment().instant();
      services.store().release(id, now);
      services.host().expel(id);
      wake(services, id, message, now);
      List<Claim> claims =
          services
              .store()
              .claim(
                  new Claim.Request(
                      services.node(),
                      services.environment().instant(),
                      Set.of(record.origin().requires()),
                      1,
                      List.of(id),
                      Claim.Again.ANEW));
      if (!claims.isEmpty() && end(services, claims.getFirst(), message)) {
        return true;
      }
    }
    throw new IllegalStateException(
        "execution " + id + " was claimed by other nodes " + MOST_TRIES + " times; try again");
  }

  /**
   * What waits can be claimed only when it is due. The item makes it so, and tells a node that is
   * quicker what is wanted.
   */
  private static void wake(Services services, ExecutionId id, String message, Instant now) {
    InboxItem item =
        new InboxItem(
            id, id + "/force", InboxItem.Kind.CANCEL, Value.of(Map.of("message", message)), now);
    if (services.store().commit(new Commit(services.node()).send(item), now)
        instanceof Committed committed) {
      services.tellScheduled(committed.scheduled());
    }
  }

  private static boolean end(Services services, Claim claim, String message) {
    ExecutionRecord record = claim.record();
    Instant now = services.environment().instant();
    if (claim.before() != record.status()) {
      services
          .events()
          .tell(
              record.id(),
              List.of(
                  new StatusChanged(
                      record.id(), record.name(), claim.before(), record.status(), null, now)));
    }
    Descendants.cancel(services, record, now);
    State state = record.state();
    State ended =
        new State(
            ENDED_CANCELLED,
            StatusReason.REQUESTED,
            message,
            state.outputs(),
            null,
            state.startedAt(),
            new End(now, 0));
    Ledger ledger = new Ledger(services, record, claim.epoch());
    ledger.ride(
        new LogEntry(
            now,
            LogLevel.WARNING,
            "engine",
            "ended by force; no code of the flow ran any more",
            Value.NULL));
    LockOperations.warnings(
            services, record.id(), LockOperations.acquired(services.store().journal(record.id())))
        .forEach(ledger::ride);
    try {
      Part next = ScheduleSuccession.of(services, record, ENDED_CANCELLED);
      return ledger.write(record.with(ended), next) != Ledger.Written.CONFLICT;
    } catch (Unwinding.Dropping e) {
      return false; // somebody took the lease in between
    }
  }
}
