package io.flowengine.flow;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.resource.Message;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The execution that runs a flow: what Python calls {@code this}. Its calls are journaled: a replay
 * gets their recorded results and does nothing twice. Effects inside the engine happen exactly
 * once; what a {@link #step} does outside happens at least once.
 *
 * <p>Belongs to the thread of the handler: other threads get an {@link
 * io.flowengine.execution.InvalidInputException}, and so do calls from inside a step body. {@link
 * #success}, {@link #error} and a cancellation unwind the handler by an {@link Error} that must not
 * be caught; {@code finally} blocks run and may make calls.
 */
public interface FlowContext {
  /** {@return its identity} */
  ExecutionId id();

  /** {@return its name} */
  String name();

  /**
   * Reads a stored field of this execution, by the name that scripts know, for example {@code
   * created_at} or {@code roles}.
   *
   * @param field its name
   * @return its value as it is now; times are ISO texts in UTC; null if it has none
   * @throws io.flowengine.execution.InvalidInputException if executions have no such field
   */
  @Nullable Object get(String field);

  /**
   * Prepares a child that runs a flow.
   *
   * @param name the flow
   * @return the call, to be completed by {@code run}, {@code start} or {@code create}
   */
  FlowCall flow(String name);

  /**
   * Prepares a child of type SCRIPT from source text, in the language of scripts that the engine
   * has. The text is dedented before it is compiled.
   *
   * @param text the source text
   * @return the call, to be completed by {@code run}, {@code start} or {@code create}; these throw
   *     {@link io.flowengine.execution.InvalidInputException} if the engine has no language of
   *     scripts, or several
   */
  FlowCall script(String text);

  /**
   * Prepares a child like another execution: of the same type, with its flow (in the newest
   * version), script or connector, and with its inputs, name and other attributes unless the call
   * says otherwise. Inputs that are given replace those of the original as a whole.
   *
   * @param original the execution, ended or not
   * @return the call, to be completed by {@code run}, {@code start} or {@code create}; these throw
   *     {@link io.flowengine.execution.ResourceNotFoundException} if there is no such execution, or
   *     its flow is gone
   */
  FlowCall clone(Execution original);

  /**
   * Prepares a connection by a stored connector: a child of type CONNECTION. Inputs of the call
   * come before those that are stored, key by key.
   *
   * @param connector its name or id
   * @return the call, to be completed by {@code run}, {@code start} or {@code create}; these throw
   *     {@link MissingInputException}, {@link ExtraInputException} or {@link
   *     io.flowengine.execution.InvalidInputException} if the inputs do not fit, and {@link
   *     io.flowengine.execution.ResourceNotFoundException} if there is no such connector; no child
   *     exists then
   */
  FlowCall connect(String connector);

  /**
   * Prepares a connection without a stored connector.
   *
   * @param connectorType the type of a connector that the engine has
   * @return the call, like that of {@link #connect}
   */
  FlowCall connectTo(String connectorType);

  /**
   * Prepares running what this execution, which is one of a wrapper, is put around, as a child. It
   * may be run any number of times. Its inputs are those of the call that was wrapped, unless some
   * are given. The input {@code wrapped} of the wrapper tells what it is.
   *
   * @return the call, which knows {@code input}, {@code inputs}, {@code timeout}, {@code run} and
   *     {@code start} only; these two throw {@link io.flowengine.execution.InvalidInputException}
   *     if this is no execution of a wrapper
   */
  FlowCall wrapped();

  /**
   * Runs a body once and records its result. On replay the body is not run. A crash between the
   * body's effect and the record repeats the body: at least once. Equal names are numbered in the
   * order of the calls.
   *
   * @param name the name of the step; 1 to 128 characters, no {@code / [ ]} or control characters
   * @param type the type of the result, read back through Jackson also in the first run
   * @param body what to run
   * @param <T> the type of the result
   * @return the result
   * @throws StepFailedException if the body throws
   */
  <T> @Nullable T step(String name, Class<T> type, StepBody<T> body);

  /**
   * Runs a body until an attempt succeeds, and records its result. Each attempt is recorded; the
   * waits in between hold no thread.
   *
   * @param name the name of the step
   * @param type the type of the result
   * @param options how often the body is tried, and how long it may take
   * @param body what to run; {@link StepContext#attempt} counts
   * @param <T> the type of the result
   * @return the result
   * @throws StepFailedException if the body throws in the last attempt
   * @throws StepTimeoutException if the last attempt, or the whole step, took too long
   */
  <T> @Nullable T step(String name, Class<T> type, StepOptions options, StepBody<T> body);

  /**
   * Runs a body until an attempt succeeds, for results of a generic type.
   *
   * @param name the name of the step
   * @param type the type of the result
   * @param options how often the body is tried, and how long it may take
   * @param body what to run
   * @return the result
   * @throws StepFailedException if the body throws in the last attempt
   * @throws StepTimeoutException if the last attempt, or the whole step, took too long
   */
  @Nullable Object step(String name, Type type, StepOptions options, StepBody<?> body);

  /**
   * Runs a body once and records its result, for results of a generic type.
   *
   * @param name the name of the step
   * @param type the type of the result, for example that of {@code List<Order>}
   * @param body what to run
   * @return the result
   * @throws StepFailedException if the body throws
   */
  @Nullable Object step(String name, Type type, StepBody<?> body);

  /**
   * Runs a body once, in a transaction of the store's database, and records its result in the same
   * transaction: rows that the body writes are there exactly once, if and only if the step is
   * recorded. Otherwise like {@link #step(String, Class, StepBody)}, and numbered together with
   * steps. Keep it short: SQLite lets nobody else write meanwhile.
   *
   * @param name the name of the step
   * @param type the type of the result
   * @param body what to run
   * @param <T> the type of the result
   * @return the result
   * @throws StepFailedException if the body throws; nothing was written then
   * @throws io.flowengine.execution.InvalidInputException if the store is not in a database
   */
  <T> @Nullable T transaction(String name, Class<T> type, TransactionBody<T> body);

  /**
   * Waits until all succeeded or one failed.
   *
   * @param executions what to wait for, each also of other parents; those this flow created and did
   *     not start are started
   * @return the executions, in the order of the arguments
   * @throws DependencyFailedException if one failed; the others go on
   */
  default List<Execution> waitFor(Execution... executions) {
    return waitFor(ReturnWhen.ALL_SUCCEEDED, null, executions);
  }

  /**
   * Waits for several executions.
   *
   * @param returnWhen what to wait for
   * @param timeout how long at most, by the engine's clock, which goes on while the engine is down;
   *     null for no limit, zero looks once
   * @param executions what to wait for; those this flow created and did not start are started
   * @return for {@code ALL_…} the executions in the order of the arguments; for {@code FIRST_…} the
   *     one that decided the wait, or nothing if there were no arguments
   * @throws DependencyFailedException if one failed under {@code ALL_SUCCEEDED}, or all under
   *     {@code FIRST_SUCCEEDED}
   * @throws DependencyTimeoutException if the time is over; the executions go on
   * @throws io.flowengine.execution.InvalidInputException if one of them is this execution
   */
  List<Execution> waitFor(
      ReturnWhen returnWhen, @Nullable Duration timeout, Execution... executions);

  /**
   * Waits at least a time. It holds no thread and survives restarts.
   *
   * @param duration how long; zero or negative does not wait
   */
  void sleep(Duration duration);

  /**
   * Waits until an instant.
   *
   * @param instant the instant; a passed one does not wait
   */
  void sleepUntil(Instant instant);

  /**
   * Sets one output. It is visible to others at once; outputs set before stay.
   *
   * @param key the key
   * @param value anything that {@link io.flowengine.execution.Value} can store
   */
  void setOutput(String key, @Nullable Object value);

  /**
   * Sets several outputs.
   *
   * @param outputs the outputs
   */
  void setOutputs(Map<String, ?> outputs);

  /** {@return the outputs set so far; a fresh map that belongs to the caller} */
  Map<String, @Nullable Object> outputs();

  /**
   * Changes stored fields of this execution: {@code name}, {@code description}, {@code message},
   * {@code output_value}, {@code priority}. Fields that are not named keep their values.
   *
   * @param fields the new values by field
   * @throws io.flowengine.execution.InvalidInputException if a field is unknown or read-only, or a
   *     value breaks its rule; nothing is changed
   */
  void save(Map<String, ?> fields);

  /**
   * Writes a line into the log, with level info. A replay does not repeat it.
   *
   * @param values what to log, joined by blanks
   */
  void log(@Nullable Object... values);

  /**
   * Asks a person and waits for the answer.
   *
   * @param subject the subject, at most 128 characters
   * @param text Markdown, shown with a button
   * @return the answered message
   */
  default Message message(String subject, String text) {
    return message(MessageRequest.text(subject, text));
  }

  /**
   * Asks a person.
   *
   * @param request what to ask and whether to wait
   * @return the message, answered if the request waits
   * @throws MessageResponseTimeoutException if there is no answer in time; the message stays open
   */
  Message message(MessageRequest request);

  /**
   * Waits for a value that a host or another execution sends with {@link Execution#send}. Values of
   * one name come in the order they were sent, those that were sent before too.
   *
   * @param name what the value is for; 1 to 128 characters
   * @return the value
   */
  default @Nullable Object receive(String name) {
    return receive(name, null);
  }

  /**
   * Waits for a value, but only so long.
   *
   * @param name what the value is for; 1 to 128 characters
   * @param timeout how long at most, by the engine's clock, which goes on while the engine is down;
   *     null for no limit, zero looks once
   * @return the value
   * @throws TimeoutExceededException if none has come when the time is over
   */
  @Nullable Object receive(String name, @Nullable Duration timeout);

  /** {@return the engine's time, recorded; it never runs backwards} */
  Instant now();

  /** {@return random numbers that are the same on replay; always the same generator} */
  RandomGenerator random();

  /** {@return a random UUID that is the same on replay} */
  UUID uuid();

  /**
   * Tells which side of a change in the code of this flow this execution takes, so that executions
   * which began before the change can go on:
   *
   * <pre>{@code
   * if (self.patched("check the stock first")) {
   *   self.step("check the stock", ...);
   * }
   * }</pre>
   *
   * <p>The first answer for an id stands for the whole execution. When no execution is left that
   * began before the change, the call can be removed and the new side kept.
   *
   * @param id names the change; 1 to 128 characters
   * @return true if the execution comes here for the first time, which is recorded, or recorded it
   *     before; false if it is one that has been past this place without the call
   * @throws io.flowengine.execution.InvalidInputException if the id is empty or too long
   */
  boolean patched(String id);

  /** Stands still until somebody resumes this execution. */
  void pause();

  /**
   * Ends this execution with ENDED_CANCELLED.
   *
   * @return never
   */
  Object cancel();

  /**
   * Ends this execution with ENDED_SUCCESS.
   *
   * @param message its last words; null for none
   * @return never; written as {@code return self.success("done")}
   */
  Object success(@Nullable String message);

  /**
   * Ends this execution with ENDED_SUCCESS and starts its successor in the same commit: the same
   * flow in its newest version, from its beginning, with other inputs, the same parent and the same
   * name. Who waits for this execution waits for its successor from then on, and signals that it
   * has not received go there. For flows that never end, whose journal would grow for ever.
   *
   * @param inputs the inputs of the successor
   * @return never; written as {@code return self.continueAs(Map.of("round", round + 1))}
   */
  Object continueAs(Map<String, ?> inputs);

  /**
   * Sets the reply of the webhook that has started this execution; it is given when the flow has
   * succeeded, or failed. The last call counts.
   *
   * @param status the status code, 100 to 599
   * @param headers the headers
   * @param body text, bytes, or anything that becomes JSON; null for nothing
   */
  void webhookResponse(int status, Map<String, String> headers, @Nullable Object body);

  /**
   * Answers the webhook that has started this execution at once; the flow goes on. If it ends
   * without this, the caller gets what comes out of it.
   *
   * @param value text, bytes, or anything that becomes JSON; null for nothing
   * @throws io.flowengine.execution.InvalidInputException if it was called before
   */
  void earlyReturn(@Nullable Object value);

  /**
   * Ends this execution with ENDED_ERROR.
   *
   * @param message what went wrong; null for none
   * @return never; written as {@code return self.error("…")}
   */
  Object error(@Nullable String message);

  /** {@return the execution that created this one; empty for a top-level one} */
  Optional<Execution> parent();
}
