package io.flowengine.flow;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flow in Java. After a crash, a restart or a long wait the handler runs again from the top:
 * calls it made before are answered from the journal, so it goes on where it was. Between calls it
 * must therefore do the same each time: no clock but {@link FlowContext#now()}, no randomness but
 * {@link FlowContext#random()}, nothing from outside but through {@link FlowContext#step}.
 */
@FunctionalInterface
public interface FlowHandler {
  /**
   * Runs the flow, on a thread of its own.
   *
   * @param system the records of the store
   * @param self the execution
   * @param inputs its inputs; a fresh map, changing it changes nothing stored
   * @return a map whose entries are added to the outputs; any other value becomes the output {@code
   *     result}; null adds nothing
   * @throws Exception to end the execution with an error
   */
  @Nullable Object handle(FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs)
      throws Exception;
}
