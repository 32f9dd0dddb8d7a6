package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private final InMemoryInventory inventory =
      new InMemoryInventory()
          .put(Element.of("E1", "p").withGroups("g1").withSetting("a", 1).withSetting("b", 2))
          .put(Element.of("E2", "p").withGroups("g1", "g2").withSetting("a", 1).withSetting("b", 9))
          .put(Element.of("E3", "q").withGroups("g2").withSetting("a", 9).withSetting("b", 9));

  private List<String> ids(Selection selection) {
    return selection.from(inventory, Map.of("n", 9)).stream()
        .map(context -> context.element().id())
        .toList();
  }

  @Test
  void m2_without_conditions_it_is_all_in_the_order_of_the_inventory() {
    assertThat(ids(Selection.all())).containsExactly("E1", "E2", "E3");
  }

  @Test
  void s13_several_groups_are_any_of_them_and_each_element_comes_once() {
    assertThat(ids(Selection.all().anyGroup("g1", "g2"))).containsExactly("E1", "E2", "E3");
  }

  @Test
  void m2_all_groups_is_all_of_them() {
    assertThat(ids(Selection.all().allGroups("g1", "g2"))).containsExactly("E2");
  }

  @Test
  void m2_conditions_hold_together() {
    assertThat(ids(Selection.all().profile("p").filter("b == 9"))).containsExactly("E2");
  }

  @Test
  void s25_not_negates_the_whole_of_its_operand() {
    assertThat(ids(Selection.all().filter("not (a == 1 and b == 2)"))).containsExactly("E2", "E3");
  }

  @Test
  void m4_the_inputs_can_be_asked_for() {
    assertThat(ids(Selection.all().filter("a == n"))).containsExactly("E3");
  }

  @Test
  void m2_disabled_elements_are_not_chosen() {
    inventory.put(Element.of("E2", "p").withEnabled(false));
    assertThat(ids(Selection.all())).containsExactly("E1", "E3");
  }

  @Test
  void s26_a_list_keeps_its_order_and_names_each_once() {
    assertThat(ids(Selection.listed(List.of("E3", "E1", "E3")))).containsExactly("E3", "E1");
  }

  @Test
  void m2_a_list_is_narrowed_only_if_asked() {
    Selection listed = Selection.listed(List.of("E3", "E1"));
    assertThat(ids(listed)).containsExactly("E3", "E1");
    assertThat(ids(listed.profile("p"))).containsExactly("E1");
  }

  @Test
  void m2_ids_that_are_not_there_are_all_named() {
    assertThatThrownBy(() -> ids(Selection.listed(List.of("E1", "X", "Y"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("elements must be in the inventory, was 'X, Y'");
  }

  @Test
  void m2_later_changes_do_not_show() {
    List<ElementContext> chosen = Selection.all().from(inventory, Map.of());
    inventory.put(Element.of("E4", "p"));
    inventory.remove("E1");
    assertThat(chosen).hasSize(3);
  }

  @Test
  void m1_a_change_keeps_the_place_and_counts_the_version() {
    inventory.put(Element.of("E1", "q"));
    assertThat(inventory.elements().getFirst().id()).isEqualTo("E1");
    assertThat(inventory.elements().getFirst().version()).isEqualTo(2);
  }

  @Test
  void m1_an_element_without_an_id_is_refused() {
    assertThatThrownBy(() -> Element.of(" ", "p"))
        .hasMessage("id of an element must not be empty, was ' '");
  }
}
