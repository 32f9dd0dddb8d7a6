package io.flowengine.internal.element;

import io.flowengine.element.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Where tasks are run and time passes. Calls back on the thread of the run, never at once. */
interface Stage {
  /**
   * Starts a task.
   *
   * @param attempt which, on what
   * @param ended told what came of it
   */
  void start(Attempt attempt, Consumer<TaskResult> ended);

  /** {@return the time of what is happening, the same when it is replayed} */
  Instant now();

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
