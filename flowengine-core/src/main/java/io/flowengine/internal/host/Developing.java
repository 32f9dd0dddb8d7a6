package io.flowengine.internal.host;

import io.flowengine.execution.AwaitInterruptedException;
import io.flowengine.execution.AwaitTimeoutException;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.StepMode;
import io.flowengine.execution.StoppedLine;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.DevelopmentMode;
import io.flowengine.internal.argument.StoredStop;
import io.flowengine.internal.dispatch.Dispatcher;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Commit;
import io.flowengine.spi.InboxItem;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a developer does with executions. Thread-safe. */
public final class Developing {
  private final Services services;
  private final Dispatcher dispatcher;

  /**
   * Begins.
   *
   * @param services what all executions share
   * @param dispatcher where to wait
   */
  public Developing(Services services, Dispatcher dispatcher) {
    this.services = services;
    this.dispatcher = dispatcher;
  }

  /** Has all executions go on that stand still because no session was open. */
  public void resumeForsaken() {
    Query query =
        Query.where(Filter.eq("status", ExecutionStatus.PAUSED.name())).limit(Query.MAX_LIMIT);
    do {
      Page<ExecutionRecord> page = services.store().executions(query);
      for (ExecutionRecord record : page.items()) {
        if (record.state().reason() == StatusReason.NO_DEVELOPER) {
          services.commit(new Commit(services.node()).send(start(record.id())));
        }
      }
      query = query.after(page.cursor());
    } while (query.cursor() != null);
  }

  /**
   * Gives the line before which an execution stands.
   *
   * @param id the execution
   * @return the line; empty if it does not stand before one
   */
  public Optional<StoppedLine> stop(ExecutionId id) {
    return stop(handle(id).record());
  }

  private static Optional<StoppedLine> stop(ExecutionRecord record) {
    boolean stands =
        record.status() == ExecutionStatus.PAUSED
            && record.state().reason() == StatusReason.BREAKPOINT;
    return stands ? Optional.ofNullable(StoredStop.of(record)) : Optional.empty();
  }

  /**
   * Waits until an execution stands before a line, or has ended.
   *
   * @param id the execution
   * @param timeout how long at most
   * @return the line; empty if it has ended
   */
  public Optional<StoppedLine> awaitStop(ExecutionId id, Duration timeout) {
    HostExecution execution = handle(id);
    ExecutionRecord found =
        dispatcher.await(
            id,
            timeout,
            () -> {
              ExecutionRecord record = execution.record();
              return record.status().isEnded() || stop(record).isPresent() ? record : null;
            });
    if (found == null && Thread.currentThread().isInterrupted()) {
      throw new AwaitInterruptedException(id);
    }
    if (found == null && dispatcher.isClosed()) {
      throw new EngineClosedException();
    }
    if (found == null) {
      throw new AwaitTimeoutException(id, execution.status(), timeout);
    }
    return stop(found);
  }

  /**
   * Sets the lines before which an execution stops.
   *
   * @param id the execution
   * @param lines the lines
   */
  public void breakpoints(ExecutionId id, List<Long> lines) {
    HostExecution execution = handle(id);
    if (!Boolean.FALSE.equals(execution.record().field(DevelopmentMode.PRODUCTIVE))) {
      throw new InvalidInputException(
          "execution " + id + " is productive; breakpoints work in development mode only");
    }
    execution.save(Map.of(DevelopmentMode.BREAKPOINTS, lines));
  }

  /**
   * Has an execution go on from the line before which it stands.
   *
   * @param id the execution
   * @param step how far; null to its next breakpoint
   */
  public void goOn(ExecutionId id, @Nullable StepMode step) {
    ExecutionRecord record = handle(id).record();
    if (stop(record).isEmpty()) {
      throw new InvalidInputException(
          "execution "
              + id
              + " does not stand before a line of its script; its status is "
              + record.status()
              + ". awaitStop waits until it does");
    }
    Map<String, @Nullable String> field =
        Collections.singletonMap(DevelopmentMode.STEP, step == null ? null : step.name());
    services.commit(
        new Commit(services.node())
            .send(item(id, InboxItem.Kind.SAVE, Value.of(field)))
            .send(start(id)));
  }

  private InboxItem start(ExecutionId id) {
    return item(id, InboxItem.Kind.START, Value.EMPTY);
  }

  private InboxItem item(ExecutionId id, InboxItem.Kind kind, Value payload) {
    return new InboxItem(
        id, services.newId().toString(), kind, payload, services.environment().instant());
  }

  private HostExecution handle(ExecutionId id) {
    return new HostExecution(services, dispatcher, id);
  }
}
