package io.flowengine.element;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
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
  private final @Nullable ElementScript script;
  private final FlowElements elements;
  private final FlowPace pace;
  private final FailurePolicy failures;
  private final FlowBounds bounds;

  /** What a flow works on. */
  record FlowElements(
      Selection selection,
      UnaryOperator<List<ElementContext>> process,
      @Nullable ElementScript script,
      boolean failsIfEmpty) {}

  /** What bounds a flow. */
  record FlowBounds(FlowLimits limits, FlowTimes times) {}

  ElementFlow(
      String name,
      List<ElementStep> steps,
      @Nullable ElementScript script,
      FlowElements elements,
      FlowPace pace,
      FailurePolicy failures,
      FlowBounds bounds) {
    this.name = name;
    this.steps = steps;
    this.script = script;
    this.elements = elements;
    this.pace = pace;
    this.failures = failures;
    this.bounds = bounds;
  }

  /**
   * Begins a flow.
   *
   * @param name its name, not empty
   * @return a builder; without more it runs element by element
   * @throws InvalidInputException if the name is empty
   */
  public static ElementFlowBuilder named(String name) {
    return new ElementFlowBuilder(name);
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return its declared steps; empty if it has a script} */
  public List<ElementStep> steps() {
    return steps;
  }

  /** {@return the script that decides which step comes next; null if the steps are declared} */
  public @Nullable ElementScript executionScript() {
    return script;
  }

  /** {@return in which order its elements are worked on, and how many at once} */
  public FlowPace pace() {
    return pace;
  }

  /** {@return what failures of elements do to it} */
  public FailurePolicy failures() {
    return failures;
  }

  /** {@return what bounds its tasks} */
  public FlowLimits limits() {
    return bounds.limits;
  }

  /** {@return how long it may take} */
  public FlowTimes times() {
    return bounds.times;
  }

  /** {@return which elements it works on when it is started by itself} */
  public Selection selection() {
    return elements.selection;
  }

  /** {@return what orders and narrows the elements before the first step, and before the script} */
  public UnaryOperator<List<ElementContext>> process() {
    return elements.process;
  }

  /** {@return the script that orders and narrows the elements; null if there is none} */
  public @Nullable ElementScript processingScript() {
    return elements.script;
  }

  /** {@return true if a run without elements fails} */
  public boolean failsIfEmpty() {
    return elements.failsIfEmpty;
  }

  /** {@return its declared steps, those inside others too, in the order of the source} */
  public Stream<ElementStep> allSteps() {
    return nested(steps);
  }

  /** {@return the flows that its declared steps run} */
  public Set<ElementFlow> children() {
    return nested(steps)
        .flatMap(
            step -> step instanceof ElementStep.Child child ? Stream.of(child.flow()) : Stream.of())
        .collect(toUnmodifiableSet());
  }

  /** {@return the names of the tasks that its declared steps and those of its children run} */
  public Set<String> tasks() {
    return nested(steps)
        .flatMap(
            step ->
                switch (step) {
                  case ElementStep.Task task -> Stream.of(task.task());
                  case ElementStep.Child child -> child.flow().tasks().stream();
                  default -> Stream.of();
                })
        .collect(toUnmodifiableSet());
  }

  /** All steps, those inside others too, in the order of the source. */
  private static Stream<ElementStep> nested(List<ElementStep> steps) {
    return steps.stream()
        .flatMap(
            step ->
                Stream.concat(
                    Stream.of(step),
                    switch (step) {
                      case ElementStep.When when ->
                          Stream.concat(nested(when.yes()), nested(when.no()));
                      case ElementStep.Loop loop -> nested(loop.body());
                      case ElementStep.Block block ->
                          Stream.of(block.body(), block.rescue(), block.always())
                              .flatMap(ElementFlow::nested);
                      case ElementStep.Once once -> nested(List.of(once.step()));
                      case ElementStep.Task task -> Stream.of();
                      case ElementStep.Child child -> Stream.of();
                      case ElementStep.Sleep sleep -> Stream.of();
                      case ElementStep.Gate gate -> Stream.of();
                    }));
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

  static Duration requirePositive(String what, Duration time) {
    if (!time.isPositive()) {
      throw new InvalidInputException(what, "must be positive", time);
    }
    return time;
  }
}
