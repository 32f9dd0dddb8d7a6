package io.flowengine.element;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A step of an {@link ElementFlow}. Immutable. */
public sealed interface ElementStep {
  /**
   * Runs a task on one element.
   *
   * @param id what tells the step from the others of its flow
   * @param task the name of the task
   * @param policy what happens when it fails, and how often it runs at the same time
   * @param inputs what it is given, by name
   */
  record Task(
      String id, String task, TaskPolicy policy, Map<String, ? extends @Nullable Object> inputs)
      implements ElementStep {
    /** Copies the inputs. */
    public Task {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * Runs another flow on elements.
   *
   * @param id what tells the step from the others of its flow
   * @param flow the flow
   * @param given the elements it gets
   * @param inputs what it is given, by name
   */
  record Child(
      String id, ElementFlow flow, Given given, Map<String, ? extends @Nullable Object> inputs)
      implements ElementStep {
    /** Copies the inputs. */
    public Child {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * Chooses between steps, for each element by itself, when it comes to it.
   *
   * @param condition what decides
   * @param yes the steps if it holds
   * @param no the steps if it does not
   */
  record When(Predicate<ElementContext> condition, List<ElementStep> yes, List<ElementStep> no)
      implements ElementStep {}

  /**
   * Repeats steps.
   *
   * @param times how often, asked for each element when it comes to it; 0 or less for not at all
   * @param body the steps
   */
  record Loop(ToIntFunction<ElementContext> times, List<ElementStep> body) implements ElementStep {}

  /**
   * Guards steps.
   *
   * @param body the steps
   * @param rescue the steps for an element on which one of them has failed; if they do well, the
   *     failure does not count. Empty if failures are not caught
   * @param always the steps for each element that has entered, whatever became of it
   */
  record Block(List<ElementStep> body, List<ElementStep> rescue, List<ElementStep> always)
      implements ElementStep {}

  /**
   * Runs a step on the first element that comes to it; the others get its result.
   *
   * @param step a task or a child flow
   * @param perBatch once in each batch, and not once in the run
   */
  record Once(ElementStep step, boolean perBatch) implements ElementStep {}

  /**
   * Waits: once for all elements that come to it together.
   *
   * @param time how long
   */
  record Sleep(Duration time) implements ElementStep {}

  /**
   * Waits for an approval or a check: once for all elements that come to it together.
   *
   * @param name its name; one for which the engine has a check asks that, another asks people
   * @param timeout how long at most; then it counts as refused; null for no limit
   */
  record Gate(String name, @Nullable Duration timeout) implements ElementStep {}
}
