package io.flowengine.spi;

import io.flowengine.element.ElementContext;
import io.flowengine.element.StepResult;
import io.flowengine.execution.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run over elements, as its scripts see it. What is read here is the same when the run is
 * replayed after a crash, so a script needs no journal of its own; a script that reads a clock or
 * draws a number reads it here. Belongs to the thread that calls the script.
 */
public interface ElementScriptRun {
  /** {@return the name of the flow} */
  String flow();

  /**
   * {@return the id of the execution that runs it, which may stop the script; empty if no execution
   * does, as in a simulation or a plan}
   */
  Optional<ExecutionId> execution();

  /**
   * {@return the inputs of the flow, without those that only say which elements; not to be changed}
   */
  Map<String, @Nullable Object> inputs();

  /** {@return all elements of the run, in rank order, as they were when it began} */
  List<ElementContext> elements();

  /**
   * Gives what an element's own steps have come to so far.
   *
   * @param rank the element
   * @return the results by the id of the step, each time it ran, oldest first
   */
  Map<String, List<StepResult>> results(int rank);

  /**
   * Gives what others may see of an element: what was known of it at the last barrier if steps come
   * first, and when it was through if elements come first; before that, what it was when the run
   * began.
   *
   * @param rank the element
   * @return its context then
   */
  ElementContext seen(int rank);

  /**
   * Gives what others may see of the results of an element, like {@link #seen}.
   *
   * @param rank the element
   * @return the results by the id of the step
   */
  Map<String, List<StepResult>> seenResults(int rank);

  /** {@return the time; the same until the script is called again} */
  Instant now();

  /** {@return where random numbers of this run come from; draw them from it and the rank} */
  long seed();

  /**
   * Warns, without stopping anything.
   *
   * @param code which rule, for example {@code FILTER_RESULT_UNUSED}
   * @param message what people read
   */
  void warn(String code, String message);

  /**
   * Tells those who listen to the run what the script has printed.
   *
   * @param rank the element that it was about
   * @param line the line, without its end
   */
  void print(int rank, String line);

  /**
   * Tells those who listen to the run what the script has printed while it was about no element.
   *
   * @param line the line, without its end
   */
  void print(String line);
}
