package io.flowengine.internal.element;

import io.flowengine.element.StepResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What steps have come to on one element, in the order in which they ended. It only grows, so what
 * it was at some time is its length then: a view costs nothing and stays as it is.
 */
final class Results {
  static final View NONE = new Results().view();

  private @Nullable String[] steps = new String[4];
  private @Nullable StepResult[] results = new StepResult[4];
  private int size;

  /** Results up to a time. May be read by any thread that was handed the view. */
  static final class View {
    private final @Nullable String[] steps;
    private final @Nullable StepResult[] results;
    private final int size;

    private View(@Nullable String[] steps, @Nullable StepResult[] results, int size) {
      this.steps = steps;
      this.results = results;
      this.size = size;
    }

    int size() {
      return size;
    }

    String step(int index) {
      return String.valueOf(steps[index]);
    }

    StepResult result(int index) {
      StepResult result = results[index];
      if (result == null) {
        throw new IndexOutOfBoundsException(index);
      }
      return result;
    }

    /** The last result of a step; null if it has not run. */
    @Nullable StepResult last(String step) {
      for (int i = size - 1; i >= 0; i--) {
        if (step.equals(steps[i])) {
          return results[i];
        }
      }
      return null;
    }

    /** All results, by step, in the order in which steps first ended. */
    Map<String, List<StepResult>> toMap() {
      Map<String, List<StepResult>> map = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        map.computeIfAbsent(step(i), key -> new ArrayList<>(1)).add(result(i));
      }
      return map;
    }
  }

  void add(String step, StepResult result) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, size * 2);
      results = Arrays.copyOf(results, size * 2);
    }
    steps[size] = step;
    results[size++] = result;
  }

  View view() {
    return new View(steps, results, size);
  }
}
