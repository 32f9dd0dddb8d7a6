package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementPlan;
import io.flowengine.element.ElementStep;
import io.flowengine.element.FlowPace.Order;
import io.flowengine.element.Given;
import io.flowengine.element.Threshold;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.ExecutionScript;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at a flow and its elements before anything runs. */
public final class Planner {
  private final ElementFlow flow;
  private final Repertoire repertoire;

  Planner(ElementFlow flow, Repertoire repertoire) {
    this.flow = flow;
    this.repertoire = repertoire;
  }

  /**
   * Plans a run.
   *
   * @param flow the flow
   * @param shop where its elements are, and what its scripts may call
   * @param inputs its inputs
   * @param now the time
   * @return what it would work on
   * @throws InvalidInputException if it would be refused
   * @throws io.flowengine.spi.ScriptFailedException if a script is none, or its processing script
   *     raised an error
   */
  public static ElementPlan plan(
      ElementFlow flow, Workshop shop, Map<String, @Nullable Object> inputs, Instant now) {
    Planner planner = new Planner(flow, shop.repertoire());
    planner.requireValid();
    Selected.Choice choice =
        Selected.choose(flow, shop.inventory(), shop.repertoire(), inputs, Optional.empty(), now);
    List<Member> members = members(choice.elements());
    List<Batch> batches = Batch.of(flow, members);
    List<Integer> tiers = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      if (batches.get(i).isFirstOfTier()) {
        tiers.add(i);
      }
    }
    List<String> warnings = new ArrayList<>(choice.warnings());
    warnings.addAll(planner.warnings(members, batches));
    return new ElementPlan(
        flow.name(),
        choice.selected(),
        batches.stream().map(batch -> batch.members().stream().map(Member::id).toList()).toList(),
        tiers,
        ids(flow),
        warnings);
  }

  /**
   * Has the elements say which tier each is in, before anything runs.
   *
   * @throws InvalidInputException if that throws
   */
  static void requireTiers(ElementFlow flow, List<ElementContext> elements) {
    if (flow.pace().tier() != null) {
      List<Batch> unused = Batch.of(flow, members(elements));
    }
  }

  private static List<Member> members(List<ElementContext> contexts) {
    List<Member> members = new ArrayList<>(contexts.size());
    contexts.forEach(context -> members.add(new Member(context, members.size(), null)));
    return members;
  }

  private static List<String> ids(ElementFlow flow) {
    return flow.allSteps()
        .flatMap(
            step ->
                switch (step) {
                  case ElementStep.Task task -> Stream.of(task.id());
                  case ElementStep.Child child -> Stream.of(child.id());
                  default -> Stream.of();
                })
        .toList();
  }

  // ---------------------------------------------------------------- errors

  /**
   * Compiles the scripts of the flow and of those it runs, and refuses what cannot go well.
   *
   * @throws InvalidInputException if flows run each other in a circle, or a script names a task or
   *     a flow that there is not; the message names all
   * @throws io.flowengine.spi.ScriptFailedException if a script is none
   */
  void requireValid() {
    Set<String> problems = new TreeSet<>();
    look(flow, new ArrayDeque<>(), new HashSet<>(), problems);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          "element flow '" + flow.name() + "': " + String.join("; ", problems));
    }
  }

  private void look(
      ElementFlow each, Deque<String> around, Set<ElementFlow> seen, Set<String> problems) {
    if (around.contains(each.name())) {
      List<String> circle = new ArrayList<>(around);
      circle.add(each.name());
      problems.add("flows run each other in a circle: " + String.join(" -> ", circle));
      return;
    }
    if (!seen.add(each)) {
      return;
    }
    around.addLast(each.name());
    if (each.processingScript() != null) {
      repertoire.processing(each.processingScript());
    }
    each.children().forEach(child -> look(child, around, seen, problems));
    if (each.executionScript() != null) {
      ExecutionScript script = repertoire.execution(each.executionScript());
      for (String task : script.tasks()) {
        collect(problems, () -> repertoire.requireTask(task));
      }
      for (String child : script.flows()) {
        collect(problems, () -> look(repertoire.flow(child), around, seen, problems));
      }
    }
    around.removeLast();
  }

  private static void collect(Set<String> problems, Runnable check) {
    try {
      check.run();
    } catch (InvalidInputException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  // ---------------------------------------------------------------- warnings

  List<String> warnings(List<Member> members, List<Batch> batches) {
    List<String> warnings = new ArrayList<>();
    thresholds(members, batches, warnings);
    shadowed(members, batches, warnings);
    split(batches, warnings);
    Set<String> ofChildren = new LinkedHashSet<>();
    children(flow, members.size(), new HashSet<>(), ofChildren);
    warnings.addAll(ofChildren);
    return warnings;
  }

  private void thresholds(List<Member> members, List<Batch> batches, List<String> warnings) {
    if (members.isEmpty()) {
      return;
    }
    for (Threshold threshold : flow.failures().thresholds()) {
      int largest =
          switch (threshold.scope()) {
            case FLOW -> members.size();
            case TIER -> largest(batches.stream().map(Batch::tier));
            case BATCH -> largest(batches.stream().map(Batch::members));
          };
      boolean never =
          threshold.minSample() > largest
              || threshold.limits().stream().noneMatch(limit -> limit.isExceeded(largest, largest));
      if (never) {
        warnings.add(
            "THRESHOLD_NEVER_TRIPS: maxFailures of "
                + threshold.scope()
                + " allows all "
                + largest
                + " elements to fail");
      }
    }
  }

  private static int largest(Stream<List<Member>> groups) {
    return groups.mapToInt(List::size).max().orElse(0);
  }

  private void shadowed(List<Member> members, List<Batch> batches, List<String> warnings) {
    int most = 0;
    int inTier = 0;
    for (Batch batch : batches) {
      inTier = batch.isFirstOfTier() ? 1 : inTier + 1;
      most = Math.max(most, inTier);
    }
    List<String> sizes = flow.pace().batches();
    if (!members.isEmpty() && sizes.size() > most) {
      warnings.add(
          "BATCHES_SHADOWED: "
              + sizes.subList(most, sizes.size())
              + " of the batches are never reached; there are "
              + members.size()
              + " elements");
    }
  }

  private void split(List<Batch> batches, List<String> warnings) {
    var key = flow.pace().tier();
    if (key == null) {
      return;
    }
    Set<Object> seen = new HashSet<>();
    Set<String> split = new TreeSet<>();
    for (Batch batch : batches) {
      if (batch.isFirstOfTier()) {
        Object value = Objects.requireNonNullElse(key.apply(batch.tier().getFirst().context()), "");
        if (!seen.add(value)) {
          split.add(value.toString());
        }
      }
    }
    if (!split.isEmpty()) {
      warnings.add(
          "TIER_SPLIT: the tiers "
              + split
              + " come back later; order the elements by the same key");
    }
  }

  private void children(ElementFlow each, int size, Set<ElementFlow> around, Set<String> warnings) {
    if (!around.add(each)) {
      return;
    }
    boolean elementFirst = each.pace().order() == Order.ELEMENT_FIRST;
    each.allSteps()
        .filter(ElementStep.Child.class::isInstance)
        .map(ElementStep.Child.class::cast)
        .forEach(
            child -> {
              if (child.given() == Given.Word.ALL
                  && elementFirst
                  && size > 1
                  && !isOnce(each, child)) {
                warnings.add(squared(size, child.flow().name()));
              }
              if (child.given() == Given.Word.EACH
                  && child.flow().allSteps().anyMatch(ElementStep.Once.class::isInstance)) {
                warnings.add(
                    "ONCE_IN_EACH: a once step of "
                        + child.flow().name()
                        + " is done for each element, because each has a run of its own");
              }
              children(child.flow(), given(child, elementFirst, size), around, warnings);
            });
    if (each.executionScript() != null && elementFirst && size > 1) {
      repertoire.execution(each.executionScript()).flowsOnAll().stream()
          .sorted()
          .forEach(flow -> warnings.add(squared(size, flow)));
    }
    around.remove(each);
  }

  /** How many elements a child flow gets at the most. */
  private static int given(ElementStep.Child child, boolean elementFirst, int size) {
    return switch (child.given()) {
      case Given.Word.EACH -> Math.min(1, size);
      case Given.Word.COHORT -> elementFirst ? Math.min(1, size) : size;
      case Given.Listed listed -> Math.min(listed.ids().size(), size);
      default -> size;
    };
  }

  /** What to say of a flow that each element runs on all. */
  static String squared(int size, String flow) {
    return "N_SQUARED("
        + size
        + " × "
        + size
        + "): each element runs "
        + flow
        + " on all; once(…) runs it once";
  }

  private static boolean isOnce(ElementFlow flow, ElementStep.Child child) {
    return flow.allSteps()
        .anyMatch(step -> step instanceof ElementStep.Once once && once.step().equals(child));
  }
}
