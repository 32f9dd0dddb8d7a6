package io.flowengine.spi;

import io.flowengine.execution.ExecutionId;
import java.time.Instant;
import java.util.List;

/**
 * A trigger: it calls back at a given time. It may lose or repeat what it was asked for, because
 * the truth is the store's due index, from which the engine arms it again at its start and on every
 * sweep. An implementation proves itself by extending {@code SchedulerKit} of the testkit.
 */
public interface Scheduler extends AutoCloseable {
  /** Called when a time has come. */
  @FunctionalInterface
  interface Trigger {
    /**
     * Takes the call. Returns quickly; may be called by any thread, also for executions that are
     * not due any more.
     *
     * @param execution the execution
     */
    void due(ExecutionId execution);

    /**
     * Takes a call for several executions, which costs less than one for each.
     *
     * @param executions the executions
     */
    default void due(List<ExecutionId> executions) {
      executions.forEach(this::due);
    }
  }

  /**
   * Begins to work. Called once, before anything is armed.
   *
   * @param environment the engine's time and threads
   * @param trigger whom to call
   */
  void start(Environment environment, Trigger trigger);

  /**
   * Asks for a call at an instant or soon after it. Earlier requests for the same execution stay;
   * too many calls do no harm.
   *
   * @param at the instant; a passed one is called at once
   * @param execution the execution
   */
  void arm(Instant at, ExecutionId execution);

  /** Stops calling. Repeating it does nothing. */
  @Override
  void close();
}
