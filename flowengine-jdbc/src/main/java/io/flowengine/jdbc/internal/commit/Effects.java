package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.jdbc.internal.table.Slot;
import io.flowengine.spi.CommitResult.Committed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a commit did to others than the execution that made it. */
final class Effects {
  final Instant now;
  private List<ExecutionId> woken = List.of();
  private List<ExecutionId> stirred = List.of();
  private List<ExecutionRecord> scheduled = List.of();

  Effects(Instant now) {
    this.now = now;
  }

  /** Several items in a row for one execution wake it once. */
  void woke(Slot slot) {
    woken = woken.isEmpty() ? new ArrayList<>(2) : woken;
    if (woken.isEmpty() || !woken.getLast().equals(slot.id)) {
      woken.add(slot.id);
    }
  }

  void scheduled(ExecutionRecord before) {
    scheduled = scheduled.isEmpty() ? new ArrayList<>(2) : scheduled;
    scheduled.add(before);
  }

  void stirred(Slot slot) {
    stirred = stirred.isEmpty() ? new ArrayList<>(2) : stirred;
    stirred.add(slot.id);
  }

  Committed committed(boolean released, boolean news) {
    boolean quiet = woken.isEmpty() && stirred.isEmpty() && scheduled.isEmpty() && !news;
    return quiet
        ? released ? Committed.RELEASED : Committed.PLAIN
        : new Committed(released, news, woken, stirred, scheduled);
  }
}
