package io.flowengine.element;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * In which order the elements of a flow are worked on, and how many at once. Immutable.
 *
 * @param order whether elements or steps come first
 * @param width how many elements run at once; with steps first, how many executions of a step do
 * @param batches the sizes of the batches: numbers and percentages; empty for one batch
 * @param tier what parts the elements into tiers; null if nothing does
 * @param pause how long it waits between two batches
 * @param gate what has to be passed between two batches; null if nothing has
 * @param asksOnce whether the gate is asked after the first batch only
 */
public record FlowPace(
    Order order,
    int width,
    List<String> batches,
    @Nullable Function<ElementContext, @Nullable Object> tier,
    Duration pause,
    ElementStep.@Nullable Gate gate,
    boolean asksOnce) {
  /** One element after the other, in one batch. */
  static final FlowPace SERIAL =
      new FlowPace(Order.ELEMENT_FIRST, 1, List.of(), null, Duration.ZERO, null, false);

  /** Whether elements or steps come first. */
  public enum Order {
    /** Each element runs all its steps, by itself. */
    ELEMENT_FIRST,
    /** All elements end a step before one begins the next. */
    STEP_FIRST
  }

  /** Copies. */
  public FlowPace {
    batches = List.copyOf(batches);
  }

  FlowPace runs(Order chosen, int most) {
    return new FlowPace(chosen, most, batches, tier, pause, gate, asksOnce);
  }

  FlowPace inBatches(List<String> sizes) {
    return new FlowPace(order, width, sizes, tier, pause, gate, asksOnce);
  }

  FlowPace inTiers(Function<ElementContext, @Nullable Object> key) {
    return new FlowPace(order, width, batches, key, pause, gate, asksOnce);
  }

  FlowPace between(Duration time, ElementStep.@Nullable Gate passed, boolean once) {
    return new FlowPace(order, width, batches, tier, time, passed, once);
  }
}
