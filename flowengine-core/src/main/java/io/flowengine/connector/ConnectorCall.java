package io.flowengine.connector;

import io.flowengine.execution.ExecutionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One use of a connector. The getters of inputs give the default where the input has one and was
 * not given, and throw {@link IllegalArgumentException} for a name that is not declared. Belongs to
 * the thread that runs the connector, except {@link #isCancelled}.
 */
public interface ConnectorCall {
  /** {@return the execution; the same if the work is done again after a crash} */
  ExecutionId id();

  /**
   * Tells whether an input was given or has a default.
   *
   * @param input its name
   * @return false if {@link #value} gives null
   */
  boolean has(String input);

  /**
   * Gives an input as it is.
   *
   * @param input its name
   * @return its value, of the Java type that its kind names; null if it was not given
   */
  @Nullable Object value(String input);

  /**
   * Gives an input that is text.
   *
   * @param input its name
   * @return the text
   * @throws IllegalStateException if it was not given and has no default; ask {@link #has} first
   */
  String text(String input);

  /**
   * Gives an input that is a whole number.
   *
   * @param input its name
   * @return the number
   * @throws IllegalStateException if it was not given and has no default
   */
  long integer(String input);

  /**
   * Gives an input that is a number.
   *
   * @param input its name
   * @return the number
   * @throws IllegalStateException if it was not given and has no default
   */
  double number(String input);

  /**
   * Gives an input that is true or false.
   *
   * @param input its name
   * @return its value
   * @throws IllegalStateException if it was not given and has no default
   */
  boolean flag(String input);

  /**
   * Gives an input that is a span of time.
   *
   * @param input its name
   * @return the span
   * @throws IllegalStateException if it was not given and has no default
   */
  Duration time(String input);

  /**
   * Gives an input that is a list.
   *
   * @param input its name
   * @return the list; empty if it was not given and has no default
   */
  List<@Nullable Object> list(String input);

  /**
   * Gives an input that is a dict.
   *
   * @param input its name
   * @return the dict; empty if it was not given and has no default
   */
  Map<String, @Nullable Object> dict(String input);

  /**
   * Gives an output before the end. It is kept if the work fails later.
   *
   * @param name the output; a declared one
   * @param value its value
   */
  void output(String name, @Nullable Object value);

  /** {@return what the engine does for connectors: files, time, the policy for connections} */
  ConnectorEngine engine();

  /**
   * Names a secret that is no input, a token that was given for a password for example. From now on
   * it is taken out of errors and outputs like those that are.
   *
   * @param secret the text; one of less than four characters is ignored
   */
  void hide(String secret);

  /**
   * Has something done when the execution is cancelled or its time is over, besides the
   * interruption of the thread: closing a socket, for example. If that is so already it is done at
   * once.
   *
   * @param action what to do, by another thread, once; what it throws is logged
   */
  void onCancel(Runnable action);

  /** {@return true if the execution is cancelled or its time is over; any thread may ask} */
  boolean isCancelled();
}
