package io.flowengine.spi;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.Value;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one running program to the engine. Every method but {@link #record()} is a
 * journaled call: a replay answers it from the journal. Belongs to the thread that runs the
 * program.
 */
public interface FlowCalls {
  /** {@return the execution, with the inputs and attributes it was started with} */
  ExecutionRecord record();

  /** {@return its identity} */
  default ExecutionId id() {
    return record().id();
  }

  /**
   * Makes a call of the flow API.
   *
   * @param name its name, for example {@code set_output}
   * @param arguments the arguments as given, by the names the flow API has for them, a map in
   *     stored form; defaults are left out
   * @return how it ends
   */
  CallResult call(String name, Value arguments);

  /**
   * Ends the step that the last call began.
   *
   * @param result what its body returned
   * @return how the step ends: the result after its way through the store, or what is wrong with it
   */
  CallResult complete(Value result);

  /**
   * Ends the attempt at the step that the last call began, by an error.
   *
   * @param error the class of the error
   * @param message what it says
   * @param standard true if every script knows the class, so that it can be raised again as what it
   *     is
   * @return how the step ends; after the delay, {@link CallResult.Perform} if it is to be tried
   *     again
   */
  CallResult fail(String error, String message, boolean standard);

  /**
   * Answers {@link CallResult.Judge}.
   *
   * @param again whether there is to be another attempt
   * @param note what is wrong with the decision, to be shown with the error of the last attempt;
   *     null if nothing is
   * @return how the call goes on that asked: it may ask again, have a step performed, return, or
   *     raise the error of the last attempt
   */
  CallResult judge(boolean again, @Nullable String note);

  /** What the body of a step does in a transaction. */
  @FunctionalInterface
  interface TransactionWork {
    /**
     * Does it; perhaps again, if the transaction was rolled back.
     *
     * @param connection a connection in a transaction
     * @return the result of the step
     * @throws Exception to have the transaction rolled back
     */
    Value in(Connection connection) throws Exception;
  }

  /**
   * Runs the body of the step that was answered with {@link CallResult.Perform} in a transaction of
   * the store, and ends the step in the same transaction.
   *
   * @param work the body
   * @return how the step ends; raises {@code InvalidInputError} if the store is not in a database
   * @throws Exception what the body threw; all was rolled back, and the step is still open: end it
   *     with {@link #fail}
   */
  CallResult transact(TransactionWork work) throws Exception;

  /** {@return the time, recorded; it never runs backwards} */
  Instant now();

  /**
   * Draws real entropy, recorded.
   *
   * @param bytes how many bytes
   * @return the bytes
   */
  byte[] entropy(int bytes);

  /**
   * Writes a line that the script printed.
   *
   * @param level {@code INFO} for the standard output, {@code WARNING} for the standard error
   *     output
   * @param line the line without its end
   * @return how the call ends
   */
  CallResult print(LogLevel level, String line);

  /**
   * Asks before each call that can wait whether the stack below it may be dropped while it waits.
   * True unless a program says otherwise with this method.
   *
   * @param droppable false if the stack holds something that dropping would leave behind
   */
  void droppable(boolean droppable);

  /**
   * Says what to do when the execution is cancelled, or its time is over, while the program works
   * for long without a call. Its next call is answered by the end, as always.
   *
   * @param action is run at most once, by another thread, within about a second
   */
  void whenCancelled(Runnable action);

  /**
   * Says what to do when the execution is to be paused, or the engine stops, while the program
   * works for long without a call. Its next call is answered by the pause or the end, as always.
   *
   * @param action is run by another thread, within about a second, and again as long as no call is
   *     made
   */
  void whenPaused(Runnable action);

  /**
   * {@return true if the next call will not be answered as usual: a pause, a cancellation, the end
   * of the execution's time or of the engine waits for it} For programs that work on several things
   * at once and want to finish some of them before.
   */
  boolean isInterrupted();

  /**
   * {@return what is wanted to be seen of the lines of the script; empty if nothing is, as for all
   * productive executions} Asked once, before the script runs.
   */
  Optional<LineWatch> lines();

  /**
   * Says how to find out where the script is, for messages about a replay that differs.
   *
   * @param location gives file and line of the current call; empty text if unknown
   */
  void locatedBy(Supplier<String> location);
}
