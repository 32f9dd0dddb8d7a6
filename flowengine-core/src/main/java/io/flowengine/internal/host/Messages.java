package io.flowengine.internal.host;

import io.flowengine.event.EngineEvent;
import io.flowengine.event.EngineEvent.MessageAnswered;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Events;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.MessageHook;
import io.flowengine.internal.runtime.MessageOperations;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages as hosts see them. */
public final class Messages {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "subject",
          "message_type",
          "is_submitted",
          "is_deleted",
          "execution_id",
          "project_id",
          "created_at",
          "modified_at");

  private Messages() {}

  /**
   * Lists messages that wait for an answer.
   *
   * @param services the engine
   * @return at most 1,000 messages, oldest first
   */
  public static List<StoredRecord> open(Services services) {
    Filter open =
        new Filter.And(List.of(Filter.eq("is_submitted", false), Filter.eq("is_deleted", false)));
    Query query = Query.where(open).limit(Query.MAX_LIMIT);
    return services.store().records(RecordType.MESSAGE, query).items();
  }

  /**
   * Answers a message and wakes whoever waits for it.
   *
   * @param services the engine
   * @param id the message
   * @param response the answer
   * @throws ResourceNotFoundException if there is no such message
   * @throws InvalidInputException if it is answered already
   * @throws io.flowengine.resource.InvalidAnswerException if the answer does not fit its form
   */
  public static void answer(Services services, String id, Map<String, ?> response) {
    RecordRef ref = RecordRef.of(RecordType.MESSAGE, id);
    StoredRecord mine = null;
    while (true) {
      StoredRecord message =
          services
              .store()
              .record(ref)
              .filter(found -> !found.deleted())
              .orElseThrow(() -> new ResourceNotFoundException(ref));
      if (message.equals(mine)) {
        return; // the answer to an earlier commit was lost
      }
      Map<String, @Nullable Object> fields = message.fields().toMap();
      if (Boolean.TRUE.equals(fields.get("is_submitted"))) {
        throw new InvalidInputException("message " + id + " is answered already");
      }
      Map<String, Object> filled = MessageOperations.form(fields).check(response);
      fields.put("is_submitted", true);
      fields.put("response", Value.of("response", filled).untagged());
      fields.put("modified_at", services.environment().instant());
      mine =
          new StoredRecord(
              message.type(),
              message.id(),
              message.name(),
              message.deleted(),
              message.version() + 1,
              Value.of(fields));
      Commit commit =
          new Commit(services.node()).write(mine, message.version()).notify(MessageHook.topic(id));
      if (committed(services, commit, mine)) {
        return;
      }
    }
  }

  /** The answer wakes its execution, which may have news before this thread has told of it. */
  private static boolean committed(Services services, Commit commit, StoredRecord message) {
    ExecutionId asks = ExecutionId.of(String.valueOf(message.fields().toMap().get("execution_id")));
    Events.Turn turn = services.events().turn(asks);
    List<EngineEvent> events = List.of();
    try {
      boolean committed = services.commit(commit) instanceof Committed;
      if (committed) {
        Instant now = services.environment().instant();
        events = List.of(new MessageAnswered(asks, message.id(), now));
      }
      return committed;
    } finally {
      turn.tell(events);
    }
  }

  /**
   * Lists messages.
   *
   * @param services the engine
   * @param query which
   * @return one page
   */
  public static Page<StoredRecord> list(Services services, Query query) {
    query.requireFields(FIELDS);
    return services.store().records(RecordType.MESSAGE, query);
  }
}
