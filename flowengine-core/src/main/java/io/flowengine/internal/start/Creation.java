package io.flowengine.internal.start;

import static java.util.Objects.requireNonNull;

import io.flowengine.event.EngineEvent;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.Origin;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Rerun;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.InitialState;
import io.flowengine.internal.node.Events;
import io.flowengine.internal.node.Ids;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.TransactionalStore;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The creation of one execution. If it is to start and this node has a free worker, it is created
 * with this node's lease, running: no second commit is needed to claim it.
 */
public final class Creation implements Part {
  private static final String KEYS = "idempotency";
  private static final int MOST_TRIES = 3;
  private static final int LOOKS = 10;
  private static final Duration FIRST_LOOK = Duration.ofMillis(20);

  private final Services services;
  private final FlowDefinition definition;
  private final @Nullable String key;
  private final String scope;
  private final boolean starts;
  private final List<JournalEntry> journal;
  private final Instant now;
  private ExecutionRecord record;
  private ExecutionRecord unreserved;
  private boolean reserved;
  private Events.@Nullable Turn turn;
  private boolean guest;
  private long keyVersion; // above 0 if the execution of the key has expired

  private Creation(
      Services services,
      FlowDefinition definition,
      Start start,
      List<JournalEntry> journal,
      ExecutionRecord record) {
    this.services = services;
    this.definition = definition;
    this.key = start.key;
    this.scope = start.scope == null ? definition.name() : start.scope;
    this.starts = start.mode == Mode.RUN;
    this.journal = journal;
    this.record = record;
    this.unreserved = record;
    this.now = record.origin().createdAt();
  }

  /**
   * Prepares a creation.
   *
   * @param services what all executions share
   * @param type FLOW or SCRIPT
   * @param definition what it runs
   * @param parent its parent; null for a top-level one
   * @param attributes what it is given
   * @param start how it begins
   * @return the creation, to be added to a commit
   */
  public static Creation of(
      Services services,
      ExecutionType type,
      FlowDefinition definition,
      @Nullable ExecutionId parent,
      Attributes attributes,
      Start start) {
    Instant now = services.environment().instant();
    Again again = start.again;
    Origin origin =
        new Origin(
            type,
            definition.name(),
            definition.requires(),
            definition.hash(),
            parent,
            again == null ? services.environment().randomLong() : again.seed,
            now,
            again == null ? null : again.link);
    State state =
        switch (start.mode) {
          case RUN -> State.created(ExecutionStatus.SCHEDULED, null);
          case PAUSED -> State.created(ExecutionStatus.PAUSED, StatusReason.NOT_STARTED);
          case CREATED -> State.created(ExecutionStatus.CREATED, null);
        };
    ExecutionRecord record = new ExecutionRecord(services.newId(), origin, attributes, state);
    List<JournalEntry> journal = again == null ? List.of() : again.journal;
    return new Creation(services, definition, start, journal, record);
  }

  /** Has the execution begin with outputs and a message. */
  public Creation beginningWith(InitialState initial) {
    record = initial.of(record);
    return this;
  }

  /** How an execution begins. */
  public enum Mode {
    /** It is started. */
    RUN,
    /** It is paused until somebody starts it. */
    PAUSED,
    /** Nothing is decided. */
    CREATED
  }

  /**
   * How an execution begins.
   *
   * @param mode whether it is started
   * @param key its idempotency key; null if it has none
   * @param again what it does again; null if it is no rerun
   * @param scope whose keys its key is among; null for those of the flow that it runs
   */
  public record Start(
      Mode mode, @Nullable String key, @Nullable Again again, @Nullable String scope) {
    /**
     * How an execution begins that is no rerun.
     *
     * @param mode whether it is started
     * @param key its idempotency key; null if it has none
     */
    public Start(Mode mode, @Nullable String key) {
      this(mode, key, null, null);
    }

    /**
     * How an execution begins that may be a rerun.
     *
     * @param mode whether it is started
     * @param key its idempotency key; null if it has none
     * @param again what it does again; null if it is no rerun
     */
    public Start(Mode mode, @Nullable String key, @Nullable Again again) {
      this(mode, key, again, null);
    }
  }

  /**
   * What a rerun takes over from the execution that it does again.
   *
   * @param link names that execution
   * @param seed where its random numbers start
   * @param journal the entries that it shares; empty if it begins from the beginning
   */
  public record Again(Rerun link, long seed, List<JournalEntry> journal) {}

  public ExecutionRecord record() {
    return record;
  }

  /** True if the commit can be refused for another reason than a lost lease. */
  public boolean hasPreconditions() {
    return key != null || services.catalog().texts().needsStoring(definition);
  }

  /** The execution that was created with the idempotency key before. */
  public Optional<ExecutionRecord> earlier() {
    if (key == null) {
      return Optional.empty();
    }
    Cell known = services.store().cell(KEYS, cell());
    keyVersion = known.version();
    return known.value().toObject() instanceof String id
        ? services.store().executions(List.of(ExecutionId.of(id))).stream().findFirst()
        : Optional.empty();
  }

  private String cell() {
    return cell(scope, requireNonNull(key));
  }

  private static String cell(String scope, String key) {
    return scope + "/" + key;
  }

  /**
   * Finds the execution that was created with a key not long ago and has been removed since.
   *
   * @param services the engine
   * @param flow the flow whose key it is
   * @param key the idempotency key
   * @param since what was created before counts no more
   * @return its id; empty if there was none, it is stored, or it was created before
   */
  public static Optional<ExecutionId> removed(
      Services services, String flow, String key, Instant since) {
    return services.store().cell(KEYS, cell(flow, key)).value().toObject() instanceof String known
        ? Optional.of(ExecutionId.of(known))
            .filter(id -> !Ids.madeAt(id).isBefore(since))
            .filter(id -> services.store().executions(List.of(id)).isEmpty())
        : Optional.empty();
  }

  @Override
  public void addTo(Commit commit) {
    services.catalog().texts().store(definition, commit);
    if (key != null) {
      commit.write(KEYS, cell(), keyVersion, Value.of(record.id().toString()));
    }
    Instant notBefore = record.attributes().scheduledFor();
    boolean later = notBefore != null && notBefore.isAfter(now);
    boolean fresh = starts && !later && journal.isEmpty();
    reserved = fresh && !guest && services.host().reserve(definition.requires());
    if (reserved) {
      unreserved = record;
      record = record.with(record.state().running(now));
    } else if (!guest && turn == null && !services.events().isSilent()) {
      turn =
          services.events().turn(record.id()); // another thread may claim it before this one tells
    }
    commit.create(
        new Commit.Creation(
            record,
            reserved ? services.node() : null,
            starts && !reserved ? later ? notBefore : now : null,
            journal));
  }

  @Override
  public void durable() {
    services.catalog().texts().stored(definition);
    tell();
    if (reserved) {
      services.host().launch(record);
    } else if (record.attributes().scheduledFor() != null && starts) {
      services.host().arm(requireNonNull(record.attributes().scheduledFor()), record.id());
    }
  }

  @Override
  public void refused() {
    if (reserved) {
      reserved = false;
      services.host().free(definition.requires());
      record = unreserved;
    }
    tellInTurn(List.of());
  }

  /**
   * Creates the execution in a commit of its own, or finds the one that was created with its key
   * before.
   *
   * @return the execution
   */
  public ExecutionRecord alone() {
    while (true) {
      Optional<ExecutionRecord> known = earlier();
      if (known.isPresent()) {
        return known.get();
      }
      Commit commit = new Commit(services.node());
      boolean done = false;
      try {
        addTo(commit);
        CommitResult result = services.committer().commit(commit);
        if (result instanceof Committed committed) {
          done = true;
          durable();
          services.committer().follow(commit, committed);
          return record;
        }
      } finally {
        if (!done) {
          refused();
        }
      }
    }
  }

  /**
   * Creates the execution in a transaction of the host. This node looks for it soon after, and less
   * and less often; whoever sweeps finds it in any case.
   *
   * @param connection the host's connection to the database of the store
   * @return the execution, which exists if the host commits; or the one that was created with its
   *     key before
   * @throws InvalidInputException if the store is not in a database
   */
  public ExecutionRecord within(Connection connection) {
    TransactionalStore store =
        services
            .transactional()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "start(connection) needs a store in a database, for example JdbcStore"));
    guest = true;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<ExecutionRecord> known = earlier();
      if (known.isPresent()) {
        return known.get();
      }
      Commit commit = new Commit(services.node());
      addTo(commit);
      if (store.commit(commit, now, connection) instanceof Committed) {
        lookFor();
        return record;
      }
    }
    throw new InvalidInputException(
        "idempotency_key", "was used before in the same transaction", key);
  }

  private void lookFor() {
    Duration pause = FIRST_LOOK;
    for (int look = 0; look < LOOKS; look++) {
      services.host().arm(services.environment().instant().plus(pause), record.id());
      pause = pause.multipliedBy(2);
    }
  }

  private void tell() {
    if (services.events().isSilent()) {
      return;
    }
    List<EngineEvent> events = new ArrayList<>();
    ExecutionStatus before = null;
    for (ExecutionStatus status : passed()) {
      events.add(
          new StatusChanged(
              record.id(), record.name(), before, status, record.state().reason(), now));
      before = status;
    }
    tellInTurn(events);
  }

  private void tellInTurn(List<EngineEvent> events) {
    Events.Turn own = turn;
    turn = null;
    if (own == null) {
      services.events().tell(record.id(), events);
    } else {
      own.tell(events);
    }
  }

  private List<ExecutionStatus> passed() {
    return switch (record.status()) {
      case RUNNING ->
          List.of(ExecutionStatus.CREATED, ExecutionStatus.SCHEDULED, ExecutionStatus.RUNNING);
      case CREATED -> List.of(ExecutionStatus.CREATED);
      default -> List.of(ExecutionStatus.CREATED, record.status());
    };
  }
}
