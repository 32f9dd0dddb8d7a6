package io.flowengine.element;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a filter compares: gives a value, or null where there is none. */
sealed interface FilterOperand {
  /** The value for a subject that is looked up path by path. */
  @Nullable Object value(Function<List<String>, @Nullable Object> subject);

  /**
   * A path.
   *
   * @param keys the keys, outermost first; at least one
   */
  record Path(List<String> keys) implements FilterOperand {
    @Override
    public @Nullable Object value(Function<List<String>, @Nullable Object> subject) {
      return subject.apply(keys);
    }
  }

  /**
   * A text of the subject, read as a number.
   *
   * @param path where the text is
   */
  record Num(Path path) implements FilterOperand {
    @Override
    public @Nullable Object value(Function<List<String>, @Nullable Object> subject) {
      Object value = path.value(subject);
      if (value instanceof Number) {
        return value;
      }
      try {
        return value instanceof String text ? new BigDecimal(text.strip()) : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }

  /**
   * A text, a number, true or false.
   *
   * @param value the value
   */
  record Literal(Object value) implements FilterOperand {
    @Override
    public Object value(Function<List<String>, @Nullable Object> subject) {
      return value;
    }
  }

  /**
   * A list.
   *
   * @param members its members
   */
  record Members(List<FilterOperand> members) implements FilterOperand {
    @Override
    public Object value(Function<List<String>, @Nullable Object> subject) {
      List<@Nullable Object> values = new ArrayList<>(members.size());
      members.forEach(member -> values.add(member.value(subject)));
      return values;
    }
  }
}
