package io.flowengine.internal.element;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where it is kept which run has which element, for all nodes of a store. A run has what it took
 * until it gives it back or has ended, whatever becomes of its node. Thread-safe.
 */
public interface LockStore {
  /**
   * Takes elements, one after the other. What the run has already it is given again.
   *
   * @param execution the run
   * @param elements their ids
   * @param untilRefused whether to stop at the first that another run has
   * @return the elements that other runs have, with the run; empty if all were taken
   */
  Map<String, String> take(String execution, List<String> elements, boolean untilRefused);

  /**
   * Gives elements back. What the run does not have is left as it is.
   *
   * @param execution the run
   * @param elements their ids
   */
  void release(String execution, Collection<String> elements);
}
