package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a run over elements, as far as it is recorded. Immutable.
 *
 * @param id the execution
 * @param status how the run has ended; null while it goes on
 * @param elements what has become of each element, by id, in the order of the run; no entry for one
 *     that is still under way
 * @param order the ids of all elements, in the order of the run
 * @param results what the steps have come to: by element, then by the id of the step, each time it
 *     ran
 */
public record RunResult(
    ExecutionId id,
    @Nullable RunStatus status,
    Map<String, ElementStatus> elements,
    List<String> order,
    Map<String, Map<String, List<StepResult>>> results) {
  /** Copies. */
  public RunResult {
    requireNonNull(id, "id");
    elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
    order = List.copyOf(order);
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }

  /**
   * Lists elements of one status.
   *
   * @param wanted the status
   * @return their ids, in the order of the run
   */
  public List<String> elements(ElementStatus wanted) {
    return elements.entrySet().stream()
        .filter(each -> each.getValue() == wanted)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** {@return how many elements have each status; statuses that no element has are left out} */
  public Map<ElementStatus, Integer> counts() {
    Map<ElementStatus, Integer> counts = new EnumMap<>(ElementStatus.class);
    elements.values().forEach(status -> counts.merge(status, 1, Integer::sum));
    return counts;
  }

  /**
   * Gives what a step came to on an element.
   *
   * @param element the id of the element
   * @param step the id of the step
   * @return the result of its last run there; empty if it has not run there
   */
  public Optional<StepResult> result(String element, String step) {
    List<StepResult> all = results.getOrDefault(element, Map.of()).getOrDefault(step, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /**
   * Groups the elements by what a step gave.
   *
   * @param step the id of the step
   * @return the ids of the elements on which it ran, by equal last results, the largest group first
   */
  public Map<TaskResult, List<String>> grouped(String step) {
    Map<TaskResult, List<String>> groups = new LinkedHashMap<>();
    for (String element : order) {
      result(element, step)
          .ifPresent(
              found ->
                  groups.computeIfAbsent(found.result(), result -> new ArrayList<>()).add(element));
    }
    Map<TaskResult, List<String>> largestFirst = new LinkedHashMap<>();
    groups.entrySet().stream()
        .sorted((one, other) -> other.getValue().size() - one.getValue().size())
        .forEach(each -> largestFirst.put(each.getKey(), List.copyOf(each.getValue())));
    return largestFirst;
  }

  /**
   * Sums up what a step gave.
   *
   * @param step the id of the step
   * @return for example {@code 97 identical, 3 differ}; {@code not run} if it ran nowhere
   */
  public String summary(String step) {
    Map<TaskResult, List<String>> groups = grouped(step);
    if (groups.isEmpty()) {
      return "not run";
    }
    int largest = groups.values().iterator().next().size();
    int all = groups.values().stream().mapToInt(List::size).sum();
    return largest + " identical" + (largest == all ? "" : ", " + (all - largest) + " differ");
  }
}
