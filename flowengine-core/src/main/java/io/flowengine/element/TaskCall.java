package io.flowengine.element;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt at a task on one element. Thread-safe. */
public interface TaskCall {
  /** {@return the element as it was when the run began} */
  Element element();

  /** {@return what is known of the element at this moment} */
  ElementContext context();

  /** {@return the inputs that the step gives, by name; not to be changed} */
  Map<String, ? extends @Nullable Object> inputs();

  /** {@return which attempt this is, from 1} */
  int attempt();

  /**
   * Gives what an earlier step came to on this element.
   *
   * @param step the id of the step
   * @return its last result; empty if it has not run on the element in this run
   */
  Optional<StepResult> result(String step);
}
