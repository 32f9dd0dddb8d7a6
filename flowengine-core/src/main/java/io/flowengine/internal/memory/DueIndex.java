package io.flowengine.internal.memory;

import io.flowengine.spi.Store.Due;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which executions that nobody holds are due now, most urgent first, and which will be due when. An
 * execution is in at most one of the two sets. Guarded by the store's lock.
 */
final class DueIndex {
  private static final Comparator<Slot> BY_TIME =
      Comparator.<Slot, Instant>comparing(slot -> dueAt(slot))
          .thenComparingLong(slot -> slot.order);
  private static final Comparator<Slot> BY_URGENCY =
      Comparator.<Slot>comparingInt(slot -> -slot.record.attributes().priority())
          .thenComparing(BY_TIME);

  private final TreeSet<Slot> later = new TreeSet<>(BY_TIME);
  private final TreeSet<Slot> ready = new TreeSet<>(BY_URGENCY);

  private static Instant dueAt(Slot slot) {
    return slot.dueAt == null ? Instant.MAX : slot.dueAt;
  }

  /** Sets when an execution is due; null for never. */
  void set(Slot slot, @Nullable Instant dueAt) {
    remove(slot);
    slot.dueAt = dueAt;
    if (dueAt != null) {
      later.add(slot);
    }
  }

  /** Takes an execution out; its due time is forgotten. */
  void remove(Slot slot) {
    if (slot.dueAt != null && !later.remove(slot)) {
      ready.remove(slot);
    }
    slot.dueAt = null;
  }

  /** Changes the record of an execution, which may change its place. */
  void reorder(Slot slot, Runnable change) {
    Instant dueAt = slot.dueAt;
    remove(slot);
    change.run();
    set(slot, dueAt);
  }

  /**
   * All that are due at an instant, most urgent first; a live view that must not be changed while
   * it is read.
   */
  Iterable<Slot> ready(Instant now) {
    while (!later.isEmpty() && !dueAt(later.first()).isAfter(now)) {
      ready.add(later.pollFirst());
    }
    return ready;
  }

  List<Due> until(Instant until, int limit) {
    return Stream.concat(
            ready.stream().sorted(BY_TIME), later.stream().takeWhile(slot -> isDue(slot, until)))
        .filter(slot -> isDue(slot, until))
        .limit(limit)
        .map(slot -> new Due(slot.record.id(), dueAt(slot)))
        .toList();
  }

  private static boolean isDue(Slot slot, Instant until) {
    return !dueAt(slot).isAfter(until);
  }
}
