package io.flowengine.internal.element;

import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementListener;
import io.flowengine.element.GateCheck;
import io.flowengine.element.Inventory;
import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What all runs over elements of an engine share. */
public final class Workshop {
  private final Environment environment;
  private final Inventory inventory;
  private final Repertoire repertoire;
  private final Map<String, GateCheck> gates;
  private final List<ElementListener> listeners;
  private final int permits;
  private final SharedLimits limits;
  private volatile Function<String, Optional<Object>> answers = message -> Optional.empty();
  private volatile Function<String, List<String>> cancelled = execution -> List.of();
  private volatile LockStore locks = NoLocks.NO_LOCKS;
  private volatile BiFunction<ElementFlow, ExecutionId, Optional<RecordedRun>> runs =
      (flow, id) -> Optional.empty();

  /**
   * Makes a workshop.
   *
   * @param environment time and threads
   * @param inventory where the elements are
   * @param repertoire flows, tasks and scripts
   * @param gates the gates that decide by themselves, by name
   * @param listeners who hears of what happens
   * @param permits how many tasks run at once in this JVM
   */
  public Workshop(
      Environment environment,
      Inventory inventory,
      Repertoire repertoire,
      Map<String, GateCheck> gates,
      List<ElementListener> listeners,
      int permits) {
    this.environment = environment;
    this.inventory = inventory;
    this.repertoire = repertoire;
    this.gates = Map.copyOf(gates);
    this.listeners = List.copyOf(listeners);
    this.permits = permits;
    this.limits = new SharedLimits(permits);
  }

  /**
   * Says where answers of people are found.
   *
   * @param found gives the answer to a message by its id; empty if there is none yet
   */
  public void answeredBy(Function<String, Optional<Object>> found) {
    answers = found;
  }

  /**
   * Says which child runs somebody wants cancelled.
   *
   * @param wanted gives their paths by the id of the execution
   */
  public void cancelledBy(Function<String, List<String>> wanted) {
    cancelled = wanted;
  }

  List<String> cancelledChildren(String execution) {
    return cancelled.apply(execution);
  }

  /**
   * Says where earlier runs are found.
   *
   * @param found gives a run by its flow and its execution; empty if there is none
   */
  public void recordedBy(BiFunction<ElementFlow, ExecutionId, Optional<RecordedRun>> found) {
    runs = found;
  }

  Optional<RecordedRun> recorded(ElementFlow flow, ExecutionId id) {
    return runs.apply(flow, id);
  }

  Optional<Object> answer(String message) {
    return answers.apply(message);
  }

  /**
   * Says where it is kept which run has which element.
   *
   * @param store where
   */
  public void locksIn(LockStore store) {
    locks = store;
  }

  LockStore locks() {
    return locks;
  }

  /** A plan locks nothing. */
  private enum NoLocks implements LockStore {
    NO_LOCKS;

    @Override
    public Map<String, String> take(String execution, List<String> ids, boolean untilRefused) {
      return Map.of();
    }

    @Override
    public void release(String execution, Collection<String> ids) {
      // nothing is taken
    }
  }

  Environment environment() {
    return environment;
  }

  Inventory inventory() {
    return inventory;
  }

  /** {@return flows, tasks and scripts} */
  public Repertoire repertoire() {
    return repertoire;
  }

  Map<String, GateCheck> gates() {
    return gates;
  }

  List<ElementListener> listeners() {
    return listeners;
  }

  int permits() {
    return permits;
  }

  SharedLimits limits() {
    return limits;
  }
}
