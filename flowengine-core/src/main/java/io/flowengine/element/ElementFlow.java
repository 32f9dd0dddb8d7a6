package io.flowengine.element;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The same steps on many elements: in which order, how many at once, and what stops them.
 * Immutable.
 */
public final class ElementFlow {
  /** As many as there are. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  private final String name;
  private final List<ElementStep> steps;
  private final Order order;
  private final int width;
  private final List<String> batches;
  private final @Nullable Function<ElementContext, @Nullable Object> tier;
  private final List<Threshold> thresholds;
  private final OnTrip onTrip;
  private final OnFailure onFailure;
  private final int maxConcurrent;
  private final List<KeyedLimit> keyedLimits;
  private final Selection selection;
  private final UnaryOperator<List<ElementContext>> process;

  private ElementFlow(Builder builder) {
    name = builder.name;
    steps = builder.steps();
    order = builder.order;
    width = builder.width;
    batches = builder.batches;
    tier = builder.tier;
    thresholds = List.copyOf(builder.thresholds);
    onTrip = builder.onTrip;
    onFailure = builder.onFailure;
    maxConcurrent = builder.maxConcurrent;
    keyedLimits = builder.keyedLimits.stream().distinct().toList();
    selection = builder.selection;
    process = builder.process;
  }

  /** Whether elements or steps come first. */
  public enum Order {
    /** Each element runs all its steps, by itself. */
    ELEMENT_FIRST,
    /** All elements end a step before one begins the next. */
    STEP_FIRST
  }

  /** What happens when more elements have failed than may. */
  public enum OnTrip {
    /** Nothing more starts; what runs ends. */
    DRAIN,
    /** The step that runs ends on all elements of the batch. */
    FINISH_STEP,
    /** Elements that have begun go to their end; no others begin. */
    FINISH_ELEMENTS
  }

  /**
   * How many run a task at the same time among elements that have the same value.
   *
   * @param key gives the value; those without one are not bounded
   * @param most how many, at least 1
   */
  public record KeyedLimit(Function<ElementContext, @Nullable Object> key, int most) {}

  /**
   * Begins a flow.
   *
   * @param name its name, not empty
   * @return a builder; without more it runs element by element
   * @throws InvalidInputException if the name is empty
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return whether elements or steps come first} */
  public Order order() {
    return order;
  }

  /** {@return how many elements run at once; with steps first, how many executions of a step do} */
  public int width() {
    return width;
  }

  /** {@return its steps} */
  public List<ElementStep> steps() {
    return steps;
  }

  /** {@return the sizes of its batches: numbers and percentages; empty for one batch} */
  public List<String> batches() {
    return batches;
  }

  /** {@return what parts the elements into tiers; null if nothing does} */
  public @Nullable Function<ElementContext, @Nullable Object> tier() {
    return tier;
  }

  /** {@return when it trips} */
  public List<Threshold> thresholds() {
    return thresholds;
  }

  /** {@return what happens when it trips} */
  public OnTrip onTrip() {
    return onTrip;
  }

  /** {@return what becomes of an element on which a task fails, unless its step says else} */
  public OnFailure onFailure() {
    return onFailure;
  }

  /** {@return how many tasks run at once in it and in its children together} */
  public int maxConcurrent() {
    return maxConcurrent;
  }

  /** {@return how many tasks run at once among elements with the same value} */
  public List<KeyedLimit> keyedLimits() {
    return keyedLimits;
  }

  /** {@return which elements it works on when it is started by itself} */
  public Selection selection() {
    return selection;
  }

  /** {@return what orders and narrows the elements before the first step} */
  public UnaryOperator<List<ElementContext>> process() {
    return process;
  }

  /** {@return the names of the tasks that it and its children run} */
  public Set<String> tasks() {
    return tasksOf(steps).collect(toUnmodifiableSet());
  }

  private static Stream<String> tasksOf(List<ElementStep> steps) {
    return steps.stream()
        .flatMap(
            step ->
                switch (step) {
                  case ElementStep.Task task -> Stream.of(task.task());
                  case ElementStep.Child child -> tasksOf(child.flow().steps());
                  case ElementStep.When when ->
                      Stream.concat(tasksOf(when.yes()), tasksOf(when.no()));
                  case ElementStep.Loop loop -> tasksOf(loop.body());
                  case ElementStep.Block block ->
                      Stream.of(block.body(), block.rescue(), block.always())
                          .flatMap(ElementFlow::tasksOf);
                  case ElementStep.Once once -> tasksOf(List.of(once.step()));
                  case ElementStep.Sleep sleep -> Stream.empty();
                });
  }

  /** {@return its name} */
  @Override
  public String toString() {
    return name;
  }

  static void requireAtLeastOne(String what, int number) {
    if (number < 1) {
      throw new InvalidInputException(what, "must be >= 1", number);
    }
  }

  /** Collects what a flow is made of. Not thread-safe. */
  public static final class Builder extends ElementSteps.OfFlow {
    private static final Pattern BATCH_SIZE = Pattern.compile("[1-9]\\d{0,8}|([1-9]\\d?|100)%");

    private final String name;
    private Order order = Order.ELEMENT_FIRST;
    private int width = 1;
    private List<String> batches = List.of();
    private @Nullable Function<ElementContext, @Nullable Object> tier;
    private final List<Threshold> thresholds = new ArrayList<>();
    private OnTrip onTrip = OnTrip.DRAIN;
    private OnFailure onFailure = OnFailure.EXCLUDE;
    private int maxConcurrent = UNBOUNDED;
    private final List<KeyedLimit> keyedLimits = new ArrayList<>();
    private Selection selection = Selection.all();
    private UnaryOperator<List<ElementContext>> process = UnaryOperator.identity();

    private Builder(String name) {
      if (name.isBlank()) {
        throw new InvalidInputException("name of an element flow", "must not be empty", name);
      }
      this.name = name;
    }

    @Override
    Builder self() {
      return this;
    }

    /** {@return this, one element after the other} */
    public Builder serial() {
      return runs(Order.ELEMENT_FIRST, 1);
    }

    /**
     * Runs some elements at once, each by itself; the next begins when one ends.
     *
     * @param most how many, at least 1
     * @return this
     */
    public Builder rolling(int most) {
      return runs(Order.ELEMENT_FIRST, most);
    }

    /** {@return this, with all elements at once, each by itself} */
    public Builder free() {
      return runs(Order.ELEMENT_FIRST, UNBOUNDED);
    }

    /** {@return this, step by step, each on all elements at once} */
    public Builder parallel() {
      return runs(Order.STEP_FIRST, UNBOUNDED);
    }

    /**
     * Runs step by step, each on some elements at once.
     *
     * @param most how many, at least 1
     * @return this
     */
    public Builder parallel(int most) {
      return runs(Order.STEP_FIRST, most);
    }

    /** {@return this, step by step, each on one element after the other} */
    public Builder lockstep() {
      return runs(Order.STEP_FIRST, 1);
    }

    private Builder runs(Order chosen, int most) {
      requireAtLeastOne("width", most);
      order = chosen;
      width = most;
      return this;
    }

    /**
     * Parts the elements into batches: one begins when the one before has ended.
     *
     * @param sizes numbers, or percentages of all elements like {@code 25%}, cut down to whole
     *     elements but at least one; the last repeats
     * @return this
     * @throws InvalidInputException if a size is smaller than 1, or a percentage above 100
     */
    public Builder batches(String... sizes) {
      for (String size : sizes) {
        if (!BATCH_SIZE.matcher(size).matches()) {
          throw new InvalidInputException(
              "batches", "must be numbers >= 1 or percentages from 1% to 100%", size);
        }
      }
      batches = List.of(sizes);
      return this;
    }

    /**
     * Parts the elements into tiers before batches: neighbours with the same key.
     *
     * @param key gives the key of an element
     * @return this
     */
    public Builder tierBy(Function<ElementContext, @Nullable Object> key) {
      tier = key;
      return this;
    }

    /**
     * Trips when more elements of the flow fail.
     *
     * @param limit how many may fail: a number, or a percentage like {@code 10%}
     * @return this
     */
    public Builder maxFailures(String limit) {
      return maxFailures(limit, Threshold.Scope.FLOW);
    }

    /**
     * Trips when more elements fail. Several thresholds may be set.
     *
     * @param limit how many may fail: a number, or a percentage like {@code 10%}
     * @param scope among which elements
     * @return this
     */
    public Builder maxFailures(String limit, Threshold.Scope scope) {
      thresholds.add(Threshold.of(limit, scope));
      return this;
    }

    /**
     * Chooses what happens when the flow trips.
     *
     * @param chosen what; {@link OnTrip#DRAIN} if not set
     * @return this
     */
    public Builder onTrip(OnTrip chosen) {
      onTrip = requireNonNull(chosen, "onTrip");
      return this;
    }

    /**
     * Chooses what becomes of an element on which a task fails.
     *
     * @param chosen what; {@link OnFailure#EXCLUDE} if not set
     * @return this
     */
    public Builder onFailure(OnFailure chosen) {
      onFailure = requireNonNull(chosen, "onFailure");
      return this;
    }

    /**
     * Bounds how many tasks run at once in the flow and its children together.
     *
     * @param most at least 1
     * @return this
     */
    public Builder maxConcurrent(int most) {
      requireAtLeastOne("maxConcurrent", most);
      maxConcurrent = most;
      return this;
    }

    /**
     * Bounds how many tasks run at once among elements that have the same value.
     *
     * @param key gives the value; elements without one are not bounded
     * @param most at least 1
     * @return this
     */
    public Builder maxConcurrentBy(Function<ElementContext, @Nullable Object> key, int most) {
      requireAtLeastOne("maxConcurrentBy", most);
      keyedLimits.add(new KeyedLimit(key, most));
      return this;
    }

    /**
     * Chooses the elements that the flow works on when it is started by itself; as a child of
     * another flow it works on what that gives it.
     *
     * @param chosen which; {@link Selection#all()} if not set
     * @return this
     */
    public Builder select(Selection chosen) {
      selection = requireNonNull(chosen, "selection");
      return this;
    }

    /**
     * Orders and narrows the selected elements before the first step. The order it gives is the
     * order of the run.
     *
     * @param processing is given the elements in the order of the selection, and gives some of
     *     them, each once
     * @return this
     */
    public Builder process(UnaryOperator<List<ElementContext>> processing) {
      process = requireNonNull(processing, "process");
      return this;
    }

    /** {@return the flow} */
    public ElementFlow build() {
      return new ElementFlow(this);
    }
  }
}
