package io.flowengine.internal.argument;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The replies that executions leave for those who have started them from outside. */
public final class Replies {
  public static final String REPLY = "webhook_reply";
  public static final String EARLY = "early_reply";

  private Replies() {}

  /**
   * A reply.
   *
   * @param status the status code
   * @param headers the headers
   * @param body text, bytes, or anything that becomes JSON; null for nothing
   */
  public record Reply(int status, Map<String, String> headers, @Nullable Object body) {}

  /**
   * Gives the reply that is given at once.
   *
   * @param record the execution
   * @return the reply; empty if it has left none
   */
  public static Optional<Reply> early(ExecutionRecord record) {
    return read(record, EARLY);
  }

  /**
   * Gives the reply that is given at the end.
   *
   * @param record the execution
   * @return the reply; empty if it has left none
   */
  public static Optional<Reply> last(ExecutionRecord record) {
    return read(record, REPLY);
  }

  private static Optional<Reply> read(ExecutionRecord record, String field) {
    Map<String, @Nullable Object> extras = record.attributes().extras().toMap();
    if (extras.get(field) == null) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> stored = Value.of(extras.get(field)).toMap();
    Map<String, String> headers = new LinkedHashMap<>();
    new Arguments(Value.of(stored))
        .map("headers")
        .forEach((key, value) -> headers.put(key, String.valueOf(value)));
    return Optional.of(
        new Reply(
            new Arguments(Value.of(stored)).integer("status", 200), headers, stored.get("body")));
  }
}
