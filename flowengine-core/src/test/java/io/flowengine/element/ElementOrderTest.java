package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.element.ElementOrder.Missing;
import io.flowengine.execution.InvalidInputException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** The order of elements by keys. */
class ElementOrderTest {
  private static List<ElementContext> elements(Object... keys) {
    InMemoryInventory inventory = new InMemoryInventory();
    for (int i = 0; i < keys.length; i++) {
      inventory.put(Element.of("E" + (i + 1), "p").withSetting("key", keys[i]));
    }
    return Selection.all().from(inventory, Map.of());
  }

  private static final ElementOrder BY_KEY = ElementOrder.by(context -> context.get("key"));

  private static List<String> ordered(ElementOrder order, Object... keys) {
    return order.apply(elements(keys)).stream().map(each -> each.element().id()).toList();
  }

  @Test
  void p2_equal_keys_keep_their_order_in_reverse_too() {
    assertThat(ordered(BY_KEY, 1, 0, 0, 1)).containsExactly("E2", "E3", "E1", "E4");
    assertThat(ordered(BY_KEY.reversed(), 1, 0, 0, 1)).containsExactly("E1", "E4", "E2", "E3");
  }

  @Test
  void p2_booleans_are_numbers_and_lists_are_compared_item_by_item() {
    assertThat(ordered(BY_KEY, true, 0.5, false)).containsExactly("E3", "E2", "E1");
    assertThat(ordered(BY_KEY, List.of(1, "b"), List.of(1, "a"), List.of(0, "z")))
        .containsExactly("E3", "E2", "E1");
  }

  @Test
  void p2_elements_without_a_key_go_where_they_are_told_whatever_is_reversed() {
    Object[] keys = {null, 2, null, 1};
    assertThat(ordered(BY_KEY.missing(Missing.LAST), keys)).containsExactly("E4", "E2", "E1", "E3");
    assertThat(ordered(BY_KEY.reversed().missing(Missing.FIRST), keys))
        .containsExactly("E1", "E3", "E2", "E4");
  }

  @Test
  void p2_a_missing_key_is_an_error_that_names_the_element() {
    assertThatThrownBy(() -> ordered(BY_KEY, 1, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("E2");
  }

  @Test
  void s22_p2_keys_that_cannot_be_ordered_are_an_error_that_names_the_element() {
    assertThatThrownBy(() -> ordered(BY_KEY, 1, "a"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("E2")
        .hasMessageContaining("must be a number as those before it");
    assertThatThrownBy(() -> ordered(BY_KEY, List.of(1), List.of(1, 2)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> ElementOrder.by(context -> Double.NaN).apply(elements(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("finite");
  }

  @Test
  void p2_the_natural_order_puts_web9_before_web10() {
    ElementOrder natural = ElementOrder.by(context -> ElementOrder.natural(context.element().id()));
    assertThat(natural.apply(elements(new Object[10])).getLast().element().id()).isEqualTo("E10");
    assertThat(List.of("web10", "web9", "web", "db2").stream().sorted(ElementOrder.naturalOrder()))
        .containsExactly("db2", "web", "web9", "web10");
  }

  @Property
  void p2_the_natural_order_is_total(
      @ForAll @CharRange(from = '0', to = ':') @StringLength(max = 5) String one,
      @ForAll @CharRange(from = '0', to = ':') @StringLength(max = 5) String other,
      @ForAll @CharRange(from = '0', to = ':') @StringLength(max = 5) String third) {
    Comparator<String> order = ElementOrder.naturalOrder();
    assertThat(Integer.signum(order.compare(one, other)))
        .isEqualTo(-Integer.signum(order.compare(other, one)));
    assertThat(order.compare(one, other) == 0).isEqualTo(one.equals(other));
    if (order.compare(one, other) <= 0 && order.compare(other, third) <= 0) {
      assertThat(order.compare(one, third)).isLessThanOrEqualTo(0);
    }
  }
}
