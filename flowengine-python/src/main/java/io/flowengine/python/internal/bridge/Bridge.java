package io.flowengine.python.internal.bridge;

import io.flowengine.execution.Failure;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.Value;
import io.flowengine.python.internal.stop.StackDrop;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.LineWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * One execution as the flow API in Python sees it. Arguments and answers are text in stored form,
 * so that no object crosses the border, and one call is one crossing. The first letter of an answer
 * says what it is: {@code R} returned, {@code X} raised, {@code P} perform this step, {@code J}
 * judge this failure, {@code S} {@code E} {@code C} the execution ends. Null stands for a call that
 * returned null, the most frequent answer.
 *
 * <p>Only the exported methods can be reached from scripts. None of them lets an exception of Java
 * out, except the one that unwinds a stack.
 */
public final class Bridge implements Connected {
  private static final long NANOS = 1_000_000_000L;
  private static final Set<String> WAITING =
      Set.of(
          "flow",
          "script",
          "clone",
          "connect",
          "run",
          "wait_for",
          "sleep",
          "message",
          "message.wait",
          "pause");

  private final FlowCalls calls;
  private final String file;
  private final Environment environment;
  private volatile boolean dropped;
  private final AtomicLong made = new AtomicLong();

  /**
   * Makes a bridge.
   *
   * @param calls the connection of the execution
   * @param file the file of the script, as tracebacks name it
   * @param environment the engine's time
   */
  public Bridge(FlowCalls calls, String file, Environment environment) {
    this.calls = calls;
    this.file = file;
    this.environment = environment;
  }

  /**
   * {@return true if the stack is being unwound, so that what the script returned does not count}
   */
  public boolean isDropped() {
    return dropped;
  }

  @Override
  public long made() {
    return made.get();
  }

  @Override
  public void drop() {
    dropped = true;
  }

  /**
   * Makes a call.
   *
   * @param name its name
   * @param arguments its arguments in stored form
   * @return the answer
   */
  @HostAccess.Export
  public @Nullable String call(String name, String arguments) {
    made.incrementAndGet();
    if (WAITING.contains(name)) {
      calls.droppable(ScriptStack.isOwn(file));
    }
    return answer(calls.call(name, Value.ofJson(arguments)));
  }

  /**
   * Tells whether the built-in encoder may have put a value into another form than it is stored in,
   * which takes Python code many times as long to find out.
   *
   * @param json what the encoder has made
   * @param most how many levels there may be
   * @return true if the value has more levels, or a key that may have been no text
   */
  @HostAccess.Export
  public boolean doubtful(String json, int most) {
    return Doubt.about(json, most);
  }

  /**
   * Ends a step.
   *
   * @param result its result in stored form
   * @return the answer
   */
  @HostAccess.Export
  public @Nullable String complete(String result) {
    return answer(calls.complete(Value.ofJson(result)));
  }

  /**
   * Ends a step by an error.
   *
   * @param error the name of its class
   * @param message what it says
   * @param standard true if every script knows the class
   * @return the answer
   */
  @HostAccess.Export
  public @Nullable String fail(String error, String message, boolean standard) {
    calls.droppable(ScriptStack.isOwn(file));
    return answer(calls.fail(error, message, standard));
  }

  /**
   * Decides whether a failed attempt is followed by another one.
   *
   * @param again whether it is
   * @param note what is wrong with the decision; null if nothing is
   * @return the answer
   */
  @HostAccess.Export
  public @Nullable String judge(boolean again, @Nullable String note) {
    calls.droppable(ScriptStack.isOwn(file));
    return answer(calls.judge(again, note));
  }

  /**
   * Writes a line that the script printed.
   *
   * @param level the name of the level
   * @param line the line
   * @return the answer
   */
  @HostAccess.Export
  public @Nullable String print(String level, String line) {
    return answer(calls.print(LogLevel.valueOf(level), line));
  }

  /** {@return the recorded time, in nanoseconds since 1970} */
  @HostAccess.Export
  public long now() {
    return nanos(calls.now());
  }

  /** {@return the time as it is, in nanoseconds since 1970} */
  @HostAccess.Export
  public long clock() {
    return nanos(environment.instant());
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * NANOS + at.getNano();
  }

  /**
   * Sleeps inside the body of a step.
   *
   * @param seconds how long; finite
   */
  @HostAccess.Export
  public void nap(double seconds) {
    Instant end = environment.instant().plus(Duration.ofNanos((long) (seconds * NANOS)));
    while (!dropped && environment.instant().isBefore(end)) {
      environment.parkUntil(end);
    }
  }

  /**
   * Draws recorded entropy.
   *
   * @param count how many bytes
   * @return the bytes in hexadecimal
   */
  @HostAccess.Export
  public String entropy(int count) {
    return HexFormat.of().formatHex(calls.entropy(count));
  }

  /** {@return the seed of the execution's random numbers} */
  @HostAccess.Export
  public long seed() {
    return calls.record().origin().seed();
  }

  /**
   * Connects the lines of a script that is watched.
   *
   * @param watch who is told of them
   * @return what the script tells them to
   */
  public LineBridge lines(LineWatch watch) {
    return new LineBridge(
        watch,
        (where, frames) -> {
          calls.droppable(ScriptStack.isOwn(file));
          return answer(watch.stop(where, frames));
        });
  }

  private @Nullable String answer(CallResult result) {
    return switch (result) {
      case CallResult.Returned returned ->
          returned.value().isNull() ? null : "R" + returned.value().json();
      case CallResult.Perform perform -> "P" + perform.attempt() + " " + perform.key();
      case CallResult.Judge judge -> "J" + failure(judge).json();
      case CallResult.Raised raised ->
          "X"
              + Value.of(
                      Map.of(
                          "error", raised.error(),
                          "message", raised.message(),
                          "data", raised.data()))
                  .json();
      case CallResult.Signalled signalled -> signal(signalled);
      case CallResult.Dropped gone -> {
        dropped = true;
        throw StackDrop.make();
      }
    };
  }

  private static Value failure(CallResult.Judge judge) {
    Failure failure = judge.failure();
    return Value.of(
        Map.of(
            "name", failure.name(),
            "message", failure.message(),
            "stack", failure.stack(),
            "step", judge.step(),
            "execution_id", failure.executionId().toString(),
            "attempts", judge.attempts(),
            "at", failure.at().atOffset(ZoneOffset.UTC)));
  }

  private static String signal(CallResult.Signalled signalled) {
    String kind =
        switch (signalled.end()) {
          case ENDED_SUCCESS -> "S";
          case ENDED_ERROR -> "E";
          default -> "C";
        };
    return kind + Value.of(signalled.message()).json();
  }
}
