package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Failure.Frame;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Interrupted;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.JournalEntry.Pending;
import io.flowengine.spi.JournalEntry.Raised;
import io.flowengine.spi.JournalEntry.Result;
import io.flowengine.spi.JournalEntry.Returned;
import io.flowengine.spi.Position;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts a text that can be searched for into every kind of payload. */
final class SecretPayloads {
  private static final List<String> OVERWRITTEN =
      List.of("secret<inputs>", "secret<record>", "secret<cell>");

  /** The texts, one for each kind of payload. */
  final List<String> secrets = new ArrayList<>();

  /** Those that were not overwritten by others. */
  List<String> last() {
    return secrets.stream().filter(secret -> !OVERWRITTEN.contains(secret)).toList();
  }

  private String secret(String kind) {
    String secret = "secret<" + kind + ">";
    secrets.add(secret);
    return secret;
  }

  private Value value(String kind) {
    return Value.of(Map.of("field", secret(kind)));
  }

  private JournalEntry entry(int number, String preview, Result result) {
    Call call = new Call(Kind.STEP, "step", "key", 7, secret(preview));
    return new JournalEntry(
        JournalEntry.FORMAT,
        Position.of(number),
        call,
        result,
        NOW,
        result == Pending.PENDING ? null : NOW);
  }

  /** Writes all of them; the execution has written a second time, so that rows were updated too. */
  ExecutionId writeTo(Store store) {
    ExecutionRecord plain = Executions.record("public name");
    ExecutionId id = plain.id();
    ExecutionRecord created =
        plain.with(
            new Attributes("public name", value("inputs"), 0, null, null, null, value("extras")));
    store.commit(
        new Commit("a")
            .create(
                new Commit.Creation(
                    created,
                    "a",
                    null,
                    List.of(entry(1, "created preview", new Returned(value("created result")))))),
        NOW);
    Failure failure =
        new Failure(
            "Error",
            secret("failure message"),
            secret("failure stack"),
            List.of(new Frame("f", secret("failure frame"), 1)),
            id,
            NOW,
            null);
    State state =
        new State(
            ExecutionStatus.RUNNING, null, secret("message"), value("outputs"), failure, NOW, null);
    ExecutionRecord updated =
        created.with(state).with(created.attributes().withInputs(value("new inputs")));
    store.commit(
        new Commit("a")
            .fence(id, 1, 1)
            .update(updated)
            .journal(entry(2, "returned preview", new Returned(value("returned"))))
            .journal(
                entry(
                    3,
                    "raised preview",
                    new Raised("Error", secret("raised message"), value("raised"))))
            .journal(
                entry(
                    4,
                    "interrupted preview",
                    new Interrupted(StatusReason.REQUESTED, secret("interrupted message"))))
            .journal(entry(5, "pending preview", Pending.PENDING))
            .log(
                new LogEntry(NOW, LogLevel.INFO, "user log", secret("log text"), value("log data")))
            .write(
                new StoredRecord(
                    RecordType.SETTING, "public-id", "public name", false, 1, value("record")),
                0)
            .write("public", "key", 0, value("cell")),
        NOW);
    store.commit(
        new Commit("b").send(new InboxItem(id, "item", InboxItem.Kind.SAVE, value("inbox"), NOW)),
        NOW);
    store.commit(
        new Commit("b")
            .write(
                new StoredRecord(
                    RecordType.SETTING, "public-id", "public name", false, 2, value("new record")),
                1)
            .write("public", "key", 1, value("new cell")),
        NOW);
    return id;
  }
}
