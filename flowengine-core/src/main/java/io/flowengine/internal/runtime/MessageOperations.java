package io.flowengine.internal.runtime;

import io.flowengine.event.EngineEvent.MessageOpened;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.record.MessageHook;
import io.flowengine.resource.Form;
import io.flowengine.resource.MessageType;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.Commit;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls that ask people: {@code message} and {@code message.wait}. */
public final class MessageOperations {
  private static final List<String> TYPES =
      Arrays.stream(MessageType.values()).map(MessageType::name).sorted().toList();
  private static final Set<String> KNOWN =
      Set.of(
          "subject",
          "message",
          "request",
          "body",
          "wait",
          "message_type",
          "timeout",
          "name",
          "init");
  private static final Set<String> INIT =
      Set.of("name", "description", "project_id", "project_name");

  private MessageOperations() {}

  static Value message(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(KNOWN, Set.of());
    List<String> contents =
        Stream.of("message", "request", "body").filter(key -> in.get(key) != null).toList();
    if (contents.size() > 1) {
      throw new InvalidInputException(
          "at most one of message, request and body may be given, were " + contents);
    }
    String subject = in.textOrNull("subject");
    if (subject != null && subject.length() > 128) {
      throw new InvalidInputException("subject", "must have at most 128 characters", subject);
    }
    String type = in.has("message_type") ? in.text("message_type") : MessageType.INFO.name();
    if (!TYPES.contains(type)) {
      throw new InvalidInputException("message_type", "must be one of " + TYPES, type);
    }
    boolean waits = in.flag("wait", true);
    Duration timeout = in.timeout("timeout");
    Map<String, @Nullable Object> fields = fields(in, subject, type);
    Call call = run.describe(Kind.WRITE, name, subject == null ? "" : subject, arguments);
    Value created =
        run.writeLazily(
            call,
            () -> waits,
            () -> {
              Permission.require(run, Access.ASK, RecordRef.of(RecordType.MESSAGE, "*"));
              StoredRecord record = record(run, in, fields);
              return new FlowRun.Change(
                  Value.of(record.id()), run.record(), opening(run, record, subject));
            });
    String id = String.valueOf(created.toObject());
    return waits ? await(run, id, timeout, true) : created;
  }

  /** What the message is made of, as far as the call says it. */
  private static Map<String, @Nullable Object> fields(
      Arguments in, @Nullable String subject, String type) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("subject", subject);
    fields.put("message", in.textOrNull("message"));
    fields.put("request", in.textOrNull("request"));
    if (in.get("body") != null) {
      Form form = Form.of(in.map("body")); // refuses what is no form
      fields.put("body", Value.of("body", form.toMap()).untagged());
    }
    fields.put("message_type", type);
    fields.put("is_submitted", false);
    fields.put("response", null);
    return fields;
  }

  private static StoredRecord record(
      FlowRun run, Arguments in, Map<String, @Nullable Object> given) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(given);
    Map<String, @Nullable Object> init = in.map("init");
    for (String key : init.keySet()) {
      if (!INIT.contains(key)) {
        throw new InvalidInputException(
            "init of a message has no '" + key + "'; it has " + INIT.stream().sorted().toList());
      }
    }
    fields.put("project_id", run.record().attributes().projectId());
    fields.putAll(init);
    if (fields.remove("project_name") instanceof String project) {
      RecordRef ref = RecordRef.of(RecordType.PROJECT, project);
      fields.put(
          "project_id",
          run.services()
              .store()
              .record(ref)
              .orElseThrow(() -> new ResourceNotFoundException(ref))
              .id());
    }
    if (in.get("name") != null) {
      fields.put("name", in.name("name"));
    }
    fields.put("execution_id", run.id().toString());
    fields.put("created_at", run.instant());
    fields.put("created_by", run.id().toString());
    String id = run.services().newId().toString();
    return new StoredRecord(RecordType.MESSAGE, id, id, false, 1, Value.of(fields));
  }

  private static Part opening(FlowRun run, StoredRecord record, @Nullable String subject) {
    return new Part() {
      @Override
      public void addTo(Commit commit) {
        commit.write(record, 0);
      }

      @Override
      public void durable() {
        run.services()
            .events()
            .tell(
                run.id(),
                List.of(new MessageOpened(run.id(), record.id(), subject, run.instant())));
      }
    };
  }

  /**
   * Gives the form of a message.
   *
   * @param fields the fields of its record
   * @return what it asks for
   */
  @SuppressWarnings("unchecked")
  public static Form form(Map<String, @Nullable Object> fields) {
    if (fields.get("body") instanceof Map<?, ?> body) {
      return Form.of((Map<String, Object>) body);
    }
    return fields.get("request") instanceof String label
        ? Form.request(label)
        : Form.text(Objects.requireNonNullElse((String) fields.get("message"), ""));
  }

  /** Learns what must not be readable in logs from a message that a flow has read. */
  static void learn(FlowRun run, Map<String, @Nullable Object> fields) {
    if (fields.get("response") instanceof Map<?, ?> response && fields.get("body") != null) {
      form(fields).passwords().forEach(key -> run.masks().learn(response.get(key)));
    }
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
      String seconds = timeout == null ? "?" : Arguments.text(timeout);
      throw Errors.failed(
          "MessageResponseTimeoutError",
          "message " + id + " was not answered within " + seconds + " s; it stays open");
    }
    if (map.remove("passwords") instanceof List<?> keys
        && map.get("response") instanceof Map<?, ?> response) {
      keys.forEach(key -> run.masks().learn(response.get(key)));
    }
    map.put("id", id);
    return Value.of(map);
  }

  /** Waits for the answer to one message. */
  private static final class AnswerWait implements Awaiting {
    private final FlowRun run;
    private final String id;
    private final @Nullable Duration timeout;
    private final boolean own;
    private boolean unseen;
    private @Nullable StoredRecord known;

    AnswerWait(FlowRun run, String id, @Nullable Duration timeout, boolean created) {
      this.run = run;
      this.id = id;
      this.timeout = timeout;
      this.own = created;
      this.unseen = created;
    }

    @Override
    public Wait wakes() {
      return new Wait(List.of(), ReturnWhen.ALL_ENDED, List.of(MessageHook.topic(id)));
    }

    @Override
    public @Nullable Instant deadline(Instant createdAt) {
      return timeout == null ? null : createdAt.plus(timeout);
    }

    @Override
    public Optional<Value> look() {
      RecordRef ref = RecordRef.of(RecordType.MESSAGE, id);
      if (!own && known == null) {
        Permission.require(run, Access.READ, ref);
      }
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
          ? Optional.of(answer(fields))
          : Optional.empty();
    }

    private static Value answer(Map<String, @Nullable Object> fields) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("response", Objects.requireNonNullElse(fields.get("response"), Map.of()));
      List<String> passwords = List.copyOf(form(fields).passwords());
      if (!passwords.isEmpty()) {
        answer.put("passwords", passwords);
      }
      return Value.of(answer);
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
