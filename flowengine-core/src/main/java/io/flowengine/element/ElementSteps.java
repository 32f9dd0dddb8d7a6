package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects steps in the order in which they are to run. Not thread-safe.
 *
 * @param <S> the collector itself
 */
public abstract sealed class ElementSteps<S extends ElementSteps<S>> {
  private final StepIds ids;
  private final List<ElementStep> steps = new ArrayList<>();

  ElementSteps(StepIds ids) {
    this.ids = ids;
  }

  abstract S self();

  List<ElementStep> steps() {
    return List.copyOf(steps);
  }

  /** Steps inside another step. */
  public static final class Nested extends ElementSteps<Nested> {
    private List<ElementStep> rescue = List.of();
    private List<ElementStep> always = List.of();

    private Nested(StepIds ids) {
      super(ids);
    }

    @Override
    Nested self() {
      return this;
    }

    /**
     * Adds the steps for elements on which one of the block has failed.
     *
     * @param part adds them
     * @return this
     * @throws InvalidInputException later, by the call that takes these steps, if that is not
     *     {@link #block}
     */
    public Nested rescue(Consumer<Nested> part) {
      rescue = unguarded(part);
      return this;
    }

    /**
     * Adds the steps for all elements that entered the block.
     *
     * @param part adds them
     * @return this
     * @throws InvalidInputException later, by the call that takes these steps, if that is not
     *     {@link #block}
     */
    public Nested always(Consumer<Nested> part) {
      always = unguarded(part);
      return this;
    }
  }

  Nested nested(Consumer<Nested> part) {
    Nested nested = new Nested(ids);
    part.accept(nested);
    return nested;
  }

  /** Steps that nothing guards: a rescue among them would never run. */
  List<ElementStep> unguarded(Consumer<Nested> part) {
    Nested nested = nested(part);
    if (!nested.rescue.isEmpty() || !nested.always.isEmpty()) {
      throw new InvalidInputException(
          "rescue and always belong to a block; put these steps into block(...)");
    }
    return nested.steps();
  }

  private S add(ElementStep step) {
    steps.add(step);
    return self();
  }

  /**
   * Runs a task on each element.
   *
   * @param name its name; also the id of the step, with {@code #2} for its second place
   * @return this
   */
  public S task(String name) {
    return task(name, policy -> policy);
  }

  /**
   * Runs a task on each element.
   *
   * @param name its name; also the id of the step, with {@code #2} for its second place
   * @param policy changes {@link TaskPolicy#DEFAULT}
   * @return this
   */
  public S task(String name, UnaryOperator<TaskPolicy> policy) {
    return task(name, Map.of(), policy);
  }

  /**
   * Runs a task on each element.
   *
   * @param name its name; also the id of the step, with {@code #2} for its second place
   * @param inputs what the task is given, by name
   * @param policy changes {@link TaskPolicy#DEFAULT}
   * @return this
   */
  public S task(
      String name,
      Map<String, ? extends @Nullable Object> inputs,
      UnaryOperator<TaskPolicy> policy) {
    return add(
        new ElementStep.Task(ids.next(name), name, policy.apply(TaskPolicy.DEFAULT), inputs));
  }

  /**
   * Runs a task on each element, as a step with an id of its own.
   *
   * @param id what tells the step from the others of its flow
   * @param name the name of the task
   * @param inputs what the task is given, by name
   * @param policy changes {@link TaskPolicy#DEFAULT}
   * @return this
   */
  public S task(
      String id,
      String name,
      Map<String, ? extends @Nullable Object> inputs,
      UnaryOperator<TaskPolicy> policy) {
    ids.claim(id);
    return add(new ElementStep.Task(id, name, policy.apply(TaskPolicy.DEFAULT), inputs));
  }

  /**
   * Runs a flow on the elements that come to the step together.
   *
   * @param flow the flow
   * @return this
   */
  public S child(ElementFlow flow) {
    return child(flow, Given.cohort());
  }

  /**
   * Runs a flow.
   *
   * @param flow the flow
   * @param given on which elements
   * @return this
   */
  public S child(ElementFlow flow, Given given) {
    return child(flow, given, Map.of());
  }

  /**
   * Runs a flow.
   *
   * @param flow the flow
   * @param given on which elements
   * @param inputs what the flow is given, by name
   * @return this
   */
  public S child(ElementFlow flow, Given given, Map<String, ? extends @Nullable Object> inputs) {
    return add(new ElementStep.Child(ids.next(flow.name()), flow, given, inputs));
  }

  /**
   * Chooses between steps.
   *
   * @param condition what decides, for each element by itself
   * @param yes adds the steps if it holds
   * @param no adds the steps if it does not
   * @return this
   */
  public S when(Predicate<ElementContext> condition, Consumer<Nested> yes, Consumer<Nested> no) {
    return add(new ElementStep.When(condition, unguarded(yes), unguarded(no)));
  }

  /**
   * Repeats steps.
   *
   * @param times how often, for each element by itself
   * @param body adds the steps
   * @return this
   */
  public S loop(ToIntFunction<ElementContext> times, Consumer<Nested> body) {
    return add(new ElementStep.Loop(times, unguarded(body)));
  }

  /**
   * Guards steps.
   *
   * @param body adds the steps, and with {@link Nested#rescue} and {@link Nested#always} what
   *     happens after a failure and at the end
   * @return this
   */
  public S block(Consumer<Nested> body) {
    Nested block = nested(body);
    return add(new ElementStep.Block(block.steps(), block.rescue, block.always));
  }

  /**
   * Runs a task once in the run; all elements get its result.
   *
   * @param name its name
   * @return this
   */
  public S once(String name) {
    return once(step -> step.task(name));
  }

  /**
   * Runs a step once in the run, on the first element that comes to it; all elements get its
   * result.
   *
   * @param step adds a task or a child flow
   * @return this
   * @throws InvalidInputException if it adds something else
   */
  public S once(Consumer<Nested> step) {
    return once(step, false);
  }

  /**
   * Runs a step once in each batch, on the first element that comes to it; the others of the batch
   * get its result.
   *
   * @param step adds a task or a child flow
   * @return this
   * @throws InvalidInputException if it adds something else
   */
  public S oncePerBatch(Consumer<Nested> step) {
    return once(step, true);
  }

  private S once(Consumer<Nested> step, boolean perBatch) {
    List<ElementStep> added = unguarded(step);
    if (added.size() != 1
        || !(added.getFirst() instanceof ElementStep.Task
            || added.getFirst() instanceof ElementStep.Child)) {
      throw new InvalidInputException("once", "must be one task or one child flow", added);
    }
    return add(new ElementStep.Once(added.getFirst(), perBatch));
  }

  /**
   * Waits for an approval or a check, once for all elements that come to it together. An element
   * for which it is refused fails.
   *
   * @param name its name; one for which the engine has a check asks that, another asks people
   * @return this
   */
  public S gate(String name) {
    return add(new ElementStep.Gate(name, null));
  }

  /**
   * Waits for an approval or a check, but not for ever.
   *
   * @param name its name
   * @param timeout how long at most, positive; then it counts as refused
   * @return this
   * @throws InvalidInputException if the time is not positive
   */
  public S gate(String name, Duration timeout) {
    return add(new ElementStep.Gate(name, ElementFlow.requirePositive("timeout", timeout)));
  }

  /**
   * Waits, once for all elements that come to it together.
   *
   * @param time how long, not negative
   * @return this
   * @throws InvalidInputException if it is negative
   */
  public S sleep(Duration time) {
    if (time.isNegative()) {
      throw new InvalidInputException("sleep", "must not be negative", time);
    }
    return add(new ElementStep.Sleep(time));
  }

  void requireUniqueIds() {
    ids.requireUnique();
  }

  /** Gives each step of a flow an id. */
  static final class StepIds {
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> twice = new TreeSet<>();

    String next(String name) {
      int place = places.merge(name, 1, Integer::sum);
      String id = place == 1 ? name : name + "#" + place;
      claim(id);
      return id;
    }

    void claim(String id) {
      if (!taken.add(id)) {
        twice.add(id);
      }
    }

    void requireUnique() {
      if (!twice.isEmpty()) {
        throw new InvalidInputException("ids of steps", "must be unique in a flow", twice);
      }
    }
  }

  /** The steps of a flow itself. */
  abstract static non-sealed class OfFlow extends ElementSteps<ElementFlowBuilder> {
    OfFlow() {
      super(new StepIds());
    }
  }
}
