package io.flowengine.execution;

import org.jspecify.annotations.Nullable;

/**
 * How something ended, as a value: what {@link Execution#await} tells by returning or throwing,
 * without an exception.
 *
 * @param <T> what a success gives
 */
public sealed interface Outcome<T> {

  /**
   * It ended as intended.
   *
   * @param value what it gave; an execution gives its outputs
   * @param message its last message; null if it left none
   * @param <T> what a success gives
   */
  record Succeeded<T>(T value, @Nullable String message) implements Outcome<T> {}

  /**
   * It ended by an error.
   *
   * @param failure the error
   * @param <T> what a success gives
   */
  record Failed<T>(Failure failure) implements Outcome<T> {}

  /**
   * It was cancelled, or its time ran out.
   *
   * @param reason who ended it: {@link StatusReason#REQUESTED} or {@link StatusReason#TIMEOUT}
   * @param message why; null if nobody said
   * @param <T> what a success gives
   */
  record Cancelled<T>(StatusReason reason, @Nullable String message) implements Outcome<T> {}

  /**
   * It has not ended yet.
   *
   * @param status where it stood when it was last looked at
   * @param <T> what a success gives
   */
  record NotEnded<T>(ExecutionStatus status) implements Outcome<T> {}
}
