package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.Threshold;
import io.flowengine.element.Threshold.Scope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many elements have begun and failed: in the batch, its tier, and the flow. */
final class Tally {
  private static final class Count {
    private final int planned;
    private int begun;
    private int failed;

    Count(int planned) {
      this.planned = planned;
    }
  }

  private final Map<Scope, Count> counts = new EnumMap<>(Scope.class);
  private int batch;

  Tally(int elements) {
    for (Scope scope : Scope.values()) {
      counts.put(scope, new Count(elements));
    }
  }

  void enter(Batch next, int number) {
    batch = number;
    if (next.isFirstOfTier()) {
      counts.put(Scope.TIER, new Count(next.tier().size()));
    }
    counts.put(Scope.BATCH, new Count(next.members().size()));
  }

  void begin() {
    counts.values().forEach(count -> count.begun++);
  }

  void fail() {
    counts.values().forEach(count -> count.failed++);
  }

  int failed() {
    return of(Scope.FLOW).failed;
  }

  private Count of(Scope scope) {
    return requireNonNull(counts.get(scope));
  }

  boolean exceeds(List<Threshold> thresholds) {
    for (Threshold threshold : thresholds) {
      Count count = of(threshold.scope());
      if (threshold.isExceeded(count.failed, count.planned, count.begun, batch)) {
        return true;
      }
    }
    return false;
  }
}
