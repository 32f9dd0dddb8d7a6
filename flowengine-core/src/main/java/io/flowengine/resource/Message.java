package io.flowengine.resource;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message to a person. */
public interface Message extends Resource {
  /**
   * Waits for the answer.
   *
   * @param timeout how long at most, by the engine's clock; null for no limit
   * @return this
   * @throws io.flowengine.execution.FlowEngineException of the class {@code
   *     MessageResponseTimeoutException} if there is no answer in time
   */
  Message await(@Nullable Duration timeout);

  /**
   * Creates the message and does not wait for its answer.
   *
   * @return this
   * @throws io.flowengine.execution.InvalidInputException if it exists: a message cannot be changed
   */
  @Override
  Message save();

  /** {@return the answer, as known after the last wait or load; null while there is none} */
  @Nullable Map<String, @Nullable Object> response();
}
