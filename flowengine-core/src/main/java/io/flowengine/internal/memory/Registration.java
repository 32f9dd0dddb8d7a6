package io.flowengine.internal.memory;

import io.flowengine.spi.Wait;

/**
 * A wait that is registered, with a count of what has ended of it. Guarded by the store's lock;
 * compared by identity.
 */
final class Registration {
  final Slot waiter;
  final Wait wait;
  private int ended;
  private int failed;

  Registration(Slot waiter, Wait wait) {
    this.waiter = waiter;
    this.wait = wait;
  }

  void count(Slot endedSlot) {
    ended++;
    if (endedSlot.record.status().isFailed()) {
      failed++;
    }
  }

  boolean isSettled() {
    return !wait.executions().isEmpty()
        && wait.returnWhen().isSettled(wait.executions().size(), ended, failed);
  }
}
