package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Failure;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.Value;
import io.flowengine.flow.RetryPolicy;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.argument.Retrying;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What follows a failed attempt at a call.
 *
 * <p>Each attempt is a call of its own in the journal. After a failed one comes the entry {@code
 * retry}, which records what was decided and when the next attempt is due, and after that the entry
 * {@code retry.delay}, a wait like any other: no worker, no lease, and the due time of the first
 * entry, so that a restart waits what is left. The code of the flow that decides is asked live and
 * on replay, because it may print or take the time; what is recorded holds.
 */
final class Retries {
  private final FlowRun run;
  private final Retrying retrying;
  private final String step;
  private final @Nullable Instant until;

  /**
   * Prepares the retries of one call.
   *
   * @param step the key of the step, or the name of the child
   * @param until no attempt begins then or later; null for no limit
   */
  Retries(FlowRun run, Retrying retrying, String step, @Nullable Instant until) {
    this.run = run;
    this.retrying = retrying;
    this.step = step;
    this.until = until;
  }

  /**
   * When the time of a whole call is over, counted from the first time it was made.
   *
   * @param total how long it may take; null for no limit
   * @return the instant, recorded; null for no limit
   */
  static @Nullable Instant until(FlowRun run, @Nullable Duration total) {
    if (total == null) {
      return null;
    }
    Call begun = new Call(Kind.READ, "total_timeout", "", 0, "");
    Value recorded = run.read(begun, () -> Value.of(run.instant().plus(total).toString()));
    return Instant.parse(requireNonNull(recorded.as(String.class)));
  }

  /**
   * Goes on after a failed attempt.
   *
   * @param attempt which attempt it was, from 1
   * @param failure how it failed
   * @param again makes the next attempt
   * @param giveUp ends the call with the failure of this attempt
   */
  Value after(int attempt, Failure failure, Supplier<Value> again, Supplier<Value> giveUp) {
    if (attempt >= retrying.policy().maxAttempts() || !retrying.isHopeful(failure.name())) {
      return giveUp.get();
    }
    if (!retrying.asks()) {
      return decide(attempt, failure, true, null, again, giveUp);
    }
    return run.ownCode()
        .ask(
            new CallResult.Judge(failure, step, attempt),
            (wanted, note) -> decide(attempt, failure, wanted, note, again, giveUp));
  }

  private Value decide(
      int attempt,
      Failure failure,
      boolean wanted,
      @Nullable String note,
      Supplier<Value> again,
      Supplier<Value> giveUp) {
    Call call = new Call(Kind.READ, "retry", step, attempt, "after attempt " + attempt);
    Map<String, @Nullable Object> decided =
        run.read(call, () -> decision(attempt, failure, wanted, note)).toMap();
    if (decided.get("due") instanceof String due && delayed(attempt, Instant.parse(due))) {
      return again.get();
    }
    return decided.get("note") instanceof String recorded ? noted(recorded, giveUp) : giveUp.get();
  }

  /** Made once; says in the log what is about to happen. */
  private Value decision(int attempt, Failure failure, boolean wanted, @Nullable String note) {
    RetryPolicy policy = retrying.policy();
    String failed =
        "attempt "
            + attempt
            + " of "
            + policy.maxAttempts()
            + " at '"
            + step
            + "' failed with "
            + failure.name()
            + ": "
            + failure.message();
    if (!wanted) {
      return givenUp(failed, note == null ? "retry_if says no" : "retry_if failed: " + note, note);
    }
    Duration delay = retrying.delay(attempt, run.services().environment());
    Instant due = run.instant().plus(delay);
    if (until != null && !due.isBefore(until)) {
      return givenUp(failed, "the next attempt would be due after the total timeout", null);
    }
    run.log(LogLevel.WARNING, "retry", failed + "; the next one is due at " + due, Value.NULL);
    return Value.of(Map.of("attempt", attempt + 1, "delay", delay, "due", due.toString()));
  }

  private Value givenUp(String failed, String why, @Nullable String note) {
    run.log(LogLevel.WARNING, "retry", failed + "; there is no further one: " + why, Value.NULL);
    return note == null ? Value.EMPTY : Value.of(Map.of("note", "retry_if failed: " + note));
  }

  /** Waits; false if the time of the whole call was over by then. */
  private boolean delayed(int attempt, Instant due) {
    Call call = new Call(Kind.WAIT, "retry.delay", step, attempt, "until " + due);
    Value inTime =
        run.await(
            call,
            new Awaiting() {
              @Override
              public Wait wakes() {
                return Wait.NOTHING;
              }

              @Override
              public Instant deadline(Instant createdAt) {
                return due;
              }

              @Override
              public Optional<Value> look() {
                return Optional.empty();
              }

              @Override
              public Value expired() {
                return Value.of(until == null || run.instant().isBefore(until));
              }
            });
    return Boolean.TRUE.equals(inTime.toObject());
  }

  /** The error of the last attempt, with what was wrong with the decision. */
  private static Value noted(String note, Supplier<Value> giveUp) {
    try {
      return giveUp.get();
    } catch (Errors.CallFailed e) {
      Map<String, @Nullable Object> data = new HashMap<>(e.data.toMap());
      data.put("note", note);
      throw Errors.failed(e.error, requireNonNull(e.getMessage()), data);
    }
  }
}
