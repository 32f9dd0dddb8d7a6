package io.flowengine.internal.memory;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a commit did to others than the execution that made it. */
final class Effects {
  final Instant now;
  List<ExecutionId> woken = List.of();
  List<ExecutionId> stirred = List.of();
  List<ExecutionRecord> scheduled = List.of();

  Effects(Instant now) {
    this.now = now;
  }

  /** Several items in a row for one execution wake it once. */
  void woke(Slot slot) {
    woken = woken.isEmpty() ? new ArrayList<>(2) : woken;
    if (woken.isEmpty() || !woken.getLast().equals(slot.record.id())) {
      woken.add(slot.record.id());
    }
  }

  void scheduled(ExecutionRecord before) {
    scheduled = scheduled.isEmpty() ? new ArrayList<>(2) : scheduled;
    scheduled.add(before);
  }

  boolean isEmpty() {
    return woken.isEmpty() && stirred.isEmpty() && scheduled.isEmpty();
  }

  void stirred(Slot slot) {
    stirred = stirred.isEmpty() ? new ArrayList<>(2) : stirred;
    stirred.add(slot.record.id());
  }
}
