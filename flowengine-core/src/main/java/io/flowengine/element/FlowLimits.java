package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What bounds the tasks of a flow and of its children together. Immutable.
 *
 * @param maxConcurrent how many run at once
 * @param keyed how many run at once among elements with the same value
 * @param rates how many start within a time
 * @param lock what is done when another run has an element
 * @param hold how long an element is kept from other runs
 */
public record FlowLimits(
    int maxConcurrent, List<Keyed> keyed, List<Rate> rates, Lock lock, Hold hold) {
  static final FlowLimits NONE =
      new FlowLimits(ElementFlow.UNBOUNDED, List.of(), List.of(), Lock.WAIT, Hold.TASK);

  /** What is done when another run has an element. */
  public enum Lock {
    /** The task or the batch waits for its turn. */
    WAIT,
    /** The task or the element fails. */
    FAIL,
    /** The task or the element is skipped. */
    SKIP
  }

  /** How long an element is kept from other runs. */
  public enum Hold {
    /** While a task works on it, from the tasks of other runs in this JVM. */
    TASK,
    /**
     * From before its batch begins until that has ended, from the batches of other runs on all
     * nodes of the store and from all tasks of other runs in this JVM.
     */
    BATCH
  }

  /** What a limit by value holds for. */
  public enum Scope {
    /** The run, with its children. */
    RUN,
    /** All runs of the engine that have a limit of the same name. */
    ENGINE
  }

  /**
   * How many run a task at the same time among elements that have the same value.
   *
   * @param name what tells it from other limits
   * @param key gives the value; elements without one are not bounded
   * @param most how many, at least 1
   * @param scope what it holds for
   */
  public record Keyed(
      String name, Function<ElementContext, @Nullable Object> key, int most, Scope scope) {
    /**
     * Checks.
     *
     * @throws InvalidInputException if the number is smaller than 1
     */
    public Keyed {
      ElementFlow.requireAtLeastOne("maxConcurrentBy", most);
    }
  }

  /**
   * How many tasks start in any span of time of a length.
   *
   * @param most how many, at least 1
   * @param interval the length, positive
   * @param key counts elements with the same value together; null to count all together
   */
  public record Rate(
      int most, Duration interval, @Nullable Function<ElementContext, @Nullable Object> key) {
    /**
     * Checks.
     *
     * @throws InvalidInputException if the number is smaller than 1, or the interval not positive
     */
    public Rate {
      ElementFlow.requireAtLeastOne("rate", most);
      ElementFlow.requirePositive("interval of a rate", interval);
    }
  }

  /** Copies. */
  public FlowLimits {
    keyed = List.copyOf(keyed);
    rates = List.copyOf(rates);
  }
}
