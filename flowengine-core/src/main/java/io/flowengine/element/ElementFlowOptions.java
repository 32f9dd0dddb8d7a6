package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.FailurePolicy.OnTrip;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a flow over elements does about failures, and what bounds it. */
abstract class ElementFlowOptions extends ElementSteps.OfFlow {
  private final String name;
  private FailurePolicy failures = FailurePolicy.DEFAULT;
  private int maxConcurrent = ElementFlow.UNBOUNDED;
  private final List<FlowLimits.Keyed> keyed = new ArrayList<>();
  private final List<FlowLimits.Rate> rates = new ArrayList<>();
  private FlowLimits.Lock lock = FlowLimits.Lock.WAIT;
  private FlowLimits.Hold hold = FlowLimits.Hold.TASK;
  private FlowTimes times = FlowTimes.UNBOUNDED;

  ElementFlowOptions(String name) {
    if (name.isBlank()) {
      throw new InvalidInputException("name of an element flow", "must not be empty", name);
    }
    this.name = name;
  }

  final String name() {
    return name;
  }

  final FailurePolicy failures() {
    return failures;
  }

  final ElementFlow.FlowBounds bounds() {
    return new ElementFlow.FlowBounds(
        new FlowLimits(maxConcurrent, keyed, rates, lock, hold), times);
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
  }

  /**
   * Chooses what is done when another run has an element.
   *
   * @param chosen what; {@link FlowLimits.Lock#WAIT} if not set
   * @return this
   */
  public ElementFlowBuilder whenLocked(FlowLimits.Lock chosen) {
    lock = requireNonNull(chosen, "lock");
    return self();
  }

  /**
   * Keeps the elements of each batch from other runs until the batch has ended, whichever node of
   * the store they run on, also over crashes and pauses. They are taken in the order of their ids
   * before the batch begins. What its child flows take besides, elements of other batches, fails
   * there if another run has it.
   *
   * @return this
   */
  public ElementFlowBuilder lockBatches() {
    hold = FlowLimits.Hold.BATCH;
    return self();
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
    return self();
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
    return self();
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
    return self();
  }

  static Duration requireTime(Duration time) {
    if (time.isNegative()) {
      throw new InvalidInputException("time", "must not be negative", time);
    }
    return time;
  }
}
