package io.flowengine.spi;

import io.flowengine.execution.Value;

/** A compiled flow. Any number of executions may run one program at the same time. */
@FunctionalInterface
public interface FlowProgram {
  /**
   * Runs the handler from its beginning, on the calling thread.
   *
   * @param calls the execution and its connection to the engine
   * @return what the handler returned, in stored form; null if nothing. It does not count if a call
   *     was answered by {@link CallResult.Signalled} or {@link CallResult.Dropped} meanwhile
   * @throws ScriptFailedException if the handler raised an error and did not catch it
   */
  Value run(FlowCalls calls);
}
