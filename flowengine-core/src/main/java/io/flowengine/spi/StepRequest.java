package io.flowengine.spi;

import io.flowengine.element.Given;
import io.flowengine.execution.Value;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an instance of an {@link ExecutionScript} asks for. Those at one position are asked for
 * together.
 */
public sealed interface StepRequest {
  /**
   * To run a task on the element.
   *
   * @param id the id of the step: the name of the task, with {@code #2} for the second place in the
   *     text that has the same name, unless the script says another
   * @param task the name of the task
   * @param inputs what it is given; those that begin with {@code _} are policies: {@code
   *     _on_failure _retry _backoff _timeout _throttle}
   */
  record Task(String id, String task, Map<String, ? extends @Nullable Object> inputs)
      implements StepRequest {}

  /**
   * To run another flow.
   *
   * @param id the id of the step, like that of a task
   * @param flow the name of the flow
   * @param given on which elements
   * @param inputs the inputs of the flow
   */
  record Flow(String id, String flow, Given given, Map<String, ? extends @Nullable Object> inputs)
      implements StepRequest {}

  /**
   * To let time pass.
   *
   * @param time how much; not negative
   */
  record Sleep(Duration time) implements StepRequest {}

  /**
   * To wait for an approval or a check.
   *
   * @param name the name of the gate
   * @param timeout how long at most; null for no limit
   */
  record Gate(String name, @Nullable Duration timeout) implements StepRequest {}

  /**
   * To do a step once.
   *
   * @param step the step: a task or a flow
   * @param perBatch once in each batch and not once in the run
   */
  record Once(StepRequest step, boolean perBatch) implements StepRequest {}

  /**
   * Nothing: it has come to its end.
   *
   * @param outputs what it hands back, a map in stored form
   */
  record End(Value outputs) implements StepRequest {}

  /**
   * Nothing: it has ended by an error that it did not catch.
   *
   * @param error the class of the error
   * @param message what it says; for an error of the script itself with file and line
   * @param ofStep true if it is what a step came to, false if it is an error of the script itself
   */
  record Failed(String error, String message, boolean ofStep) implements StepRequest {}
}
