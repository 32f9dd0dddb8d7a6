package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Errors;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.JournalEntry.Raised;
import io.flowengine.spi.JournalEntry.Result;
import io.flowengine.spi.JournalEntry.Returned;
import io.flowengine.spi.LineWatch;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine as a program sees it. Lets each call in through the gate and turns every way it can
 * end into an answer.
 */
public final class Connection implements FlowCalls {
  private final Activation activation;
  private final FlowRun run;
  private final Environment environment;

  Connection(Activation activation, FlowRun run, Environment environment) {
    this.activation = activation;
    this.run = run;
    this.environment = environment;
  }

  @Override
  public ExecutionRecord record() {
    return run.record();
  }

  @Override
  public CallResult call(String name, Value arguments) {
    return answer(
        () -> {
          boolean judging = run.ownCode().admit(name);
          Value value = Operations.find(name).run(run, name, arguments);
          return judging ? new CallResult.Returned(value) : run.ownCode().next(value);
        });
  }

  @Override
  public CallResult judge(boolean again, @Nullable String note) {
    return answer(() -> run.ownCode().next(run.ownCode().judged(again, note)));
  }

  @Override
  public CallResult complete(Value result) {
    return endStep(new Returned(result));
  }

  @Override
  public CallResult fail(String error, String message, boolean standard) {
    return endStep(
        standard
            ? new Raised(error, message, Value.EMPTY)
            : new Raised("StepFailedError", message, Value.of(Map.of("error", error))));
  }

  @Override
  public CallResult transact(TransactionWork work) throws Exception {
    try {
      return answer(() -> new CallResult.Returned(run.ownCode().transact(work)));
    } catch (StepTransaction.BodyFailed e) {
      throw e.failure();
    }
  }

  private CallResult endStep(Result result) {
    return answer(() -> run.ownCode().next(run.ownCode().endStep(result)));
  }

  @Override
  public Instant now() {
    Value value = inside(() -> run.sample("now", () -> Value.of(run.clock().toString())));
    Instant now = Instant.parse(requireNonNull(value.as(String.class)));
    run.saw(now);
    return now;
  }

  @Override
  public byte[] entropy(int bytes) {
    Value value = inside(() -> run.sample("entropy", () -> Value.of(draw(bytes))));
    return requireNonNull((byte[]) value.toObject());
  }

  private byte[] draw(int bytes) {
    byte[] drawn = new byte[bytes];
    environment.entropy(drawn);
    return drawn;
  }

  @Override
  public CallResult print(LogLevel level, String line) {
    return call("print", Value.of(Map.of("level", level.name(), "line", line)));
  }

  @Override
  public void droppable(boolean droppable) {
    activation.droppable(droppable);
  }

  @Override
  public void whenCancelled(Runnable action) {
    activation.whenCancelled(action);
  }

  @Override
  public void whenPaused(Runnable action) {
    activation.whenPaused(action);
  }

  @Override
  public boolean isInterrupted() {
    return inside(activation::isInterrupted);
  }

  @Override
  public void locatedBy(Supplier<String> location) {
    run.locatedBy(location);
  }

  @Override
  public Optional<LineWatch> lines() {
    return inside(() -> run.stops().isWatched())
        ? Optional.of(new WatchedLines(this, run.stops()))
        : Optional.empty();
  }

  CallResult answer(Supplier<CallResult> call) {
    try {
      return inside(call);
    } catch (Unwinding.Ending e) {
      return new CallResult.Signalled(e.status, e.message);
    } catch (Unwinding.Dropping | EngineClosedException e) {
      activation.leaveForGood(e);
      return CallResult.Dropped.DROPPED;
    } catch (StepTransaction.BodyFailed e) {
      throw e;
    } catch (RuntimeException e) {
      return Errors.raised(e);
    }
  }

  <T> T inside(Supplier<T> call) {
    activation.enter();
    try {
      return call.get();
    } finally {
      activation.leave();
    }
  }
}
