package io.flowengine.flow;

import org.jspecify.annotations.Nullable;

/**
 * What a step does. It may do anything but call the engine.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface StepBody<T> {
  /**
   * Does it.
   *
   * @param context the step
   * @return the result
   * @throws Exception to fail the step
   */
  @Nullable T run(StepContext context) throws Exception;
}
