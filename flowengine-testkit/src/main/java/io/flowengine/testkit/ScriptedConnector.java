package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Outputs;
import io.flowengine.spi.Environment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A connector whose answers a test gives, in place of the real one of its type. It records what it
 * is asked, and fails when nobody has told it what to answer.
 *
 * <pre>{@code
 * ScriptedConnector rest = ScriptedConnector.of("REST", Input.text("url").required())
 *     .answers(Map.of("status_code", 200))
 *     .fails("HttpError", "503 Service Unavailable");
 * FlowEngine.builder().connector(rest) …
 * assertThat(rest.asked()).containsExactly(Map.of("url", "https://example.org"), …);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ScriptedConnector implements Connector {
  private final String type;
  private final Inputs inputs;
  private final Outputs outputs;
  private final Predicate<ConnectorCall> repeatable;
  private final Queue<Answer> answers;
  private final List<Map<String, Object>> asked;

  /** What it does when it is asked. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Does it.
     *
     * @param call the use of the connector
     * @return the outputs
     * @throws Exception to end the connection with an error
     */
    Map<String, ? extends @Nullable Object> to(ConnectorCall call) throws Exception;
  }

  private ScriptedConnector(
      String type,
      Inputs inputs,
      Outputs outputs,
      Predicate<ConnectorCall> repeatable,
      Queue<Answer> answers,
      List<Map<String, Object>> asked) {
    this.type = requireNonNull(type, "type");
    this.inputs = inputs;
    this.outputs = outputs;
    this.repeatable = repeatable;
    this.answers = answers;
    this.asked = asked;
  }

  /**
   * Makes a connector without answers.
   *
   * @param type its type
   * @param inputs what it takes
   * @return the connector
   */
  public static ScriptedConnector of(String type, Input... inputs) {
    return fresh(type, Inputs.of(inputs), Outputs.open(), call -> true);
  }

  private static ScriptedConnector fresh(
      String type, Inputs inputs, Outputs outputs, Predicate<ConnectorCall> repeatable) {
    return new ScriptedConnector(
        type,
        inputs,
        outputs,
        repeatable,
        new ConcurrentLinkedQueue<>(),
        Collections.synchronizedList(new ArrayList<>()));
  }

  /**
   * Takes the place of a connector: has its type, inputs, outputs and repeatability, and does none
   * of its work. An answer that the connector could not give fails the connection.
   *
   * @param real the connector
   * @return the scripted one
   */
  public static ScriptedConnector inPlaceOf(Connector real) {
    return fresh(real.type(), real.inputs(), real.outputs(), real::isRepeatable);
  }

  /** {@return a connector with the same answers whose work must not be done twice} */
  public ScriptedConnector atMostOnce() {
    return new ScriptedConnector(type, inputs, outputs, call -> false, answers, asked);
  }

  /**
   * Adds what it answers the next time.
   *
   * @param outputs the outputs
   * @return this
   */
  public ScriptedConnector answers(Map<String, ? extends @Nullable Object> outputs) {
    return does(call -> outputs);
  }

  /**
   * Adds a failure.
   *
   * @param code its code
   * @param message what it says
   * @return this
   */
  public ScriptedConnector fails(String code, String message) {
    return does(
        call -> {
          throw new ConnectorException(code, message);
        });
  }

  /**
   * Adds a use that does not come to an end before it is cancelled.
   *
   * @param environment the engine's, in which it waits
   * @return this
   */
  public ScriptedConnector hangs(Environment environment) {
    return does(
        call -> {
          Thread waiting = Thread.currentThread();
          call.onCancel(() -> environment.unpark(waiting));
          while (!call.isCancelled()) {
            environment.park();
          }
          throw new InterruptedException("cancelled");
        });
  }

  /**
   * Adds anything else.
   *
   * @param answer what to do
   * @return this
   */
  public ScriptedConnector does(Answer answer) {
    answers.add(requireNonNull(answer, "answer"));
    return this;
  }

  /** {@return the inputs of each use so far, with defaults, in the order of the uses} */
  public List<Map<String, Object>> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Inputs inputs() {
    return inputs;
  }

  @Override
  public Outputs outputs() {
    return outputs;
  }

  @Override
  public boolean isRepeatable(ConnectorCall call) {
    return repeatable.test(call);
  }

  @Override
  public Map<String, ? extends @Nullable Object> run(ConnectorCall call) throws Exception {
    Map<String, Object> given = new LinkedHashMap<>();
    for (String name : inputs.names()) {
      Object value = call.value(name);
      if (value != null) {
        given.put(name, value);
      }
    }
    asked.add(given);
    Answer answer = answers.poll();
    if (answer == null) {
      throw new ConnectorException(
          "NoAnswer",
          "the scripted connector "
              + type
              + " was asked "
              + asked.size()
              + " time(s) and has fewer answers; add one with answers(...) or fails(...)");
    }
    return answer.to(call);
  }
}
