package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls.TransactionWork;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Raised;
import io.flowengine.spi.JournalEntry.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the flow's own code does in the middle of a call: it runs the body of a step, or decides
 * whether a failed attempt is to be followed by another. The call goes on when it has told.
 */
final class OwnCode {
  /** What a decision may do; all else could wait or end, in the middle of another call. */
  private static final Set<String> SPEAKING = Set.of("print", "log", "deprecated");

  /** What reads on in something that was recorded before; always possible. */
  private static final Set<String> READING = Set.of("list.page");

  private final FlowRun run;
  private final Services services;
  private final Ledger ledger;
  private @Nullable Step step;
  private @Nullable Question question;

  /**
   * A step whose body runs.
   *
   * @param over when its time is over; null if it has all the time
   * @param failed goes on after a failure; null if that is the failure of the call
   */
  private record Step(
      Site site, int attempt, Limits limits, @Nullable Instant over, @Nullable Failed failed) {}

  /**
   * How long a step may take.
   *
   * @param timeout one attempt; null for no limit
   * @param total the whole step; null for no limit
   * @param until when the whole step must be done; null for no limit
   */
  record Limits(@Nullable Duration timeout, @Nullable Duration total, @Nullable Instant until) {
    @Nullable Instant over(Instant now) {
      return Fields.earlier(timeout == null ? null : now.plus(timeout), until);
    }

    /** The error of an attempt that took too long. */
    Raised expired(String step, Instant now) {
      boolean whole = total != null && until != null && !now.isBefore(until);
      Duration limit = whole || timeout == null ? total : timeout;
      return new Raised(
          "StepTimeoutError",
          "step '"
              + step
              + "' did not end within its "
              + (whole ? "total " : "")
              + "timeout of "
              + (limit == null ? "" : Arguments.inSeconds(limit))
              + " s",
          whole ? Value.of(Map.of("scope", "total")) : Value.EMPTY);
    }
  }

  private record Question(CallResult.Judge asked, Answer then) {}

  /** Goes on with the failure of an attempt. */
  @FunctionalInterface
  interface Failed {
    Value at(Errors.CallFailed failure, Instant when);
  }

  /** Goes on with a decision. */
  @FunctionalInterface
  interface Answer {
    Value given(boolean again, @Nullable String note);
  }

  OwnCode(FlowRun run, Services services, Ledger ledger) {
    this.run = run;
    this.services = services;
    this.ledger = ledger;
  }

  /**
   * Refuses calls where the flow's own code must make none.
   *
   * @return true if the call is answered by itself, though a step or a decision may be open, which
   *     is not over with it
   */
  boolean admit(String call) {
    if (READING.contains(call)) {
      return true;
    }
    if (step != null) {
      throw new InvalidInputException(
          call + " is called inside a step body; a step body cannot call the engine");
    }
    if (question == null) {
      return false;
    }
    if (run.end().ending() != null) {
      question = null;
      return false;
    }
    if (!SPEAKING.contains(call)) {
      throw new InvalidInputException(
          call + " is called inside retry_if; it decides by the failure it is given");
    }
    return true;
  }

  /** True while the flow's own code runs. */
  boolean isBusy() {
    return step != null || question != null;
  }

  /** What the program is told after a call has come as far as it can. */
  CallResult next(Value value) {
    Step open = step;
    if (open != null) {
      return new CallResult.Perform(open.site.call().key(), open.attempt);
    }
    Question asked = question;
    return asked == null ? new CallResult.Returned(value) : asked.asked;
  }

  // ---------------------------------------------------------------- steps

  /**
   * Begins an attempt at a step: answers it if it is recorded, else leaves it open until {@link
   * #endStep}.
   *
   * @param failed goes on after a failure; null if that is the failure of the call
   */
  Value step(Call call, int attempt, Limits limits, @Nullable Failed failed) {
    Site site = run.site(call);
    if (site.isAnswered()) {
      try {
        return run.recorded(site);
      } catch (Errors.CallFailed e) {
        return goOn(e, requireNonNull(requireNonNull(site.recorded()).endedAt()), failed);
      }
    }
    Instant now = run.instant();
    if (limits.until != null && !now.isBefore(limits.until)) {
      return ended(site, limits.expired(call.key(), now), failed);
    }
    ledger.flush();
    step = new Step(site, attempt, limits, limits.over(now), failed);
    return Value.NULL;
  }

  /** Runs the body of the open step in a transaction, and ends the step in the same. */
  Value transact(TransactionWork work) {
    Step open = requireNonNull(step, "no step has been begun");
    Result result = new StepTransaction(services, ledger, open.site).run(work);
    step = null;
    run.journal().grow();
    return run.outcome(result);
  }

  Value endStep(Result result) {
    Step open = requireNonNull(step, "no step has been begun");
    step = null;
    return ended(open.site, result, open.failed);
  }

  private Value ended(Site site, Result result, @Nullable Failed failed) {
    Instant now = run.instant();
    run.ride(site, result, now);
    ledger.flush();
    try {
      return run.outcome(result);
    } catch (Errors.CallFailed e) {
      return goOn(e, now, failed);
    }
  }

  /**
   * Ends the open step if its time is over, in the place of its body, which may not come back for
   * long. The stack below it is of no use then; the entry is left to the next commit.
   *
   * @return true if it was ended
   */
  boolean expire(Instant now) {
    Step open = step;
    Instant over = open == null ? null : open.over;
    if (open == null || over == null || now.isBefore(over)) {
      return false;
    }
    step = null;
    run.ride(open.site, open.limits.expired(open.site.call().key(), over), now);
    return true;
  }

  private static Value goOn(Errors.CallFailed e, Instant when, @Nullable Failed failed) {
    if (failed == null) {
      throw e;
    }
    return failed.at(e, when);
  }

  // ---------------------------------------------------------------- decisions

  /** Has the flow's own code decide about a failure. */
  Value ask(CallResult.Judge asked, Answer then) {
    question = new Question(asked, then);
    return Value.NULL;
  }

  Value judged(boolean again, @Nullable String note) {
    Question asked = requireNonNull(question, "nothing was asked");
    question = null;
    return asked.then.given(again, note);
  }
}
