package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.argument.Replies;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Commit;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls by which a flow answers whoever has started it from outside and waits. */
final class WebhookOperations {
  private static final int LEAST = 100;
  private static final int MOST = 599;

  private WebhookOperations() {}

  /** Sets the reply that is given when the flow has ended; the last one counts. */
  static Value response(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("status", "headers", "body"), Set.of());
    return write(run, name, arguments, Replies.REPLY, reply(in, "body"));
  }

  /** Answers at once; the flow goes on. */
  static Value earlyReturn(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("status", "headers", "value"), Set.of());
    return write(run, name, arguments, Replies.EARLY, reply(in, "value"));
  }

  private static Map<String, @Nullable Object> reply(Arguments in, String body) {
    int status = in.integer("status", 200);
    if (status < LEAST || status > MOST) {
      throw new InvalidInputException("status", "must be from 100 to 599", status);
    }
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("status", (long) status);
    Map<String, Object> headers = new LinkedHashMap<>();
    in.map("headers").forEach((key, value) -> headers.put(key, String.valueOf(value)));
    reply.put("headers", headers);
    reply.put("body", in.get(body));
    return reply;
  }

  private static Value write(
      FlowRun run,
      String name,
      Value arguments,
      String field,
      Map<String, @Nullable Object> reply) {
    Call call = run.describe(Kind.WRITE, name, "", arguments);
    return run.write(
        call,
        () -> {
          ExecutionRecord record = run.record();
          Value extras = record.attributes().extras();
          if (field.equals(Replies.EARLY) && extras.toMap().containsKey(field)) {
            throw new InvalidInputException(
                "early_return can be called once; it was called before");
          }
          Value changed = Fields.with(extras, field, reply);
          ExecutionRecord update = record.with(record.attributes().withExtras(changed));
          return new FlowRun.Change(Value.NULL, update, new Told(run.services(), update));
        });
  }

  /** Wakes who waits for a reply. */
  private record Told(Services services, ExecutionRecord record) implements Part {
    @Override
    public void addTo(Commit commit) {}

    @Override
    public void durable() {
      services.host().settled(record);
    }
  }
}
