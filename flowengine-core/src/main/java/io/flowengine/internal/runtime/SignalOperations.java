package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.node.Part;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The calls by which executions send values to each other: {@code send} and {@code receive}. */
final class SignalOperations {
  private SignalOperations() {}

  static Value send(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments).only(Set.of("execution", "name", "value", "id"), Set.of());
    ExecutionId target = in.has("execution") ? in.execution("execution") : run.id();
    String id = in.has("id") ? in.name("id") : null;
    Mailbox.Signal signal =
        new Mailbox.Signal(in.name("name"), id, Value.of("value", in.get("value")));
    return run.write(
        run.describe(Kind.WRITE, name, signal.name(), arguments),
        () ->
            new FlowRun.Change(
                Value.NULL,
                run.record(),
                Mailbox.sending(run.services(), target, signal).orElse(Part.NONE)));
  }

  static Value receive(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("name", "timeout"), Set.of());
    String signal = in.name("name");
    Duration timeout = in.timeout("timeout");
    Call call = run.describe(Kind.WAIT, name, signal, arguments);
    Map<String, ?> answer = run.await(call, new SignalWait(run, signal, timeout)).toMap();
    if (answer.containsKey("timed_out")) {
      throw Errors.failed(
          "TimeoutExceededError",
          "no signal '"
              + signal
              + "' came within "
              + (timeout == null ? "?" : Arguments.text(timeout))
              + " s");
    }
    return Value.of(answer.get("value"));
  }
}
