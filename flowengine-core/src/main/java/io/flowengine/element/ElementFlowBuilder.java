package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.FailurePolicy.OnTrip;
import io.flowengine.element.FlowPace.Order;
import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what an {@link ElementFlow} is made of. Not thread-safe. */
public final class ElementFlowBuilder extends ElementFlowOptions {
  private static final Pattern BATCH_SIZE = Pattern.compile("[1-9]\\d{0,8}|([1-9]\\d?|100)%");
  private static final int ALL = ElementFlow.UNBOUNDED;

  private FlowPace pace = FlowPace.SERIAL;
  private Selection selection = Selection.all();
  private UnaryOperator<List<ElementContext>> process = UnaryOperator.identity();
  private @Nullable ElementScript processing;
  private @Nullable ElementScript execution;
  private boolean failsIfEmpty;

  ElementFlowBuilder(String name) {
    super(name);
  }

  @Override
  ElementFlowBuilder self() {
    return this;
  }

  // ---------------------------------------------------------------- order and width

  /** {@return this, one element after the other} */
  public ElementFlowBuilder serial() {
    return runs(Order.ELEMENT_FIRST, 1);
  }

  /**
   * Runs some elements at once, each by itself; the next begins when one ends.
   *
   * @param most how many, at least 1
   * @return this
   */
  public ElementFlowBuilder rolling(int most) {
    return runs(Order.ELEMENT_FIRST, most);
  }

  /** {@return this, with all elements at once, each by itself} */
  public ElementFlowBuilder free() {
    return runs(Order.ELEMENT_FIRST, ALL);
  }

  /** {@return this, step by step, each on all elements at once} */
  public ElementFlowBuilder parallel() {
    return runs(Order.STEP_FIRST, ALL);
  }

  /**
   * Runs step by step, each on some elements at once.
   *
   * @param most how many, at least 1
   * @return this
   */
  public ElementFlowBuilder parallel(int most) {
    return runs(Order.STEP_FIRST, most);
  }

  /** {@return this, step by step, each on one element after the other} */
  public ElementFlowBuilder lockstep() {
    return runs(Order.STEP_FIRST, 1);
  }

  private ElementFlowBuilder runs(Order chosen, int most) {
    ElementFlow.requireAtLeastOne("width", most);
    pace = pace.runs(chosen, most);
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
  public ElementFlowBuilder batches(String... sizes) {
    for (String size : sizes) {
      if (!BATCH_SIZE.matcher(size).matches()) {
        throw new InvalidInputException(
            "batches", "must be numbers >= 1 or percentages from 1% to 100%", size);
      }
    }
    pace = pace.inBatches(List.of(sizes));
    return this;
  }

  /**
   * Waits between two batches.
   *
   * @param time how long, not negative
   * @return this
   * @throws InvalidInputException if it is negative
   */
  public ElementFlowBuilder pauseBetweenBatches(Duration time) {
    pace = pace.between(requireTime(time), pace.gate(), pace.asksOnce());
    return this;
  }

  /**
   * Asks between two batches. If it is refused, no more batches begin and the run is ABORTED.
   *
   * @param gate the name of the gate; one for which the engine has a check asks that, another asks
   *     people
   * @return this
   */
  public ElementFlowBuilder gateBetweenBatches(String gate) {
    pace = between(gate, false);
    return this;
  }

  /**
   * Parts the elements into tiers before batches: neighbours with the same key.
   *
   * @param key gives the key of an element
   * @return this
   */
  public ElementFlowBuilder tierBy(Function<ElementContext, @Nullable Object> key) {
    pace = pace.inTiers(requireNonNull(key, "key"));
    return this;
  }

  /**
   * A rollout that finds out early whether it does harm: one element, then a tenth, then a quarter
   * of all at a time, each at once. The first two batches must not have a failure, later no more
   * than a tenth of all may fail; after the first batch {@code gate} is asked.
   *
   * @param gate see {@link #gateBetweenBatches}
   * @return this
   */
  public ElementFlowBuilder safeRollout(String gate) {
    pace = between(gate, true);
    return free()
        .batches("1", "10%", "25%")
        .maxFailures(Threshold.Scope.FLOW, "0", "0", "10%")
        .onTrip(OnTrip.DRAIN);
  }

  private FlowPace between(String gate, boolean once) {
    return pace.between(
        pace.pause(), new ElementStep.Gate(requireNonNull(gate, "gate"), null), once);
  }

  // ---------------------------------------------------------------- elements

  /**
   * Chooses the elements that the flow works on when it is started by itself; as a child of another
   * flow it works on what that gives it.
   *
   * @param chosen which; {@link Selection#all()} if not set
   * @return this
   */
  public ElementFlowBuilder select(Selection chosen) {
    selection = requireNonNull(chosen, "selection");
    return this;
  }

  /**
   * Orders and narrows the selected elements before the first step. The order it gives is the order
   * of the run.
   *
   * @param processing is given the elements in the order of the selection, and gives some of them,
   *     each once
   * @return this
   */
  public ElementFlowBuilder process(UnaryOperator<List<ElementContext>> processing) {
    process = requireNonNull(processing, "process");
    return this;
  }

  /**
   * Orders and narrows the selected elements by a script.
   *
   * @param script the script; it comes after {@link #process}
   * @return this
   */
  public ElementFlowBuilder processingScript(ElementScript script) {
    processing = requireNonNull(script, "script");
    return this;
  }

  /**
   * Has a script decide, for each element, which step comes next. The flow has no declared steps
   * then.
   *
   * @param script the script
   * @return this
   */
  public ElementFlowBuilder executionScript(ElementScript script) {
    execution = requireNonNull(script, "script");
    return this;
  }

  /** {@return this; a run without elements fails, where otherwise it ends EMPTY and well} */
  public ElementFlowBuilder failIfEmpty() {
    failsIfEmpty = true;
    return this;
  }

  /**
   * Makes the flow.
   *
   * @return the flow
   * @throws InvalidInputException if it has both declared steps and a script, or step ids are given
   *     twice
   */
  public ElementFlow build() {
    if (execution != null && !steps().isEmpty()) {
      throw new InvalidInputException(
          "element flow '"
              + name()
              + "' has declared steps and an execution script; give it one of them");
    }
    requireUniqueIds();
    return new ElementFlow(
        name(),
        steps(),
        execution,
        new ElementFlow.FlowElements(selection, process, processing, failsIfEmpty),
        pace,
        failures(),
        bounds());
  }
}
