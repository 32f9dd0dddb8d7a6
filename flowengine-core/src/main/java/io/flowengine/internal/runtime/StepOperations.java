package io.flowengine.internal.runtime;

import io.flowengine.execution.Failure;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.argument.RetryArguments;
import io.flowengine.internal.argument.Retrying;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The call {@code step}: a body that runs once, or until an attempt succeeds. */
final class StepOperations {
  private static final Set<String> KNOWN = Set.of("name", "retry", "timeout", "total_timeout");
  private static final Set<String> LATER =
      Set.of(
          "when",
          "continue_on_error",
          "cache_ttl",
          "cache_key",
          "priority",
          "concurrency_key",
          "concurrency_limit",
          "concurrency_window",
          "queue_limit",
          "breaker");

  private final FlowRun run;
  private final Call call;
  private final OwnCode.Limits limits;
  private final @Nullable Retries retries;

  private StepOperations(FlowRun run, Call call, OwnCode.Limits limits, @Nullable Retries retries) {
    this.run = run;
    this.call = call;
    this.limits = limits;
    this.retries = retries;
  }

  static Value step(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(KNOWN, LATER);
    String step = in.text("name");
    if (step.isEmpty()
        || step.length() > 128
        || step.chars()
            .anyMatch(c -> c == '/' || c == '[' || c == ']' || Character.isISOControl(c))) {
      throw new InvalidInputException(
          "step name",
          "must have 1 to 128 characters, none of / [ ] and no control characters",
          step);
    }
    Retrying retrying = RetryArguments.read(in.get("retry"));
    Duration timeout = in.limit("timeout");
    Duration total = in.limit("total_timeout");
    String key = run.journal().key(step);
    Instant until = Retries.until(run, total);
    return new StepOperations(
            run,
            new Call(Kind.STEP, name, key, 0, ""),
            new OwnCode.Limits(timeout, total, until),
            retrying == null ? null : new Retries(run, retrying, key, until))
        .attempt(1);
  }

  private Value attempt(int number) {
    Retries after = retries;
    return after == null
        ? run.ownCode().step(call, number, limits, null)
        : run.ownCode()
            .step(call, number, limits, (failed, when) -> failed(after, number, failed, when));
  }

  private Value failed(Retries after, int number, Errors.CallFailed failed, Instant when) {
    if (failed.data.toMap().containsKey("scope")) {
      throw failed; // the time of the whole step is over
    }
    return after.after(
        number,
        failure(failed, when),
        () -> attempt(number + 1),
        () -> {
          throw failed;
        });
  }

  private Failure failure(Errors.CallFailed failed, Instant when) {
    Object name = failed.data.toMap().get("error");
    return new Failure(
        name instanceof String own ? own : failed.error,
        String.valueOf(failed.getMessage()),
        "",
        List.of(),
        run.id(),
        when,
        null);
  }
}
