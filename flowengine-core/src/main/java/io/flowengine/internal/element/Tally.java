package io.flowengine.internal.element;

import io.flowengine.element.Threshold;
import java.util.List;

/** How many elements have begun and failed: in the batch, its tier, and the flow. */
final class Tally {
  private final int[] planned = new int[Threshold.Scope.values().length];
  private final int[] begun = new int[planned.length];
  private final int[] failed = new int[planned.length];
  private int batch;

  Tally(int elements) {
    planned[Threshold.Scope.FLOW.ordinal()] = elements;
  }

  void enter(Batch next, int number) {
    batch = number;
    if (next.isFirstOfTier()) {
      reset(Threshold.Scope.TIER, next.tier().size());
    }
    reset(Threshold.Scope.BATCH, next.members().size());
  }

  private void reset(Threshold.Scope scope, int size) {
    planned[scope.ordinal()] = size;
    begun[scope.ordinal()] = 0;
    failed[scope.ordinal()] = 0;
  }

  void begin() {
    for (int i = 0; i < begun.length; i++) {
      begun[i]++;
    }
  }

  void fail() {
    for (int i = 0; i < failed.length; i++) {
      failed[i]++;
    }
  }

  int failed() {
    return failed[Threshold.Scope.FLOW.ordinal()];
  }

  boolean exceeds(List<Threshold> thresholds) {
    for (Threshold threshold : thresholds) {
      int scope = threshold.scope().ordinal();
      if (threshold.isExceeded(failed[scope], planned[scope], begun[scope], batch)) {
        return true;
      }
    }
    return false;
  }
}
