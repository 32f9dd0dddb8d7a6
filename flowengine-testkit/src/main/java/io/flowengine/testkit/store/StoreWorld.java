package io.flowengine.testkit.store;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.Origin;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Rerun;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Position;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store with two nodes, {@code a} and {@code b}, and a time that tests set. */
final class StoreWorld {
  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  static final String REQUIRES = "java:flow";

  private final AtomicLong ids = new AtomicLong();
  private @Nullable Store store;
  Instant now = START;

  void open(Store opened) {
    store = opened;
    now = START;
    renew("a", Duration.ofSeconds(10));
    renew("b", Duration.ofSeconds(10));
  }

  void reopened(Store again) {
    store = again;
  }

  Store store() {
    return requireNonNull(store, "no store is open");
  }

  void renew(String node, Duration lease) {
    List<ExecutionId> unused = store().renew(node, now, now.plus(lease));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant in(int seconds) {
    return now.plusSeconds(seconds);
  }

  // ---------------------------------------------------------------- executions

  ExecutionRecord record(String name, ExecutionStatus status) {
    return record(name, status, 0, null, REQUIRES);
  }

  ExecutionRecord record(
      String name,
      ExecutionStatus status,
      int priority,
      @Nullable ExecutionId parent,
      String requires) {
    ExecutionId id = ExecutionId.of(0x0190_0000_0000_7000L, ids.incrementAndGet());
    StatusReason reason = status == ExecutionStatus.PAUSED ? StatusReason.NOT_STARTED : null;
    State state = State.created(status, reason);
    return new ExecutionRecord(
        id,
        new Origin(ExecutionType.FLOW, "flow", requires, null, parent, 42, now, null),
        new Attributes(name, Value.of(Map.of("n", 1)), priority, null, null, null, Value.EMPTY),
        status == ExecutionStatus.RUNNING ? state.running(now) : state);
  }

  /** The same execution, which is not to start before an instant. */
  ExecutionRecord scheduledFor(Instant instant, ExecutionRecord record) {
    Attributes with = record.attributes();
    return record.with(
        new Attributes(
            with.name(),
            with.inputs(),
            with.priority(),
            with.projectId(),
            instant,
            with.timeout(),
            with.extras()));
  }

  /** Creates an execution that does another one again. */
  ExecutionRecord rerun(String name, Rerun rerun, Instant dueAt) {
    ExecutionRecord plain = record(name, ExecutionStatus.SCHEDULED);
    Origin origin = plain.origin();
    Origin linked =
        new Origin(
            origin.type(),
            origin.flowName(),
            origin.requires(),
            origin.scriptHash(),
            origin.parent(),
            origin.seed(),
            origin.createdAt(),
            rerun);
    return create(
        new ExecutionRecord(plain.id(), linked, plain.attributes(), plain.state()), dueAt);
  }

  ExecutionRecord create(ExecutionRecord record, @Nullable Instant dueAt) {
    Committed unused = committed(new Commit("a").create(new Commit.Creation(record, null, dueAt)));
    return record;
  }

  /** Creates an execution that is due now. */
  ExecutionRecord due(String name) {
    return create(record(name, ExecutionStatus.SCHEDULED), now);
  }

  /** Creates an execution that node {@code a} runs. */
  Lease held(String name) {
    return held(record(name, ExecutionStatus.RUNNING));
  }

  Lease held(ExecutionRecord record) {
    Committed unused = committed(new Commit("a").create(new Commit.Creation(record, "a", null)));
    return new Lease(this, "a", record, 1);
  }

  ExecutionRecord read(ExecutionId id) {
    return store().executions(List.of(id)).getFirst();
  }

  // ---------------------------------------------------------------- calls

  Committed committed(Commit commit) {
    CommitResult result = store().commit(commit, now);
    if (result instanceof Committed committed) {
      return committed;
    }
    throw new AssertionError("the commit should have been applied, but: " + result);
  }

  Committed send(ExecutionId target, InboxItem.Kind kind, String itemId) {
    InboxItem item = new InboxItem(target, itemId, kind, Value.EMPTY, now);
    return committed(new Commit("b").send(item));
  }

  List<Claim> claim(String node, int limit) {
    return store()
        .claim(new Claim.Request(node, now, Set.of(REQUIRES), limit, List.of(), Claim.Again.NO));
  }

  List<Claim> claim(String node, ExecutionId only) {
    return store()
        .claim(new Claim.Request(node, now, Set.of(REQUIRES), 1, List.of(only), Claim.Again.NO));
  }

  Lease taken(String node, ExecutionId only) {
    Claim claim = claim(node, only).getFirst();
    return new Lease(this, node, claim.record(), claim.epoch());
  }

  LogEntry line(String text) {
    return new LogEntry(now, LogLevel.INFO, "user log", text, Value.NULL);
  }

  JournalEntry entry(int number, String name) {
    JournalEntry.Call call =
        new JournalEntry.Call(JournalEntry.Kind.READ, name, "key", number, "preview");
    return new JournalEntry(
        JournalEntry.FORMAT,
        Position.of(number),
        call,
        new JournalEntry.Returned(Value.of(number)),
        now,
        now);
  }

  static StoredRecord setting(String id, String name, long version, int value) {
    return new StoredRecord(
        RecordType.SETTING, id, name, false, version, Value.of(Map.of("value", value)));
  }

  static StoredRecord deleted(StoredRecord record) {
    return new StoredRecord(
        record.type(), record.id(), record.name(), true, record.version() + 1, record.fields());
  }

  /** The lease that a node has of one execution. */
  static final class Lease {
    private final StoreWorld world;
    final String node;
    final ExecutionRecord record;
    final long epoch;
    private long sequence;

    Lease(StoreWorld world, String node, ExecutionRecord record, long epoch) {
      this.world = world;
      this.node = node;
      this.record = record;
      this.epoch = epoch;
    }

    ExecutionId id() {
      return record.id();
    }

    Commit commit() {
      return new Commit(node).fence(record.id(), epoch, ++sequence);
    }

    Commit releasing(Wait wait, @Nullable Instant dueAt) {
      return commit()
          .update(record.with(record.state().with(ExecutionStatus.WAITING, null)))
          .release(wait, dueAt);
    }

    Committed release(Wait wait, @Nullable Instant dueAt) {
      return world.committed(releasing(wait, dueAt));
    }

    Commit ending(ExecutionStatus status) {
      State state = record.state();
      return commit()
          .update(
              record.with(
                  new State(
                      status,
                      null,
                      "the end",
                      Value.of(Map.of("result", 1)),
                      null,
                      state.startedAt(),
                      new End(world.now, 0))));
    }

    Committed end(ExecutionStatus status) {
      return world.committed(ending(status));
    }
  }
}
