package io.flowengine.execution;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live handle of one execution: what it is, how far it is, and what can be done to it. A handle
 * holds no lease and no thread; any number of handles may exist, also for an execution that another
 * JVM runs.
 *
 * <p>There are two kinds, which differ in who asks:
 *
 * <ul>
 *   <li>A <em>host's</em> handle comes from the engine. It is thread-safe, and reads see the store
 *       as it is now.
 *   <li>A <em>flow's</em> handle comes from calls inside a flow. It belongs to the thread of that
 *       flow. Each call that reads or changes something is a journaled step, so a replay sees what
 *       the first run saw. {@link #await(Duration)} records a dependency and throws {@code
 *       DependencyFailedException} and {@code DependencyTimeoutException} instead of the exceptions
 *       named below.
 * </ul>
 */
public interface Execution extends RecordRef.Live {
  /** {@return its identity} */
  ExecutionId id();

  /** {@return true if it is stored and not deleted} */
  boolean exists();

  /** {@return its name; not unique} */
  String name();

  /** {@return where it stands} */
  ExecutionStatus status();

  /** {@return its inputs; a fresh map that belongs to the caller} */
  Map<String, @Nullable Object> inputs();

  /**
   * Reads a field by the name that scripts know, for example {@code flow_name} or {@code priority}.
   *
   * @param field its name
   * @return its value; times are ISO texts in UTC; null if it has none
   * @throws InvalidInputException if executions have no such field
   */
  @Nullable Object get(String field);

  /** {@return its outputs so far; a fresh map that belongs to the caller} */
  Map<String, @Nullable Object> outputs();

  /** {@return its progress text or last words} */
  Optional<String> message();

  /** {@return the execution that created it; empty for a top-level one} */
  Optional<Execution> parent();

  /**
   * {@return the execution as which this one went on when it ended with {@link
   * StatusReason#CONTINUED}; empty if it did not}
   */
  Optional<Execution> successor();

  /** {@return the executions it created, in the order of their creation; at most 10,000} */
  List<Execution> children();

  /** {@return the executions it waits or waited for, in the order of the waits, each once} */
  List<Execution> dependencies();

  /** {@return its log, oldest line first; at most 10,000 lines} */
  List<LogEntry> log();

  /** {@return everything that is stored about it} */
  ExecutionRecord record();

  /** {@return the execution and all its descendants, to be printed or drawn} */
  ExecutionTree tree();

  /**
   * Starts it if it was never started, resumes it if it is paused; otherwise does nothing. It never
   * restarts anything. Returns without waiting; repeating the call is harmless.
   *
   * @return this handle
   */
  Execution start();

  /**
   * Asks it to pause. The status changes when the pause takes effect, at its next call; a waiting
   * one is paused at once and goes on waiting, with its old deadline, when it is resumed. Does
   * nothing to one that ended or is paused.
   *
   * @return this handle
   */
  Execution pause();

  /**
   * Lets a paused execution go on. The same as {@link #start()}.
   *
   * @return this handle
   */
  default Execution resume() {
    return start();
  }

  /**
   * Asks it to end as cancelled, and its descendants with it, except those created as orphans. The
   * flow sees the cancellation at its current or next call and may clean up; a second call stops it
   * without further cleaning up. Does nothing to one that ended.
   *
   * @return this handle
   */
  Execution cancel();

  /**
   * Sends it a value, which it gets when it receives a signal of this name; if it does not yet, the
   * value is kept. Values of one name are received in the order they were sent.
   *
   * @param name what the value is for; 1 to 128 characters
   * @param value anything that {@link Value} can store
   * @return this handle
   * @throws InvalidInputException if it has ended
   */
  default Execution send(String name, @Nullable Object value) {
    return send(name, value, null);
  }

  /**
   * Sends it a value once: a repetition with the same name and id does nothing. It is recognized
   * while the value waits, and afterwards until 1,000 others with an id were received. One that
   * ended by going on as another execution passes the value on to that.
   *
   * @param name what the value is for; 1 to 128 characters
   * @param value anything that {@link Value} can store
   * @param id tells this value from others; 1 to 128 characters; null for none
   * @return this handle
   * @throws InvalidInputException if it has ended
   */
  Execution send(String name, @Nullable Object value, @Nullable String id);

  /**
   * Waits until it ended, without limit. If it goes on as another execution, that one's end counts.
   *
   * @return this handle, or that of the execution as which it went on, if it succeeded
   * @throws ExecutionFailedException if it ended with an error
   * @throws ExecutionCancelledException if it was cancelled
   * @throws NonDeterministicFlowException if it is paused because its replay differs from its
   *     journal
   */
  Execution await();

  /**
   * Waits until it ended. The time is that of the caller, not of the engine's clock. If it goes on
   * as another execution, that one's end counts.
   *
   * @param timeout how long to wait at most; zero looks once
   * @return this handle, or that of the execution as which it went on, if it succeeded
   * @throws ExecutionFailedException if it ended with an error
   * @throws ExecutionCancelledException if it was cancelled
   * @throws NonDeterministicFlowException if it is paused because its replay differs from its
   *     journal
   * @throws AwaitTimeoutException if it has not ended when the time is over; it goes on
   * @throws EngineClosedException if the engine is closed meanwhile
   */
  Execution await(Duration timeout);

  /**
   * Waits until it ended and gives the end as a value. If it goes on as another execution, that
   * one's end counts.
   *
   * @param timeout how long to wait at most; zero looks once
   * @return how it ended, or {@link Outcome.NotEnded} if it has not when the time is over
   * @throws EngineClosedException if the engine is closed meanwhile
   */
  Outcome<Value> outcome(Duration timeout);

  /**
   * Changes stored fields: {@code name}, {@code description}, {@code priority}, {@code roles},
   * {@code max_runtime_minutes}, {@code protect_inputs}, {@code protect_outputs} and others before
   * the end; {@code input_value} before the start; {@code message} before the end.
   *
   * @param fields the new values; fields not named keep theirs
   * @return this handle
   * @throws InvalidInputException if a field is unknown, read-only, or cannot be changed any more
   */
  Execution save(Map<String, ?> fields);

  /**
   * Deletes it softly: it is marked, and listings of flows do not show it any more. One that has
   * not ended is cancelled first. Called by a flow on itself this does not return.
   *
   * @throws ResourceNotFoundException if it is deleted already, or is no more
   */
  void delete();
}
