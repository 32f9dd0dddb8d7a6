package io.flowengine.event;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.StatusReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened to an execution and is durable. */
public sealed interface EngineEvent {
  /** {@return the execution it happened to} */
  ExecutionId executionId();

  /** {@return when it happened, by the engine's clock} */
  Instant at();

  /**
   * An execution came into being or went from one status to another.
   *
   * @param executionId the execution
   * @param name its name
   * @param from the status before; null if it was just created
   * @param to the status since
   * @param reason why it is paused or cancelled; null if there is nothing to explain
   * @param at when
   */
  record StatusChanged(
      ExecutionId executionId,
      String name,
      @Nullable ExecutionStatus from,
      ExecutionStatus to,
      @Nullable StatusReason reason,
      Instant at)
      implements EngineEvent {}

  /**
   * An execution asks a person. Listeners of the engine that runs it hear of it; what other engines
   * on the store have open is listed by {@code FlowEngine.openMessages}.
   *
   * @param executionId the execution
   * @param messageId the message, for {@code FlowEngine.answer}
   * @param subject its subject; null if it has none
   * @param at when
   */
  record MessageOpened(
      ExecutionId executionId, String messageId, @Nullable String subject, Instant at)
      implements EngineEvent {}

  /**
   * A message was answered through this engine.
   *
   * @param executionId the execution that asked
   * @param messageId the message
   * @param at when
   */
  record MessageAnswered(ExecutionId executionId, String messageId, Instant at)
      implements EngineEvent {}

  /**
   * An execution wrote a line into its log.
   *
   * @param executionId the execution
   * @param entry the line
   */
  record LogWritten(ExecutionId executionId, LogEntry entry) implements EngineEvent {
    @Override
    public Instant at() {
      return entry.at();
    }
  }
}
