package io.flowengine.element;

import io.flowengine.execution.ExecutionId;

/** Watches runs over elements. */
@FunctionalInterface
public interface ElementListener {
  /**
   * Hears of something, on the thread of the run, which waits for it. Events of one run come one
   * after the other, in their order; those of different runs may come at the same time. A crash may
   * repeat the last ones, with their numbers. An exception is logged, told as LISTENER_ERROR, and
   * changes nothing.
   *
   * @param run the execution
   * @param event what happened
   */
  void on(ExecutionId run, ElementEvent event);
}
