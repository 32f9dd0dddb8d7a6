package io.flowengine.internal.runtime;

import io.flowengine.execution.AwaitInterruptedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.Origin;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.NonDeterministicFlowException;
import io.flowengine.execution.StatusReason;
import io.flowengine.internal.memory.InMemoryStore;
import io.flowengine.internal.node.Committer;
import io.flowengine.internal.node.Events;
import io.flowengine.internal.node.Host;
import io.flowengine.internal.node.Ids;
import io.flowengine.internal.node.Recorded;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.Catalog;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.JournalExport;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a flow against a journal, in a store of its own, up to the last entry.
 *
 * <p>It is a claim of an engine that is about to stop: recorded calls are answered from the
 * journal, and at the first call behind them, or at a wait that is still open, the execution gives
 * up. So no step body, no creation and no wait of this run ever happens, and what it leaves in its
 * store is thrown away with it.
 */
public final class Rehearsal {
  private static final String NODE = "rehearsal";
  private static final Duration LOOK = Duration.ofSeconds(1);

  private Rehearsal() {}

  /**
   * Replays a journal.
   *
   * @param services the engine whose time, threads and flows are used
   * @param export the journal and what a replay looks at
   * @param definition the flow that is to be run
   * @param path is told of each line of the script that is run, by the thread that runs it; null if
   *     nobody wants to know
   * @return the execution as the replay left it: ended, or running if it came to the end of its
   *     journal and would go on from there
   * @throws NonDeterministicFlowException if the flow makes another call than its journal has
   * @throws AwaitInterruptedException if the thread is interrupted meanwhile
   */
  public static ExecutionRecord replay(
      Services services,
      JournalExport export,
      FlowDefinition definition,
      @Nullable IntConsumer path) {
    if (export.execution().origin().type() == ExecutionType.CONNECTION) {
      return export.execution(); // its work is no call: replaying it would do it
    }
    ExecutionRecord record = interrupted(export.execution(), definition);
    Instant now = services.environment().instant();
    Store store = new InMemoryStore();
    Commit copy = new Commit(NODE);
    copy.create(new Commit.Creation(record, NODE, null, export.journal()));
    export.others().stream()
        .filter(other -> !other.id().equals(record.id()))
        .forEach(other -> copy.create(new Commit.Creation(other, null, null)));
    store.commit(copy, now);
    services.catalog().compile(definition);
    Stage stage = new Stage(services, Thread.currentThread(), path);
    Activation activation =
        Activation.claimed(
            stage.services(store),
            stage,
            new Claim(record, record.status(), 1, export.journal().size(), List.of(), 1),
            new Recorded(export.journal(), null),
            unwinds(services.catalog(), definition));
    if (isScript(definition)
        && services.catalog().language(definition.requires()).needsPlatformThreads()) {
      services.environment().executeOnPlatformThread(activation::run);
    } else {
      services.environment().execute(activation::run);
    }
    stage.await(record.id());
    ExecutionRecord left = store.executions(List.of(record.id())).getFirst();
    if (left.state().reason() == StatusReason.REPLAY_MISMATCH) {
      throw new NonDeterministicFlowException(
          record.id(), Objects.requireNonNullElse(left.state().message(), ""));
    }
    return left;
  }

  private static boolean unwinds(Catalog catalog, FlowDefinition definition) {
    return isScript(definition) && catalog.language(definition.requires()).unwindsDroppedStacks();
  }

  private static boolean isScript(FlowDefinition definition) {
    return definition.hash() != null;
  }

  /** The execution as if it had been interrupted, and had all the time in the world. */
  private static ExecutionRecord interrupted(ExecutionRecord record, FlowDefinition definition) {
    Origin origin = record.origin();
    Attributes given = record.attributes();
    State state = record.state();
    Instant started = state.startedAt() == null ? origin.createdAt() : state.startedAt();
    return new ExecutionRecord(
        record.id(),
        new Origin(
            origin.type(),
            definition.name(),
            definition.requires(),
            definition.hash(),
            origin.parent(),
            origin.seed(),
            origin.createdAt(),
            origin.rerun()),
        new Attributes(
            given.name(),
            given.inputs(),
            given.priority(),
            given.projectId(),
            null,
            null,
            given.extras()),
        new State(ExecutionStatus.RUNNING, null, null, state.outputs(), null, started, null));
  }

  /** A node that stops at once, for one execution. */
  private static final class Stage implements Host, Parking {
    private final Services real;
    private final Thread waiting;
    private final @Nullable IntConsumer path;
    private volatile boolean over;

    Stage(Services real, Thread waiting, @Nullable IntConsumer path) {
      this.real = real;
      this.waiting = waiting;
      this.path = path;
    }

    Services services(Store store) {
      return new Services(
          NODE,
          store,
          real.environment(),
          real.catalog(),
          new Events(List.of()),
          new Committer(store, real.environment(), this),
          this,
          new Ids(real.environment()),
          real.extensions());
    }

    void await(ExecutionId id) {
      while (!over) {
        if (Thread.currentThread().isInterrupted()) {
          throw new AwaitInterruptedException(id);
        }
        real.environment().parkFor(LOOK);
      }
    }

    @Override
    public boolean hasDeveloper() {
      return true;
    }

    @Override
    public @Nullable IntConsumer linesTo() {
      return path;
    }

    @Override
    public boolean isStopping() {
      return true;
    }

    @Override
    public boolean isClosed() {
      return false;
    }

    @Override
    public void retired(Activation activation) {
      over = true;
      real.environment().unpark(waiting);
    }

    @Override
    public boolean reserve(String requires) {
      return false;
    }

    @Override
    public void launch(ExecutionRecord record) {}

    @Override
    public void park(Activation activation) {}

    @Override
    public void standsBy(Activation activation) {}

    @Override
    public void unpark(Activation activation) {}

    @Override
    public void free(String requires) {}

    @Override
    public void arm(Instant at, ExecutionId execution) {}

    @Override
    public void due(List<ExecutionId> executions) {}

    @Override
    public void stirred(List<ExecutionId> executions) {}

    @Override
    public void settled(ExecutionRecord record) {}

    @Override
    public void expel(ExecutionId execution) {}
  }
}
