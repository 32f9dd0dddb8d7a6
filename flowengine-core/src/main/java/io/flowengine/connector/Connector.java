package io.flowengine.connector;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One type of connection to another system: what {@code this.connect(connector_type=…)} runs.
 *
 * <p>Each use is an execution of its own, of type CONNECTION. Its inputs are checked against {@link
 * #inputs} before it is created, and again when it starts; what {@link #run} returns is checked
 * against {@link #outputs}.
 *
 * <p>One object serves all engines and threads it is given to, so it keeps no state about a single
 * use.
 */
public interface Connector {
  /** {@return the name of the type, for example {@code REST}; 1 to 128 characters} */
  String type();

  /** {@return what it connects with, a sentence for its page; may be empty} */
  default String about() {
    return "";
  }

  /** {@return what it takes; the same each time} */
  Inputs inputs();

  /** {@return what it gives; the same each time} */
  Outputs outputs();

  /**
   * Tells whether the work may be done twice. A JVM that dies in the middle of it leaves nobody who
   * knows how far it came.
   *
   * @param call the inputs; nothing else of it may be used
   * @return true, the default, if it is then done again from its beginning; false if the execution
   *     is to end with an error and the message {@code interrupted} instead
   */
  default boolean isRepeatable(ConnectorCall call) {
    return true;
  }

  /**
   * Does the work. It may block: it has a thread of its own, which is interrupted when the
   * execution is cancelled or its time is over.
   *
   * @param call the inputs, the engine, and ways to give outputs early and to hear of a
   *     cancellation
   * @return the outputs, values that {@link io.flowengine.execution.Value} can store; they are
   *     added to those given early
   * @throws ConnectorException to end the execution with an error that has a code
   * @throws Exception to end the execution with an error that is called by its class
   */
  Map<String, ? extends @Nullable Object> run(ConnectorCall call) throws Exception;
}
