package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.FailurePolicy.OnTrip;
import io.flowengine.element.FlowPace.Order;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what an {@link ElementFlow} is made of. Not thread-safe. */
public final class ElementFlowBuilder extends ElementSteps.OfFlow {
  private static final Pattern BATCH_SIZE = Pattern.compile("[1-9]\\d{0,8}|([1-9]\\d?|100)%");
  private static final int ALL = ElementFlow.UNBOUNDED;

  private final String name;
  private FlowPace pace = FlowPace.SERIAL;
  private FailurePolicy failures = FailurePolicy.DEFAULT;
  private int maxConcurrent = ALL;
  private final List<FlowLimits.Keyed> keyed = new ArrayList<>();
  private final List<FlowLimits.Rate> rates = new ArrayList<>();
  private FlowLimits.Lock lock = FlowLimits.Lock.WAIT;
  private FlowTimes times = FlowTimes.UNBOUNDED;
  private Selection selection = Selection.all();
  private UnaryOperator<List<ElementContext>> process = UnaryOperator.identity();
  private @Nullable ElementScript processing;
  private @Nullable ElementScript execution;
  private boolean failsIfEmpty;

  ElementFlowBuilder(String name) {
    if (name.isBlank()) {
      throw new InvalidInputException("name of an element flow", "must not be empty", name);
    }
    this.name = name;
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
    pace = pace.between(requireTime(time), pace.gate());
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
    pace = pace.between(pace.pause(), new ElementStep.Gate(requireNonNull(gate, "gate"), null));
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
   * than a tenth of all may fail; after each batch {@code gate} is asked.
   *
   * @param gate see {@link #gateBetweenBatches}
   * @return this
   */
  public ElementFlowBuilder safeRollout(String gate) {
    return free()
        .batches("1", "10%", "25%")
        .maxFailures(Threshold.Scope.FLOW, "0", "0", "10%")
        .onTrip(OnTrip.DRAIN)
        .gateBetweenBatches(gate);
  }

  // ---------------------------------------------------------------- failures

  /**
   * Trips when more elements of the flow fail.
   *
   * @param limit how many may fail: a number, or a percentage like {@code 10%} of all
   * @return this
   */
  public ElementFlowBuilder maxFailures(String limit) {
    return maxFailures(Threshold.Scope.FLOW, limit);
  }

  /**
   * Trips when more elements fail. Several thresholds may be set.
   *
   * @param scope among which elements failures are counted
   * @param limits how many may fail: numbers, or percentages like {@code 10%} of all elements of
   *     the scope; one for each batch, the last holds for all that follow
   * @return this
   */
  public ElementFlowBuilder maxFailures(Threshold.Scope scope, String... limits) {
    return trips(Threshold.of(scope, 0, limits));
  }

  /**
   * Trips when more of those elements fail that have begun.
   *
   * @param percent how many of a hundred may fail, 1 to 100
   * @param minSample from how many begun elements on it holds; at least 1
   * @return this
   */
  public ElementFlowBuilder maxFailuresOfStarted(int percent, int minSample) {
    ElementFlow.requireAtLeastOne("minSample", minSample);
    return trips(Threshold.of(Threshold.Scope.FLOW, minSample, percent + "%"));
  }

  private ElementFlowBuilder trips(Threshold threshold) {
    List<Threshold> all = new ArrayList<>(failures.thresholds());
    all.add(threshold);
    failures =
        new FailurePolicy(
            all,
            failures.onTrip(),
            failures.grace(),
            failures.onFailure(),
            failures.onChildAbort(),
            failures.secondPasses());
    return this;
  }

  /**
   * Chooses what happens when the flow trips.
   *
   * @param chosen what; {@link OnTrip#DRAIN} if not set
   * @return this
   */
  public ElementFlowBuilder onTrip(OnTrip chosen) {
    return failing(chosen, failures.grace(), failures.onFailure(), failures.secondPasses());
  }

  /**
   * Interrupts what runs when the flow trips.
   *
   * @param grace how long it is waited for; what has not ended then is given up
   * @return this
   * @throws InvalidInputException if it is negative
   */
  public ElementFlowBuilder cancelOnTrip(Duration grace) {
    return failing(
        OnTrip.CANCEL, requireTime(grace), failures.onFailure(), failures.secondPasses());
  }

  /**
   * Chooses what becomes of an element on which a task fails.
   *
   * @param chosen what; {@link OnFailure#EXCLUDE} if not set
   * @return this
   */
  public ElementFlowBuilder onFailure(OnFailure chosen) {
    requireNonNull(chosen, "onFailure");
    return failing(failures.onTrip(), failures.grace(), chosen, failures.secondPasses());
  }

  /**
   * Lets elements that have failed run again from their failed step before the run ends, unless it
   * has tripped. Thresholds are not looked at again.
   *
   * @param times how often at most; not negative
   * @return this
   */
  public ElementFlowBuilder secondPass(int times) {
    return failing(failures.onTrip(), failures.grace(), failures.onFailure(), times);
  }

  private ElementFlowBuilder failing(OnTrip trip, Duration grace, OnFailure chosen, int passes) {
    requireNonNull(trip, "onTrip");
    failures =
        new FailurePolicy(
            failures.thresholds(), trip, grace, chosen, failures.onChildAbort(), passes);
    return this;
  }

  /**
   * Chooses what becomes of an element whose child flow was cut short before it was through. That
   * is not counted as a failure.
   *
   * @param chosen EXCLUDE, the default: it is ABORTED; CONTINUE: it goes on; ABORT: the flow trips
   * @return this
   */
  public ElementFlowBuilder onChildAbort(OnFailure chosen) {
    failures =
        new FailurePolicy(
            failures.thresholds(),
            failures.onTrip(),
            failures.grace(),
            failures.onFailure(),
            requireNonNull(chosen, "onChildAbort"),
            failures.secondPasses());
    return this;
  }

  // ---------------------------------------------------------------- limits

  /**
   * Bounds how many tasks run at once in the flow and its children together.
   *
   * @param most at least 1
   * @return this
   */
  public ElementFlowBuilder maxConcurrent(int most) {
    ElementFlow.requireAtLeastOne("maxConcurrent", most);
    maxConcurrent = most;
    return this;
  }

  /**
   * Bounds how many tasks of a run are under way at once among elements that have the same value.
   *
   * @param key gives the value; elements without one are not bounded
   * @param most at least 1
   * @return this
   */
  public ElementFlowBuilder maxConcurrentBy(
      Function<ElementContext, @Nullable Object> key, int most) {
    String limit = name + "/" + keyed.size();
    keyed.add(new FlowLimits.Keyed(limit, key, most, FlowLimits.Scope.RUN));
    return this;
  }

  /**
   * Bounds how many tasks of all runs in this JVM are under way at once among elements that have
   * the same value.
   *
   * @param limit the name of the limit; flows with the same name share it
   * @param key gives the value; elements without one are not bounded
   * @param most at least 1
   * @return this
   */
  public ElementFlowBuilder maxConcurrentInEngine(
      String limit, Function<ElementContext, @Nullable Object> key, int most) {
    keyed.add(new FlowLimits.Keyed(limit, key, most, FlowLimits.Scope.ENGINE));
    return this;
  }

  /**
   * Bounds how many tasks start in any span of time of a length.
   *
   * @param most how many, at least 1
   * @param interval the length, positive
   * @return this
   */
  public ElementFlowBuilder rate(int most, Duration interval) {
    rates.add(new FlowLimits.Rate(most, interval, null));
    return this;
  }

  /**
   * Bounds how many tasks start in any span of time of a length among elements that have the same
   * value.
   *
   * @param key gives the value; elements without one count together
   * @param most how many, at least 1
   * @param interval the length, positive
   * @return this
   */
  public ElementFlowBuilder rateBy(
      Function<ElementContext, @Nullable Object> key, int most, Duration interval) {
    rates.add(new FlowLimits.Rate(most, interval, requireNonNull(key, "key")));
    return this;
  }

  /**
   * Chooses what a task does when a task of another run in this JVM works on its element.
   *
   * @param chosen what; {@link FlowLimits.Lock#WAIT} if not set
   * @return this
   */
  public ElementFlowBuilder whenLocked(FlowLimits.Lock chosen) {
    lock = requireNonNull(chosen, "lock");
    return this;
  }

  /**
   * Bounds the time of a run. Then what runs is interrupted, and the run ends TIMED_OUT.
   *
   * @param longest how long, positive
   * @return this
   */
  public ElementFlowBuilder timeout(Duration longest) {
    ElementFlow.requirePositive("timeout", longest);
    times = new FlowTimes(longest, times.batch(), times.element());
    return this;
  }

  /**
   * Bounds the time of each batch. Then what runs is interrupted, and the run ends TIMED_OUT.
   *
   * @param longest how long, positive
   * @return this
   */
  public ElementFlowBuilder batchTimeout(Duration longest) {
    ElementFlow.requirePositive("batchTimeout", longest);
    times = new FlowTimes(times.flow(), longest, times.element());
    return this;
  }

  /**
   * Bounds the time of each element, from its first step on, waits included. Then what runs on it
   * is interrupted, and it fails.
   *
   * @param longest how long, positive
   * @return this
   */
  public ElementFlowBuilder elementTimeout(Duration longest) {
    ElementFlow.requirePositive("elementTimeout", longest);
    times = new FlowTimes(times.flow(), times.batch(), longest);
    return this;
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

  private static Duration requireTime(Duration time) {
    if (time.isNegative()) {
      throw new InvalidInputException("time", "must not be negative", time);
    }
    return time;
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
              + name
              + "' has declared steps and an execution script; give it one of them");
    }
    requireUniqueIds();
    return new ElementFlow(
        name,
        steps(),
        execution,
        new ElementFlow.FlowElements(selection, process, processing, failsIfEmpty),
        pace,
        failures,
        new ElementFlow.FlowBounds(new FlowLimits(maxConcurrent, keyed, rates, lock), times));
  }
}
