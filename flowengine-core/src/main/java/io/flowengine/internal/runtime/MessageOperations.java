package io.flowengine.internal.runtime;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls that ask people: {@code message} and {@code message.wait}. */
public final class MessageOperations {
  private static final Set<String> TYPES = Set.of("SUCCESS", "INFO", "WARNING", "ERROR", "POPUP");

  private MessageOperations() {}

  static Value message(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(
                Set.of("subject", "message", "request", "wait", "message_type", "timeout", "name"),
                Set.of("body", "init"));
    String text = in.textOrNull("message");
    String request = in.textOrNull("request");
    if (text != null && request != null) {
      throw new InvalidInputException("at most one of message, request and body may be given");
    }
    String subject = in.textOrNull("subject");
    if (subject != null && subject.length() > 128) {
      throw new InvalidInputException("subject", "must have at most 128 characters", subject);
    }
    String type = in.has("message_type") ? in.text("message_type") : "INFO";
    if (!TYPES.contains(type)) {
      throw new InvalidInputException(
          "message_type", "must be one of " + TYPES.stream().sorted().toList(), type);
    }
    boolean waits = in.flag("wait", true);
    Duration timeout = in.timeout("timeout");
    Call call = FlowRun.describe(Kind.WRITE, name, subject == null ? "" : subject, arguments);
    Value created =
        run.writeLazily(
            call,
            () -> waits,
            () -> {
              StoredRecord record = record(run, in, text, request, type);
              return new FlowRun.Change(
                  Value.of(record.id()), run.record(), commit -> commit.write(record, 0));
            });
    String id = String.valueOf(created.toObject());
    return waits ? await(run, id, timeout, true) : created;
  }

  private static StoredRecord record(
      FlowRun run, Arguments in, @Nullable String text, @Nullable String request, String type) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("subject", in.textOrNull("subject"));
    fields.put("message", text);
    fields.put("request", request);
    fields.put("message_type", type);
    fields.put("is_submitted", false);
    fields.put("response", null);
    fields.put("execution_id", run.id().toString());
    fields.put("project_id", run.record().attributes().projectId());
    fields.put("created_at", run.instant());
    fields.put("created_by", run.id().toString());
    String id = run.services().newId().toString();
    return new StoredRecord(RecordType.MESSAGE, id, id, false, 1, Value.of(fields));
  }

  static Value wait(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("message", "timeout"), Set.of());
    return await(run, in.text("message"), in.timeout("timeout"), false);
  }

  private static Value await(FlowRun run, String id, @Nullable Duration timeout, boolean created) {
    Call call = new Call(Kind.WAIT, "message.wait", id, 0, "");
    Value answer = run.await(call, new AnswerWait(run, id, timeout, created));
    Map<String, @Nullable Object> map = answer.toMap();
    if (map.containsKey("timed_out")) {
      String seconds =
          timeout == null
              ? "?"
              : BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
      throw Errors.failed(
          "MessageResponseTimeoutError",
          "message " + id + " was not answered within " + seconds + " s; it stays open");
    }
    map.put("id", id);
    return Value.of(map);
  }

  /**
   * Names the topic that is notified when a message is answered.
   *
   * @param messageId the message
   * @return the topic
   */
  public static String topic(String messageId) {
    return "message/" + messageId;
  }

  /** Waits for the answer to one message. */
  private static final class AnswerWait implements Awaiting {
    private final FlowRun run;
    private final String id;
    private final @Nullable Duration timeout;
    private boolean unseen;
    private @Nullable StoredRecord known;

    AnswerWait(FlowRun run, String id, @Nullable Duration timeout, boolean created) {
      this.run = run;
      this.id = id;
      this.timeout = timeout;
      this.unseen = created;
    }

    @Override
    public Wait wakes() {
      return new Wait(List.of(), ReturnWhen.ALL_ENDED, List.of(topic(id)));
    }

    @Override
    public @Nullable Instant deadline(Instant createdAt) {
      return timeout == null ? null : createdAt.plus(timeout);
    }

    @Override
    public Optional<Value> look() {
      RecordRef ref = RecordRef.of(RecordType.MESSAGE, id);
      Optional<StoredRecord> found =
          run.services().store().record(ref).filter(record -> !record.deleted());
      if (found.isEmpty()) {
        if (unseen) {
          return Optional.empty();
        }
        throw new ResourceNotFoundException(ref);
      }
      known = found.get();
      Map<String, @Nullable Object> fields = found.get().fields().toMap();
      return Boolean.TRUE.equals(fields.get("is_submitted"))
          ? Optional.of(
              Value.of(
                  Map.of("response", Optional.ofNullable(fields.get("response")).orElse(Map.of()))))
          : Optional.empty();
    }

    @Override
    public Value expired() {
      return Value.of(Map.of("timed_out", true));
    }

    @Override
    public void register(Commit commit) {
      if (known != null) {
        commit.check(known);
      }
    }

    @Override
    public void begun() {
      unseen = false;
    }
  }
}
