package io.flowengine.element;

import static java.util.stream.Collectors.joining;

import io.flowengine.execution.InvalidInputException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which elements a flow works on. All conditions hold together; without any, all enabled elements
 * are chosen. Immutable.
 */
public final class Selection {
  private static final Selection ALL = new Selection(context -> true, null);

  private final Predicate<ElementContext> condition;
  private final @Nullable List<String> listed;

  private Selection(Predicate<ElementContext> condition, @Nullable List<String> listed) {
    this.condition = condition;
    this.listed = listed;
  }

  /** {@return all enabled elements, in the order of the inventory} */
  public static Selection all() {
    return ALL;
  }

  /**
   * Chooses elements by their ids, whatever else is known of them, disabled ones too: those are
   * skipped when their turn comes. Conditions added to it narrow the list.
   *
   * @param ids the ids, in the order in which the elements are to come; a repeated one counts once
   * @return the selection
   */
  public static Selection listed(List<String> ids) {
    return new Selection(context -> true, List.copyOf(new LinkedHashSet<>(ids)));
  }

  /**
   * Narrows to elements of a profile.
   *
   * @param profile its name
   * @return the narrower selection
   */
  public Selection profile(String profile) {
    return where(context -> context.element().profile().equals(profile));
  }

  /**
   * Narrows to elements that are in one of these groups at least.
   *
   * @param groups their names
   * @return the narrower selection
   */
  public Selection anyGroup(String... groups) {
    Set<String> wanted = Set.copyOf(List.of(groups));
    return where(context -> context.element().groups().stream().anyMatch(wanted::contains));
  }

  /**
   * Narrows to elements that are in all these groups.
   *
   * @param groups their names
   * @return the narrower selection
   */
  public Selection allGroups(String... groups) {
    Set<String> wanted = Set.copyOf(List.of(groups));
    return where(context -> context.element().groups().containsAll(wanted));
  }

  /**
   * Narrows by a filter.
   *
   * @param filter its text; see {@link ElementFilter}
   * @return the narrower selection
   * @throws InvalidInputException if the filter breaks the syntax
   */
  public Selection filter(String filter) {
    return where(ElementFilter.parse(filter));
  }

  /**
   * Narrows by any condition.
   *
   * @param narrower the condition; asked once for each element, on the calling thread
   * @return the narrower selection
   */
  public Selection where(Predicate<ElementContext> narrower) {
    return new Selection(condition.and(narrower), listed);
  }

  /**
   * Chooses among the elements as they are now. Later changes of the inventory change nothing.
   *
   * @param inventory where they are
   * @param inputs the inputs of the flow, a layer of each context
   * @return the elements with their contexts, each once
   * @throws InvalidInputException if ids are listed that the inventory does not have; the message
   *     names all of them
   */
  public List<ElementContext> from(
      Inventory inventory, Map<String, ? extends @Nullable Object> inputs) {
    Stream<Element> candidates =
        listed == null
            ? inventory.elements().stream().filter(Element::isEnabled)
            : require(inventory, listed);
    return candidates
        .map(element -> ElementContext.of(element, inventory, inputs))
        .filter(condition)
        .toList();
  }

  /**
   * Chooses among elements that are known already.
   *
   * @param elements the elements with their contexts
   * @return those it chooses, in the order given; in that of the list if it lists elements
   */
  public List<ElementContext> among(List<ElementContext> elements) {
    Stream<ElementContext> candidates;
    if (listed == null) {
      candidates = elements.stream().filter(each -> each.element().isEnabled());
    } else {
      Map<String, ElementContext> known = new HashMap<>();
      elements.forEach(each -> known.put(each.element().id(), each));
      candidates = listed.stream().map(known::get).filter(Objects::nonNull);
    }
    return candidates.filter(condition).toList();
  }

  private static Stream<Element> require(Inventory inventory, List<String> ids) {
    String missing =
        ids.stream().filter(id -> inventory.element(id).isEmpty()).collect(joining(", "));
    if (!missing.isEmpty()) {
      throw new InvalidInputException("elements", "must be in the inventory", missing);
    }
    return ids.stream().map(inventory::element).flatMap(Optional::stream);
  }
}
