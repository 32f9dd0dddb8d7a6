package io.flowengine.internal.node;

import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.internal.source.Catalog;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.spi.TransactionalStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What all executions of one engine share.
 *
 * @param node the name of this node, unique among all engines on the store
 * @param store where everything is
 * @param environment time, threads, waiting, randomness
 * @param catalog the flows
 * @param events who listens
 * @param committer writes
 * @param host dispatches
 * @param ids makes ids
 * @param extensions what the host has plugged in
 */
public record Services(
    String node,
    Store store,
    Environment environment,
    Catalog catalog,
    Events events,
    Committer committer,
    Host host,
    Ids ids,
    Extensions extensions) {
  /** How long clean-up code may take after a cancellation. */
  public static final Duration GRACE = Duration.ofSeconds(60);

  /** {@return the store, if it takes part in transactions of the host} */
  public Optional<TransactionalStore> transactional() {
    return store instanceof PatientStore patient ? patient.transactional() : Optional.empty();
  }

  /** {@return a new id; ids that this node makes later are greater} */
  public ExecutionId newId() {
    return ids.next();
  }

  /**
   * Makes a commit that needs no lease, and passes on what it causes.
   *
   * @param commit the commit
   * @return what became of it
   */
  public CommitResult commit(Commit commit) {
    CommitResult result = committer.commit(commit);
    if (result instanceof Committed committed) {
      tellScheduled(committed.scheduled());
      committer.follow(commit, committed);
    }
    return result;
  }

  /** Tells that executions became scheduled. */
  public void tellScheduled(List<ExecutionRecord> before) {
    if (before.isEmpty() || events.isSilent()) {
      return;
    }
    Instant now = environment.instant();
    for (ExecutionRecord record : before) {
      events.tell(
          record.id(),
          List.of(
              new StatusChanged(
                  record.id(),
                  record.name(),
                  record.status(),
                  ExecutionStatus.SCHEDULED,
                  null,
                  now)));
    }
  }
}
