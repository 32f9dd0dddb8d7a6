package io.flowengine.internal.node;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What a running execution needs of the node that runs it. */
public interface Host {
  /** {@return true if a development session is open on this node} */
  boolean hasDeveloper();

  /** {@return who is told of each line that executions run; null if nobody is} */
  @Nullable IntConsumer linesTo();

  /**
   * Takes a worker for an execution that is about to be created, if one is free.
   *
   * @param requires what the worker must be able to run
   * @return true if a worker is reserved
   */
  boolean reserve(String requires);

  /**
   * Runs an execution that was created with the lease of this node, on a worker that was reserved
   * for it.
   *
   * @param record the execution
   */
  void launch(ExecutionRecord record);

  /**
   * Gives a worker back.
   *
   * @param requires what it was reserved for
   */
  void free(String requires);

  /**
   * Forgets what this node has of an execution whose lease was taken away, and stops its thread as
   * far as that is possible. What the thread still writes is fenced.
   *
   * @param execution the execution
   */
  void expel(ExecutionId execution);

  /**
   * Asks for a trigger.
   *
   * @param at when
   * @param execution the execution that is due then
   */
  void arm(Instant at, ExecutionId execution);

  /**
   * Tells that executions nobody holds are due.
   *
   * @param executions the executions
   */
  void due(List<ExecutionId> executions);

  /**
   * Tells that held executions have something in their inbox.
   *
   * @param executions the executions, held by this node or another
   */
  void stirred(List<ExecutionId> executions);

  /**
   * Tells that an execution ended or was paused for good, for those who await it.
   *
   * @param record the execution as it was committed; if it has not ended, the store may have kept
   *     it as it was
   */
  void settled(ExecutionRecord record);

  /** {@return true if executions are to give their lease back at their next call} */
  boolean isStopping();

  /** {@return true if the engine writes nothing any more} */
  boolean isClosed();
}
