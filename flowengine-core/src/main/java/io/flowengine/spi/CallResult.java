package io.flowengine.spi;

import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Value;
import org.jspecify.annotations.Nullable;

/** How the engine answers a call. */
public sealed interface CallResult {
  /**
   * The call returns.
   *
   * @param value what it returns
   */
  record Returned(Value value) implements CallResult {}

  /**
   * The call raises an error that the script may catch.
   *
   * @param error the class of the error as Python names it
   * @param message what it says
   * @param data what else belongs to it, a map in stored form
   */
  record Raised(String error, String message, Value data) implements CallResult {}

  /**
   * The execution ends. The language unwinds the script so that clean-up code runs and no handler
   * for errors sees it. Calls made by clean-up code are answered as usual.
   *
   * @param end the status it ends in
   * @param message its last words; null if none
   */
  record Signalled(ExecutionStatus end, @Nullable String message) implements CallResult {}

  /**
   * The caller is to run the body of the step and then to tell what came of it.
   *
   * @param key the key of the step, the same whenever it is run again
   * @param attempt which attempt this is, from 1; a crash in the middle of an attempt repeats it
   */
  record Perform(String key, int attempt) implements CallResult {}

  /**
   * An attempt failed, and the caller is to decide whether there is another one, and to tell {@link
   * FlowCalls#judge}. Asked for if the retry policy of the call says {@code {"function": …}}; a
   * replay asks again.
   *
   * @param failure how the attempt failed
   * @param step the key of the step, or the name of the child
   * @param attempts how many attempts have been made
   */
  record Judge(Failure failure, String step, int attempts) implements CallResult {}

  /**
   * The stack is dropped: the language unwinds the script without running any of its code, and
   * makes no further call.
   */
  enum Dropped implements CallResult {
    /** The only value. */
    DROPPED
  }
}
