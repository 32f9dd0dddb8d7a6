package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.SimulatedRun;
import io.flowengine.internal.element.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells what a flow over elements would do, without running any task: the decisions of a real run,
 * in virtual time. For finding out which order, width, batches and thresholds one wants.
 *
 * {@snippet :
 * SimulatedRun run = ElementSimulation.of(flow)
 *     .lasts("upgrade", Duration.ofMinutes(5))
 *     .fails("upgrade", "web3")
 *     .run(Selection.all().from(inventory, Map.of()));
 * }
 *
 * <p>Not thread-safe.
 */
public final class ElementSimulation {
  private record Try(String task, String element) {}

  private final ElementFlow flow;
  private final Map<String, Duration> tasks = new HashMap<>();
  private final Map<Try, Duration> tries = new HashMap<>();
  private final Set<Try> failing = new HashSet<>();
  private final Set<Try> failingFirst = new HashSet<>();
  private int permits = Integer.MAX_VALUE;

  private ElementSimulation(ElementFlow flow) {
    this.flow = requireNonNull(flow, "flow");
  }

  /**
   * Begins a simulation. Tasks last a second and go well unless something else is said.
   *
   * @param flow the flow
   * @return the simulation
   */
  public static ElementSimulation of(ElementFlow flow) {
    return new ElementSimulation(flow);
  }

  /**
   * Says how long a task lasts.
   *
   * @param task its name
   * @param time how long
   * @return this
   */
  public ElementSimulation lasts(String task, Duration time) {
    tasks.put(task, time);
    return this;
  }

  /**
   * Says how long a task lasts on one element.
   *
   * @param task its name
   * @param element the id of the element
   * @param time how long
   * @return this
   */
  public ElementSimulation lasts(String task, String element, Duration time) {
    tries.put(new Try(task, element), time);
    return this;
  }

  /**
   * Lets a task fail on an element, at each attempt.
   *
   * @param task its name
   * @param element the id of the element
   * @return this
   */
  public ElementSimulation fails(String task, String element) {
    failing.add(new Try(task, element));
    return this;
  }

  /**
   * Lets a task fail on an element, at the first attempt only.
   *
   * @param task its name
   * @param element the id of the element
   * @return this
   */
  public ElementSimulation failsFirst(String task, String element) {
    failingFirst.add(new Try(task, element));
    return this;
  }

  /**
   * Bounds how many tasks the engine runs at once.
   *
   * @param most at least 1; unbounded if not set
   * @return this
   */
  public ElementSimulation permits(int most) {
    permits = most;
    return this;
  }

  /**
   * Runs the flow.
   *
   * @param elements the elements, in the order of the run
   * @return what happened
   */
  public SimulatedRun run(List<ElementContext> elements) {
    return Simulator.run(
        flow,
        elements,
        permits,
        new Simulator.Script() {
          @Override
          public Duration duration(String task, String element, int attempt) {
            Duration ofTask = tasks.getOrDefault(task, Duration.ofSeconds(1));
            return tries.getOrDefault(new Try(task, element), ofTask);
          }

          @Override
          public boolean fails(String task, String element, int attempt) {
            Try mine = new Try(task, element);
            return failing.contains(mine) || (attempt == 1 && failingFirst.contains(mine));
          }
        });
  }
}
