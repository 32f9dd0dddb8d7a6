package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.Inventory;
import io.flowengine.element.SimulatedRun;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.internal.element.Repertoire;
import io.flowengine.internal.element.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private final Repertoire repertoire;
  private final Map<Try, Object> values = new HashMap<>();
  private final Set<String> refusing = new HashSet<>();
  private final Map<String, Duration> tasks = new HashMap<>();
  private final Map<Try, Duration> tries = new HashMap<>();
  private final Set<Try> failing = new HashSet<>();
  private final Set<Try> failingFirst = new HashSet<>();
  private int permits = Integer.MAX_VALUE;

  ElementSimulation(ElementFlow flow, Repertoire repertoire) {
    this.flow = requireNonNull(flow, "flow");
    this.repertoire = repertoire;
  }

  /**
   * Begins a simulation of a flow that has no scripts; see {@link ElementRuns#simulation} for
   * others. Tasks last a second, go well and give nothing, and gates are passed, unless something
   * else is said.
   *
   * @param flow the flow
   * @return the simulation
   */
  public static ElementSimulation of(ElementFlow flow) {
    return new ElementSimulation(flow, new Repertoire(Map.of(), List.of()));
  }

  /**
   * Says how long a task lasts.
   *
   * @param task its name
   * @param time how long, not negative
   * @return this
   * @throws InvalidInputException if it is negative
   */
  public ElementSimulation lasts(String task, Duration time) {
    tasks.put(task, requireTime(time));
    return this;
  }

  /**
   * Says how long a task lasts on one element.
   *
   * @param task its name
   * @param element the id of the element
   * @param time how long, not negative
   * @return this
   * @throws InvalidInputException if it is negative
   */
  public ElementSimulation lasts(String task, String element, Duration time) {
    tries.put(new Try(task, element), requireTime(time));
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
   * Says what a task gives on an element.
   *
   * @param task its name
   * @param element the id of the element
   * @param value a value that can be stored
   * @return this
   */
  public ElementSimulation gives(String task, String element, Object value) {
    values.put(new Try(task, element), requireNonNull(value, "value"));
    return this;
  }

  /**
   * Lets a gate refuse.
   *
   * @param gate its name
   * @return this
   */
  public ElementSimulation refuses(String gate) {
    refusing.add(gate);
    return this;
  }

  /**
   * Bounds how many tasks the engine runs at once.
   *
   * @param most at least 1; unbounded if not set
   * @return this
   * @throws InvalidInputException if it is smaller than 1
   */
  public ElementSimulation permits(int most) {
    if (most < 1) {
      throw new InvalidInputException("permits", "must be >= 1", most);
    }
    permits = most;
    return this;
  }

  /**
   * Runs the flow.
   *
   * @param elements the elements, in the order of the run
   * @return what happened
   * @throws InvalidInputException if something was said of tasks that the flow does not have; the
   *     message names all of them
   */
  public SimulatedRun run(List<ElementContext> elements) {
    return run(elements, Map.of());
  }

  /**
   * Runs the flow.
   *
   * @param elements the elements, in the order of the run
   * @param inputs the inputs of the flow, for its scripts
   * @return what happened
   * @throws InvalidInputException if something was said of tasks that the flow does not have; the
   *     message names all of them
   * @throws io.flowengine.spi.ScriptFailedException if a script of the flow is none
   */
  public SimulatedRun run(List<ElementContext> elements, Map<String, @Nullable Object> inputs) {
    requireKnownTasks();
    return Simulator.run(
        flow,
        elements,
        inputs,
        repertoire,
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

          @Override
          public @Nullable Object value(String task, String element) {
            return values.get(new Try(task, element));
          }

          @Override
          public boolean refuses(String gate) {
            return refusing.contains(gate);
          }
        });
  }

  /**
   * Chooses elements as a run of the flow would, by its selection and its processing, and simulates
   * it on them.
   *
   * @param inventory where the elements are
   * @param inputs the inputs of the flow
   * @return what would happen
   * @throws InvalidInputException if a run would be refused because of its elements, or a task that
   *     is spoken of is not in the flow
   * @throws io.flowengine.spi.ScriptFailedException if its processing script raised an error
   */
  public SimulatedRun run(Inventory inventory, Map<String, @Nullable Object> inputs) {
    return run(Simulator.choose(flow, inventory, inputs, repertoire), inputs);
  }

  private void requireKnownTasks() {
    if (flow.executionScript() != null) {
      return; // nobody knows before which tasks it will ask for
    }
    Set<String> unknown = new TreeSet<>(tasks.keySet());
    Stream.of(tries.keySet(), values.keySet(), failing, failingFirst)
        .flatMap(Set::stream)
        .forEach(each -> unknown.add(each.task));
    unknown.removeAll(flow.tasks());
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "tasks", "must be in the flow '" + flow.name() + "'", String.join(", ", unknown));
    }
  }

  private static Duration requireTime(Duration time) {
    if (time.isNegative()) {
      throw new InvalidInputException("time", "must not be negative", time);
    }
    return time;
  }
}
