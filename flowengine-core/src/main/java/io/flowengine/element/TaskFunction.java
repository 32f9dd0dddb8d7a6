package io.flowengine.element;

import org.jspecify.annotations.Nullable;

/**
 * One part of a task that is made of parts; see {@link TaskPipeline}. One object serves all
 * elements, so it keeps no state about a single call.
 */
@FunctionalInterface
public interface TaskFunction {
  /**
   * Does its part, on the thread of the attempt.
   *
   * @param scope what it sees, and where it writes
   * @return what the part gives, a value that can be stored; null if nothing
   * @throws Exception if the attempt has failed; its class and message tell people why
   */
  @Nullable Object apply(TaskScope scope) throws Exception;
}
