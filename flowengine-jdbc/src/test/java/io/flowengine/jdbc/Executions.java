package io.flowengine.jdbc;

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
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Position;
import io.flowengine.spi.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Executions for tests. */
final class Executions {
  static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private Executions() {}

  static ExecutionRecord record(String name) {
    return record(name, 0, NOW, Value.of(Map.of("n", 1)));
  }

  static ExecutionRecord record(String name, int priority, Instant createdAt, Value inputs) {
    UUID id = UUID.randomUUID();
    return new ExecutionRecord(
        ExecutionId.of(id.getMostSignificantBits(), id.getLeastSignificantBits()),
        new Origin(ExecutionType.FLOW, "flow", "java:flow", null, null, 42, createdAt, null),
        new Attributes(name, inputs, priority, null, null, null, Value.EMPTY),
        State.created(ExecutionStatus.RUNNING, null).running(createdAt));
  }

  /** Creates an execution that node {@code a} holds. */
  static ExecutionId held(Store store, String name) {
    ExecutionRecord record = record(name);
    store.commit(new Commit("a").create(new Commit.Creation(record, "a", null)), NOW);
    return record.id();
  }

  /** The end of an execution that node {@code a} holds and has written nothing of. */
  static Commit end(Store store, ExecutionId id) {
    ExecutionRecord record = store.executions(List.of(id)).getFirst();
    State state = record.state();
    State ended =
        new State(
            ExecutionStatus.ENDED_SUCCESS,
            null,
            null,
            state.outputs(),
            null,
            state.startedAt(),
            new End(NOW, 0));
    return new Commit("a").fence(id, 1, 1).update(record.with(ended));
  }

  static JournalEntry entry(int number) {
    JournalEntry.Call call =
        new JournalEntry.Call(JournalEntry.Kind.READ, "call", "key", number, "preview");
    return new JournalEntry(
        JournalEntry.FORMAT,
        Position.of(number),
        call,
        new JournalEntry.Returned(Value.of(number)),
        NOW,
        NOW);
  }

  static LogEntry line(String text) {
    return new LogEntry(NOW, LogLevel.INFO, "user log", text, Value.NULL);
  }
}
