package io.flowengine.element;

import java.util.List;
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

  /** {@return the id of the execution} */
  String runId();

  /** {@return what earlier steps have come to on this element, by the id of the step} */
  Map<String, List<StepResult>> results();

  /**
   * Gives what an earlier step came to on this element.
   *
   * @param step the id of the step
   * @return its last result; empty if it has not run on the element in this run
   */
  Optional<StepResult> result(String step);

  /**
   * Adds to the context of the element, for the rest of the run. Takes effect with the other writes
   * of the attempt, if that ends well; an attempt that fails writes nothing.
   *
   * @param path the name; dots make it a path
   * @param value a value that can be stored
   */
  void write(String path, @Nullable Object value);

  /**
   * Saves a setting of the element in the inventory, and adds it to the context. Takes effect with
   * the other writes of the attempt, if that ends well.
   *
   * @param path the name; dots make it a path
   * @param value a value that can be stored
   */
  void save(String path, @Nullable Object value);

  /** {@return the stored configuration of the element} */
  ElementConfiguration configuration();
}
