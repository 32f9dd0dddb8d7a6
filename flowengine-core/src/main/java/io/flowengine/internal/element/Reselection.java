package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.RerunFrom;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The elements of a rerun: some of those of an earlier run, in their old order. */
final class Reselection {
  private Reselection() {}

  /**
   * Chooses.
   *
   * @return the elements; null if it is no rerun
   * @throws InvalidInputException if the earlier run is not known
   */
  static Selected.@Nullable Choice of(
      ElementFlow flow, Workshop shop, Map<String, @Nullable Object> inputs) {
    if (!(inputs.get(Selected.RERUN) instanceof Map<?, ?> asked)) {
      return null;
    }
    ExecutionId earlier = ExecutionId.of(String.valueOf(asked.get("run")));
    Set<ElementStatus> which = EnumSet.noneOf(ElementStatus.class);
    if (asked.get("which") instanceof List<?> names) {
      names.forEach(name -> which.add(ElementStatus.valueOf(String.valueOf(name))));
    }
    boolean goesOn = RerunFrom.FAILED_STEP.name().equals(asked.get("from"));
    RecordedRun recorded =
        shop.recorded(flow, earlier)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "run", "must be an earlier run that is still there", earlier));
    List<ElementContext> contexts = new ArrayList<>();
    Map<String, Object> remembered = new LinkedHashMap<>();
    for (Member member : recorded.members()) {
      if (member.status != null && which.contains(member.status)) {
        contexts.add(now(member, shop, inputs));
        if (goesOn) {
          remembered.put(member.id(), Remembered.toObject(member));
        }
      }
    }
    return new Selected.Choice(contexts, contexts.size(), List.of(), List.of(), remembered);
  }

  /** The element as it is now; as it was, if it is not there any more. */
  private static ElementContext now(
      Member member, Workshop shop, Map<String, @Nullable Object> inputs) {
    return shop.inventory()
        .element(member.id())
        .map(element -> ElementContext.of(element, shop.inventory(), Selected.plain(inputs)))
        .orElse(member.context());
  }
}
