package io.flowengine.internal.host;

import io.flowengine.execution.AwaitInterruptedException;
import io.flowengine.execution.AwaitTimeoutException;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionCancelledException;
import io.flowengine.execution.ExecutionFailedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionTree;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.NonDeterministicFlowException;
import io.flowengine.execution.Outcome;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.dispatch.Dispatcher;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.HostRecords;
import io.flowengine.internal.runtime.Mailbox;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Journaled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An execution as a host sees it. Every read sees the store as it is now. Thread-safe. */
public final class HostExecution implements Execution, Journaled {
  private static final int MOST = 10_000;

  private final Services services;
  private final Dispatcher dispatcher;
  private final ExecutionId id;

  /**
   * Makes a handle.
   *
   * @param services what all executions share
   * @param dispatcher where to wait for ends
   * @param id the execution
   */
  public HostExecution(Services services, Dispatcher dispatcher, ExecutionId id) {
    this.services = services;
    this.dispatcher = dispatcher;
    this.id = id;
  }

  @Override
  public ExecutionId id() {
    return id;
  }

  @Override
  public RecordRef ref() {
    return RecordRef.of(RecordType.EXECUTION, id.toString());
  }

  @Override
  public ExecutionRecord record() {
    List<ExecutionRecord> found = services.store().executions(List.of(id));
    if (found.isEmpty()) {
      throw new ResourceNotFoundException(ref());
    }
    return Protection.redacted(found.getFirst());
  }

  @Override
  public String name() {
    return record().name();
  }

  @Override
  public ExecutionStatus status() {
    return record().status();
  }

  @Override
  public Map<String, @Nullable Object> inputs() {
    return record().attributes().inputs().toMap();
  }

  @Override
  public @Nullable Object get(String field) {
    if (!ExecutionRecord.fields().contains(field)) {
      throw new InvalidInputException("field", "must be one of " + ExecutionRecord.fields(), field);
    }
    return HostRecords.fields(record()).get(field);
  }

  @Override
  public Map<String, @Nullable Object> outputs() {
    return record().state().outputs().toMap();
  }

  @Override
  public Optional<String> message() {
    return Optional.ofNullable(record().state().message());
  }

  @Override
  public Optional<Execution> parent() {
    return Optional.ofNullable(record().parent()).map(this::handle);
  }

  @Override
  public Optional<Execution> successor() {
    return Mailbox.successor(services, record()).map(this::handle);
  }

  private Execution handle(ExecutionId other) {
    return new HostExecution(services, dispatcher, other);
  }

  @Override
  public List<Execution> children() {
    return childRecords(id).stream().map(child -> handle(child.id())).toList();
  }

  private List<ExecutionRecord> childRecords(ExecutionId parent) {
    List<ExecutionRecord> children = new ArrayList<>();
    Query query =
        Query.where(Filter.eq("parent_execution_id", parent.toString())).limit(Query.MAX_LIMIT);
    do {
      var page = services.store().executions(query);
      page.items().stream().map(Protection::redacted).forEach(children::add);
      query = query.after(page.cursor());
    } while (query.cursor() != null && children.size() < MOST);
    return children;
  }

  @Override
  public List<Execution> dependencies() {
    return services.store().dependencies(id).stream().map(this::handle).toList();
  }

  @Override
  public List<LogEntry> log() {
    return services.store().log(id, 0, MOST);
  }

  @Override
  public List<JournalEntry> journal() {
    return services.store().journal(id);
  }

  @Override
  public ExecutionTree tree() {
    return tree(record());
  }

  private ExecutionTree tree(ExecutionRecord record) {
    List<ExecutionTree> children = childRecords(record.id()).stream().map(this::tree).toList();
    return new ExecutionTree(
        record,
        children,
        services.store().dependencies(record.id()),
        services.environment().instant());
  }

  @Override
  public Execution start() {
    ExecutionStatus status = status();
    if (!status.isEnded()) {
      send(InboxItem.Kind.START, Map.of());
    }
    return this;
  }

  @Override
  public Execution pause() {
    ExecutionStatus status = status();
    if (!status.isEnded() && status != ExecutionStatus.PAUSED) {
      send(InboxItem.Kind.PAUSE, Map.of());
    }
    return this;
  }

  @Override
  public Execution cancel() {
    if (!status().isEnded()) {
      send(InboxItem.Kind.CANCEL, Map.of());
    }
    return this;
  }

  @Override
  public Execution save(Map<String, ?> fields) {
    Value copy = Value.of("fields", fields);
    ExecutionRecord record = record();
    if (record.status().isEnded()) {
      throw new InvalidInputException(
          "execution " + id + " has ended; its fields cannot be changed any more");
    }
    Fields.requireSavable(record, copy.toMap());
    send(InboxItem.Kind.SAVE, copy.toMap());
    return this;
  }

  @Override
  public Execution send(String name, @Nullable Object value, @Nullable String key) {
    String checked = Fields.name("name", name);
    // a commit that is repeated because its outcome is unknown must not send the value twice
    String unique = key == null ? services.newId().toString() : Fields.name("id", key);
    Mailbox.Signal signal = new Mailbox.Signal(checked, unique, Value.of("value", value));
    while (true) {
      Optional<Part> sending = Mailbox.sending(services, id, signal);
      if (sending.isEmpty()) {
        return this;
      }
      Commit commit = new Commit(services.node());
      sending.get().addTo(commit);
      if (services.commit(commit) instanceof Committed) {
        return this;
      }
    }
  }

  @Override
  public boolean exists() {
    List<ExecutionRecord> found = services.store().executions(List.of(id));
    return !found.isEmpty() && !Boolean.TRUE.equals(found.getFirst().field("is_deleted"));
  }

  @Override
  public void delete() {
    if (Boolean.TRUE.equals(record().field("is_deleted"))) {
      throw new ResourceNotFoundException(ref());
    }
    send(InboxItem.Kind.DELETE, Map.of("deleted_at", services.environment().instant()));
  }

  private void send(InboxItem.Kind kind, Map<String, ?> payload) {
    InboxItem item =
        new InboxItem(
            id,
            services.newId().toString(),
            kind,
            Value.of(payload),
            services.environment().instant());
    services.commit(new Commit(services.node()).send(item));
  }

  @Override
  public Execution await() {
    return await(null, awaitEnd(null));
  }

  @Override
  public Execution await(Duration timeout) {
    return await(timeout, awaitEnd(timeout));
  }

  private Execution await(@Nullable Duration timeout, @Nullable ExecutionRecord settled) {
    if (settled == null) {
      throw new AwaitTimeoutException(
          id, status(), Objects.requireNonNullElse(timeout, Duration.ZERO));
    }
    return switch (settled.status()) {
      case ENDED_SUCCESS -> settled.id().equals(id) ? this : handle(settled.id());
      case ENDED_ERROR -> throw new ExecutionFailedException(settled.id(), failure(settled));
      case ENDED_CANCELLED ->
          throw new ExecutionCancelledException(
              settled.id(), reason(settled), settled.state().message());
      default ->
          throw new NonDeterministicFlowException(
              settled.id(), Objects.requireNonNullElse(settled.state().message(), ""));
    };
  }

  @Override
  public Outcome<Value> outcome(Duration timeout) {
    ExecutionRecord settled = awaitEnd(timeout);
    if (settled == null || !settled.status().isEnded()) {
      return new Outcome.NotEnded<>(settled == null ? status() : settled.status());
    }
    String message = settled.state().message();
    return switch (settled.status()) {
      case ENDED_SUCCESS -> new Outcome.Succeeded<>(settled.state().outputs(), message);
      case ENDED_ERROR -> new Outcome.Failed<>(failure(settled));
      default -> new Outcome.Cancelled<>(reason(settled), message);
    };
  }

  private static Failure failure(ExecutionRecord record) {
    return Objects.requireNonNull(record.state().failure(), "a failed execution has a failure");
  }

  private static StatusReason reason(ExecutionRecord record) {
    return Objects.requireNonNullElse(record.state().reason(), StatusReason.REQUESTED);
  }

  /**
   * The execution, or the one as which it went on, when it ended or cannot be replayed; null if the
   * time is over.
   */
  private @Nullable ExecutionRecord awaitEnd(@Nullable Duration timeout) {
    long started = services.environment().elapsedNanos();
    HostExecution current = this;
    while (true) {
      Duration left = timeout;
      if (timeout != null) {
        Duration rest = timeout.minusNanos(services.environment().elapsedNanos() - started);
        left = rest.isNegative() ? Duration.ZERO : rest;
      }
      ExecutionRecord settled = current.awaitOwnEnd(left);
      if (settled == null) {
        return null;
      }
      ExecutionRecord now = Mailbox.current(services, settled);
      if (now.id().equals(settled.id())) {
        return settled;
      }
      current = new HostExecution(services, dispatcher, now.id());
    }
  }

  private @Nullable ExecutionRecord awaitOwnEnd(@Nullable Duration timeout) {
    ExecutionRecord settled =
        dispatcher.await(
            id,
            timeout,
            () -> {
              ExecutionRecord record = record();
              boolean stuck = record.state().reason() == StatusReason.REPLAY_MISMATCH;
              return record.status().isEnded() || stuck ? record : null;
            });
    if (settled == null && Thread.currentThread().isInterrupted()) {
      throw new AwaitInterruptedException(id);
    }
    if (settled == null && dispatcher.isClosed()) {
      throw new EngineClosedException();
    }
    return settled;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostExecution execution && execution.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** {@return the form that logs show} */
  @Override
  public String toString() {
    return ref().toString();
  }
}
