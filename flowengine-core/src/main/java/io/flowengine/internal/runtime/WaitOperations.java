package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Fields;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for executions or for time: {@code wait_for}, {@code sleep}, and the waits
 * inside creating calls.
 */
final class WaitOperations {
  private WaitOperations() {}

  static Value waitFor(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments).only(Set.of("executions", "return_when", "timeout"), Set.of());
    List<ExecutionId> targets = in.executions("executions");
    Object mode = in.get("return_when");
    ReturnWhen returnWhen =
        mode == null ? ReturnWhen.ALL_SUCCEEDED : CreateOperations.returnWhen("return_when", mode);
    Duration timeout = in.timeout("timeout");
    if (targets.contains(run.id())) {
      throw new InvalidInputException(
          "an execution cannot wait for itself: it would wait for ever");
    }
    if (targets.isEmpty()) {
      return Value.of(List.of());
    }
    Call call = run.describe(Kind.WAIT, name, "", arguments);
    DependencyWait wait = DependencyWait.of(run, targets, returnWhen, timeout);
    return wait.verdict(run.await(call, wait));
  }

  /** Waits for an execution that the call before has created; gives what is recorded of it. */
  static Value created(FlowRun run, ExecutionId id, DependencyWait wait) {
    return run.await(new Call(Kind.WAIT, "wait", id.toString(), 0, ""), wait);
  }

  /** Waits for an execution that the call before has started. */
  static Value started(FlowRun run, ExecutionId id, String name, ReturnWhen returnWhen) {
    Call call = new Call(Kind.WAIT, "wait", id.toString(), 0, "");
    DependencyWait wait = DependencyWait.of(run, List.of(id), returnWhen, null);
    return finished(id, name, wait, run.await(call, wait));
  }

  /** What a call that created or started an execution returns after its wait. */
  static Value finished(ExecutionId id, String name, DependencyWait wait, Value recorded) {
    Value verdict = wait.verdict(recorded);
    List<@Nullable Object> handle = new ArrayList<>(List.of(id.toString(), name));
    if (verdict.toObject() instanceof List<?> ended
        && !ended.isEmpty()
        && ended.getFirst() instanceof List<?> first) {
      handle.set(0, first.get(0)); // it may have gone on as another execution
      handle.add(first.get(1));
    }
    return Value.of(handle);
  }

  static Value sleep(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("seconds", "until"), Set.of());
    Call call = run.describe(Kind.WAIT, name, "", arguments);
    Duration span = in.has("until") ? null : span(in.get("seconds"));
    Instant until = in.has("until") ? instant(in.get("until")) : null;
    return rest(
        run,
        call,
        createdAt -> until != null ? until : span == null ? createdAt : createdAt.plus(span),
        () -> Value.NULL);
  }

  /**
   * Waits for time to pass.
   *
   * @param deadline gives when, by when the call was made first
   * @param result what the call returns then
   */
  static Value rest(
      FlowRun run, Call call, UnaryOperator<Instant> deadline, Supplier<Value> result) {
    return run.await(
        call,
        new Awaiting() {
          @Override
          public Wait wakes() {
            return Wait.NOTHING;
          }

          @Override
          public Instant deadline(Instant createdAt) {
            return deadline.apply(createdAt);
          }

          @Override
          public Optional<Value> look() {
            return Optional.empty();
          }

          @Override
          public Value expired() {
            return result.get();
          }
        });
  }

  private static Duration span(@Nullable Object seconds) {
    if (seconds instanceof Duration duration) {
      return duration;
    }
    if (seconds instanceof Number number) {
      return Arguments.seconds("seconds", number.doubleValue());
    }
    throw new InvalidInputException("sleep expects seconds as a number, was " + seconds);
  }

  private static Instant instant(@Nullable Object until) {
    if (until instanceof Number number) {
      Duration since = Arguments.seconds("timestamp", number.doubleValue());
      return Instant.EPOCH.plus(since);
    }
    if (until instanceof OffsetDateTime || until instanceof LocalDateTime) {
      Instant instant = Fields.instant("timestamp", until);
      return instant == null ? Instant.EPOCH : instant;
    }
    throw new InvalidInputException("timestamp", "must be a POSIX timestamp or a datetime", until);
  }
}
