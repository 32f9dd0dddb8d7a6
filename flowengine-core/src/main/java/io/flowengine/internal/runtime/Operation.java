package io.flowengine.internal.runtime;

import io.flowengine.execution.Value;

/**
 * One call of the flow API: what it accepts, and what it does when it is made for the first time
 * and on replay.
 */
@FunctionalInterface
interface Operation {
  /**
   * Makes the call.
   *
   * @param run the flow that makes it
   * @param name the name of the call, under which it is recorded
   * @param arguments the arguments as given
   * @return what it returns
   * @throws io.flowengine.execution.FlowEngineException if it raises an error
   * @throws Unwinding if it does not return
   */
  Value run(FlowRun run, String name, Value arguments);
}
