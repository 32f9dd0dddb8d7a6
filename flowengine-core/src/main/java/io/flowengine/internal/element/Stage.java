package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import java.time.Duration;
import java.util.function.Consumer;

/** Where tasks are run and time passes. Calls back on the thread of the run, never at once. */
interface Stage {
  /**
   * Starts a task.
   *
   * @param task its name
   * @param element the element
   * @param attempt which attempt it is, from 1
   * @param batch the batch of the outermost run, from 0
   * @param ended told whether it went well
   */
  void start(String task, ElementContext element, int attempt, int batch, Consumer<Boolean> ended);

  /**
   * Lets time pass.
   *
   * @param time how much
   * @param visible whether it is a step of the flow
   * @param batch the batch of the outermost run, from 0
   * @param then called then
   */
  void sleep(Duration time, boolean visible, int batch, Runnable then);

  /**
   * Calls once all that ended at the same moment is known, in the order of the requests.
   *
   * @param then what to call
   */
  void later(Runnable then);
}
