package io.flowengine.internal.host;

import io.flowengine.execution.Diagnosis;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.StatusReason;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.LockQueue;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Standing;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out why executions are not running. Reads the store only. */
public final class Diagnoses {
  private static final String MESSAGE = "message/";

  private final Services services;
  private final Set<String> capabilities;

  /**
   * Makes a finder.
   *
   * @param services the engine
   * @param capabilities what its workers can run
   */
  public Diagnoses(Services services, Set<String> capabilities) {
    this.services = services;
    this.capabilities = Set.copyOf(capabilities);
  }

  /**
   * Diagnoses an execution.
   *
   * @param record the execution
   * @return why it is not running, or who runs it
   */
  public Diagnosis of(ExecutionRecord record) {
    if (record.status().isEnded()) {
      return new Diagnosis.Ended(
          record, Objects.requireNonNull(record.state().end(), "an end").at());
    }
    Optional<Standing> found = services.store().standing(record.id());
    Instant now = services.environment().instant();
    if (found.isPresent() && found.get().holder() != null) {
      return held(record, found.get(), now);
    }
    if (record.status() == ExecutionStatus.CREATED
        || record.state().reason() == StatusReason.NOT_STARTED) {
      return new Diagnosis.NotStarted(record, record.origin().createdAt());
    }
    Instant dueAt = found.map(Standing::dueAt).orElse(null);
    if (dueAt != null && !dueAt.isAfter(now)) {
      String requires = record.origin().requires();
      return capabilities.contains(requires)
          ? new Diagnosis.Queued(record, dueAt)
          : new Diagnosis.NoNode(record, dueAt, requires);
    }
    if (record.status() == ExecutionStatus.PAUSED) {
      return new Diagnosis.Paused(record, null, record.state().reason(), record.state().message());
    }
    if (record.status() == ExecutionStatus.SCHEDULED && dueAt != null) {
      return new Diagnosis.Scheduled(record, record.origin().createdAt(), dueAt);
    }
    return waiting(record, found.map(Standing::waitsFor).orElse(Wait.NOTHING), dueAt);
  }

  private Diagnosis held(ExecutionRecord record, Standing standing, Instant now) {
    String holder = Objects.requireNonNull(standing.holder());
    Instant until = Objects.requireNonNull(standing.leaseUntil(), "a lease ends");
    if (until.isBefore(now)) {
      return new Diagnosis.Abandoned(record, until, holder);
    }
    List<JournalEntry> journal = services.store().journal(record.id());
    Instant last = journal.isEmpty() ? record.state().startedAt() : time(journal.getLast());
    return new Diagnosis.Running(record, last, holder, until);
  }

  private static Instant time(JournalEntry entry) {
    return entry.endedAt() == null ? entry.createdAt() : entry.endedAt();
  }

  private Diagnosis waiting(ExecutionRecord record, Wait wait, @Nullable Instant until) {
    Optional<JournalEntry> open = waitingCall(services.store().journal(record.id()));
    Optional<StoredRecord> setting =
        wait.topics().stream()
            .map(LockQueue::setting)
            .filter(Objects::nonNull)
            .findFirst()
            .flatMap(id -> services.store().record(new RecordRef(RecordType.SETTING, "id", id)));
    List<ExecutionId> executions =
        setting.isPresent()
            ? holder(setting.get())
            : services.store().executions(wait.executions()).stream()
                .filter(target -> !target.status().isEnded())
                .map(ExecutionRecord::id)
                .toList();
    return new Diagnosis.Waiting(
        record,
        open.map(Diagnoses::time).orElse(null),
        open.map(entry -> entry.call().name()).orElse("a call"),
        executions,
        wait.topics().stream()
            .filter(topic -> topic.startsWith(MESSAGE))
            .map(topic -> topic.substring(MESSAGE.length()))
            .toList(),
        setting.map(StoredRecord::name).orElse(null),
        until);
  }

  /** The call that is open; if there is none, the last one, which gave the lease back. */
  private static Optional<JournalEntry> waitingCall(List<JournalEntry> journal) {
    Optional<JournalEntry> last = Optional.empty();
    for (JournalEntry entry : journal.reversed()) {
      if (!entry.isComplete()) {
        return Optional.of(entry);
      }
      last = last.isEmpty() ? Optional.of(entry) : last;
    }
    return last;
  }

  private List<ExecutionId> holder(StoredRecord setting) {
    LockQueue.Holder holder = LockQueue.read(services, setting.id()).holder();
    return holder == null ? List.of() : List.of(holder.execution());
  }
}
