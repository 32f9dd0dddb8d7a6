package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ElementContextTest {
  private final InMemoryInventory inventory =
      new InMemoryInventory()
          .profile("linux", Map.of("port", 22, "user", "root", "net.0.hostname", "profile"))
          .group("web", Map.of("user", "www", "net.0.hostname", "a", "net.0.mtu", 1500))
          .group("north", Map.of("user", "nw", "net.1.hostname", "n"));

  private final Element element =
      Element.of("E1", "linux").withGroups("web", "north").withSetting("net.0.hostname", "b");

  private final ElementContext context =
      ElementContext.of(element, inventory, Map.of("wanted", "x"));

  @Test
  void s14_a_setting_wins_over_a_variable_of_a_group() {
    assertThat(context.get("net.0.hostname")).isEqualTo("b");
    assertThat(context.origin("net.0.hostname")).contains(new Origin(Origin.Layer.SETTING, null));
  }

  @Test
  void m4_dotted_names_nest() {
    assertThat(context.get("net"))
        .isEqualTo(Map.of("0", Map.of("hostname", "b", "mtu", 1500), "1", Map.of("hostname", "n")));
  }

  @Test
  void m4_later_groups_win() {
    assertThat(context.get("user")).isEqualTo("nw");
    assertThat(context.origin("user").orElseThrow()).hasToString("group north");
  }

  @Test
  void m4_the_inputs_of_the_flow_are_a_layer() {
    assertThat(context.get("wanted")).isEqualTo("x");
    assertThat(context.origin("wanted").orElseThrow()).hasToString("input");
  }

  @Test
  void m4_what_the_run_writes_wins_and_leaves_the_context_before_as_it_was() {
    ElementContext written = context.with(Map.of("net.0.hostname", "c", "port", 23));
    assertThat(written.get("net.0.hostname")).isEqualTo("c");
    assertThat(written.origin("port").orElseThrow().layer()).isEqualTo(Origin.Layer.RUN);
    assertThat(context.get("net.0.hostname")).isEqualTo("b");
    assertThat(context.get("port")).isEqualTo(22);
  }

  @Test
  void m4_a_map_is_merged_key_by_key() {
    ElementContext written = context.with(Map.of("net", Map.of("0", Map.of("mtu", 9000))));
    assertThat(written.get("net.0.mtu")).isEqualTo(9000);
    assertThat(written.get("net.0.hostname")).isEqualTo("b");
  }

  @Test
  void m4_a_value_takes_the_place_of_what_is_below_its_path() {
    assertThat(context.with(Map.of("net", "none")).get("net.0.hostname")).isNull();
  }

  @Test
  void m4_what_is_not_there_is_null_and_has_no_origin() {
    assertThat(context.get("nowhere.at.all")).isNull();
    assertThat(context.get("port.below")).isNull();
    assertThat(context.origin("nowhere")).isEmpty();
  }

  @Test
  void m4_a_name_that_is_no_path_is_refused_with_element_and_layer() {
    Element broken = element.withSetting("a..b", 1);
    assertThatThrownBy(() -> ElementContext.of(broken, inventory, Map.of()))
        .hasMessage(
            "a name of element E1 (setting) must be keys joined by dots, none empty, was 'a..b'");
  }
}
