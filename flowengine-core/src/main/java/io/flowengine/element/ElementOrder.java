package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Orders elements by a key, for {@link ElementFlowBuilder#process}: what {@code
 * order_flow_elements} is in scripts. Elements with equal keys keep their order. All keys are
 * numbers, or all are texts, or all are {@linkplain #natural natural keys}, or all are lists of
 * these of one shape; booleans are the numbers 0 and 1. Immutable.
 */
public final class ElementOrder implements UnaryOperator<List<ElementContext>> {
  /** What becomes of elements without a key. */
  public enum Missing {
    /** There is no order. */
    FAIL,
    /** They come first, in their former order. */
    FIRST,
    /** They come last, in their former order. */
    LAST
  }

  private final Function<ElementContext, @Nullable Object> key;
  private final boolean isReversed;
  private final Missing missing;

  private ElementOrder(
      Function<ElementContext, @Nullable Object> key, boolean isReversed, Missing missing) {
    this.key = requireNonNull(key, "key");
    this.isReversed = isReversed;
    this.missing = requireNonNull(missing, "missing");
  }

  /**
   * Orders by a key, the smallest first; elements without one are an error.
   *
   * @param key gives the key of an element; null if it has none
   * @return the order
   */
  public static ElementOrder by(Function<ElementContext, @Nullable Object> key) {
    return new ElementOrder(key, false, Missing.FAIL);
  }

  /** {@return the same order with the largest key first; equal keys keep their order too} */
  public ElementOrder reversed() {
    return new ElementOrder(key, !isReversed, missing);
  }

  /**
   * Chooses what becomes of elements without a key.
   *
   * @param chosen what, whether reversed or not
   * @return the order that does so
   */
  public ElementOrder missing(Missing chosen) {
    return new ElementOrder(key, isReversed, chosen);
  }

  /**
   * Makes a key by which {@code web9} comes before {@code web10}.
   *
   * @param text the text
   * @return its key
   */
  public static Comparable<?> natural(String text) {
    return new NaturalKey(text);
  }

  /** {@return an order of texts in which {@code web9} comes before {@code web10}; it is total} */
  public static Comparator<String> naturalOrder() {
    return Comparator.comparing(NaturalKey::new);
  }

  /**
   * Orders.
   *
   * @param elements the elements; they stay as they are
   * @return the same elements in order
   * @throws InvalidInputException if the key of an element throws, is missing and that is an error,
   *     or cannot be ordered with the others; the message names the element
   */
  @Override
  public List<ElementContext> apply(List<ElementContext> elements) {
    List<ElementContext> without = new ArrayList<>();
    List<Keyed> keyed = new ArrayList<>(elements.size());
    for (ElementContext element : elements) {
      Object found = keyOf(element);
      if (found != null) {
        keyed.add(new Keyed(OrderKey.of(found, element.element().id()), element));
      } else if (missing == Missing.FAIL) {
        throw new InvalidInputException(
            "key of element " + element.element().id(), "must not be missing", "null");
      } else {
        without.add(element);
      }
    }
    for (Keyed each : keyed) {
      each.key.requireShapeOf(keyed.getFirst().key, each.element.element().id());
    }
    Comparator<Keyed> byKey = Comparator.comparing(Keyed::key);
    keyed.sort(isReversed ? byKey.reversed() : byKey);
    List<ElementContext> ordered = new ArrayList<>(keyed.stream().map(Keyed::element).toList());
    ordered.addAll(missing == Missing.FIRST ? 0 : ordered.size(), without);
    return ordered;
  }

  private @Nullable Object keyOf(ElementContext element) {
    try {
      return key.apply(element);
    } catch (RuntimeException e) { // code of the host
      throw new InvalidInputException(
          "key of element " + element.element().id(), "must not throw", e);
    }
  }

  private record Keyed(OrderKey key, ElementContext element) {}
}
