package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import java.time.Instant;
import java.util.List;

/**
 * A setting that is locked, at one moment.
 *
 * @param setting the name of the setting
 * @param holder the execution that has the lock; it may have ended, for the lock outlives it
 * @param since when it got the lock
 * @param waiting the executions that wait for it, first come, first served
 */
public record HeldLock(
    String setting, ExecutionId holder, Instant since, List<ExecutionId> waiting) {
  /** Copies the list. */
  public HeldLock {
    requireNonNull(setting, "setting");
    requireNonNull(holder, "holder");
    requireNonNull(since, "since");
    waiting = List.copyOf(waiting);
  }
}
