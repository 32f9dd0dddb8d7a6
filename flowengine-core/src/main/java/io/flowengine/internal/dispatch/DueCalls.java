package io.flowengine.internal.dispatch;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Gathers what the scheduler calls for, so that many executions that are due at once are claimed in
 * few transactions. Whoever calls first claims for those who call meanwhile.
 */
final class DueCalls implements Scheduler.Trigger {
  private final Queue<ExecutionId> called = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean claiming = new AtomicBoolean();
  private final Consumer<List<ExecutionId>> claim;

  /**
   * Makes a trigger.
   *
   * @param claim claims executions
   */
  DueCalls(Consumer<List<ExecutionId>> claim) {
    this.claim = claim;
  }

  @Override
  public void due(ExecutionId execution) {
    called.add(execution);
    drain();
  }

  @Override
  public void due(List<ExecutionId> executions) {
    called.addAll(executions);
    drain();
  }

  private void drain() {
    while (!called.isEmpty() && claiming.compareAndSet(false, true)) {
      try {
        List<ExecutionId> due = new ArrayList<>();
        for (ExecutionId id = called.poll(); id != null; id = called.poll()) {
          due.add(id);
        }
        claim.accept(due);
      } finally {
        claiming.set(false);
      }
    }
  }
}
