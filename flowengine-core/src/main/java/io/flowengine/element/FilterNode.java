package io.flowengine.element;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a filter says, as a tree. Immutable. */
sealed interface FilterNode {
  /**
   * Tells whether a subject passes.
   *
   * @param subject gives the value at a path of at least one key; null where there is none
   * @return true if it passes
   */
  boolean holds(Function<List<String>, @Nullable Object> subject);

  /**
   * Holds if one of its parts does.
   *
   * @param parts at least two
   */
  record AnyOf(List<FilterNode> parts) implements FilterNode {
    @Override
    public boolean holds(Function<List<String>, @Nullable Object> subject) {
      return parts.stream().anyMatch(part -> part.holds(subject));
    }
  }

  /**
   * Holds if all its parts do.
   *
   * @param parts at least two
   */
  record AllOf(List<FilterNode> parts) implements FilterNode {
    @Override
    public boolean holds(Function<List<String>, @Nullable Object> subject) {
      return parts.stream().allMatch(part -> part.holds(subject));
    }
  }

  /**
   * Holds if its part does not.
   *
   * @param part the part
   */
  record Not(FilterNode part) implements FilterNode {
    @Override
    public boolean holds(Function<List<String>, @Nullable Object> subject) {
      return !part.holds(subject);
    }
  }

  /**
   * Holds if there is a value.
   *
   * @param path where
   */
  record Exists(FilterOperand.Path path) implements FilterNode {
    @Override
    public boolean holds(Function<List<String>, @Nullable Object> subject) {
      return path.value(subject) != null;
    }
  }

  /**
   * Holds if the operand is true.
   *
   * @param operand the operand
   */
  record IsTrue(FilterOperand operand) implements FilterNode {
    @Override
    public boolean holds(Function<List<String>, @Nullable Object> subject) {
      return Boolean.TRUE.equals(operand.value(subject));
    }
  }

  /**
   * Compares two operands.
   *
   * @param left the first
   * @param comparator how
   * @param right the second
   */
  record Compared(FilterOperand left, FilterComparator comparator, FilterOperand right)
      implements FilterNode {
    @Override
    public boolean holds(Function<List<String>, @Nullable Object> subject) {
      return comparator.holds(left.value(subject), right.value(subject));
    }
  }
}
