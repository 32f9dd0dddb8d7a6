package io.flowengine.element;

import java.util.List;

/**
 * What a flow over elements would work on, and in which order. Immutable.
 *
 * @param flow the name of the flow
 * @param selected how many elements are chosen, before they are narrowed
 * @param batches the ids of the elements of each batch, in the order of the run
 * @param tiers the numbers of the batches, from 0, at which a tier begins
 * @param steps the ids of the declared steps, in the order of the source, those inside others too;
 *     empty if a script decides
 * @param warnings what people should look at: a code, a colon, a text
 */
public record ElementPlan(
    String flow,
    int selected,
    List<List<String>> batches,
    List<Integer> tiers,
    List<String> steps,
    List<String> warnings) {
  /** Copies. */
  public ElementPlan {
    batches = batches.stream().map(List::copyOf).toList();
    tiers = List.copyOf(tiers);
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** {@return the ids of all elements, in the order of the run} */
  public List<String> elements() {
    return batches.stream().flatMap(List::stream).toList();
  }
}
