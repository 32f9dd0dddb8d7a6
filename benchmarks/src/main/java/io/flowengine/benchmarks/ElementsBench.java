package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementTask;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.TaskResult;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Flows over many elements with some steps, five as a rule, that do the same. */
final class ElementsBench implements AutoCloseable {
  /** How many steps the flow has. */
  static final int STEPS = 5;

  private final FlowEngine engine;
  private final LongAdder events = new LongAdder();
  private final int elements;
  private final int steps;

  /**
   * Opens an engine for a flow with five steps.
   *
   * @param elements how many elements there are
   * @param order the order and width of the flow
   * @param task what each step does
   * @param store where the journal is; null for memory
   */
  ElementsBench(
      int elements,
      UnaryOperator<ElementFlowBuilder> order,
      ElementTask task,
      @Nullable Store store) {
    this(elements, STEPS, order, task, store);
  }

  /**
   * Opens an engine.
   *
   * @param elements how many elements there are
   * @param steps how many steps the flow has
   * @param order the order and width of the flow
   * @param task what each step does
   * @param store where the journal is; null for memory
   */
  ElementsBench(
      int elements,
      int steps,
      UnaryOperator<ElementFlowBuilder> order,
      ElementTask task,
      @Nullable Store store) {
    this.elements = elements;
    this.steps = steps;
    InMemoryInventory inventory = new InMemoryInventory();
    for (int i = 0; i < elements; i++) {
      inventory.put(Element.of("E" + i, "server").withSetting("site", i % 10));
    }
    ElementFlowBuilder flow = order.apply(ElementFlow.named("F"));
    FlowEngineBuilder builder =
        FlowEngine.builder()
            .inventory(inventory)
            .elements(setup -> setup.listener((run, event) -> events.increment()));
    for (int step = 1; step <= steps; step++) {
      builder.task("task " + step, task);
      flow.task("task " + step);
    }
    builder.flow(flow.build());
    if (store != null) {
      builder.store(store);
    }
    engine = builder.build();
  }

  /** Runs the flow once and gives how long that took, in seconds. */
  double seconds() {
    long begin = System.nanoTime();
    var run = engine.flow("F").start();
    var unused = run.await(Duration.ofMinutes(10));
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (events.sumThenReset() < (long) elements * steps * 2) {
      throw new IllegalStateException("not all tasks were told to the listener");
    }
    return seconds;
  }

  /** The median of the later half of some runs, as task runs per second. */
  double perSecond(int rounds) {
    double[] seconds = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      seconds[i] = seconds();
    }
    return (double) elements * steps / Samples.medianOfLaterHalf(seconds);
  }

  /** A task that does nothing. */
  static ElementTask nothing() {
    return call -> TaskResult.ok();
  }

  @Override
  public void close() {
    engine.close();
  }
}
