package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoryDocumentTest {
  @Test
  void m_1_elements_come_in_the_order_of_the_text_with_all_they_have() {
    Inventory inventory =
        InventoryDocument.json(
            """
            {"elements": [
              {"id": "b", "profile": "linux", "name": "second", "groups": ["north", "east"],
               "tags": ["spare"], "settings": {"net.mtu": 9000, "disks": [1, 2]}, "enabled": false},
              {"id": "a", "profile": "linux"}]}
            """);
    assertThat(inventory.elements())
        .containsExactly(
            Element.of("b", "linux")
                .withName("second")
                .withGroups("north", "east")
                .withTags("spare")
                .withSetting("net.mtu", 9000)
                .withSetting("disks", List.of(1, 2))
                .withEnabled(false),
            Element.of("a", "linux"));
  }

  @Test
  void m_1_profiles_have_defaults_and_connections_and_groups_have_variables() {
    Inventory inventory =
        InventoryDocument.json(
            """
            {"profiles": {"linux": {"defaults": {"port": 22}, "connection": {"user": "admin"}}},
             "groups": {"north": {"net.mtu": 1500}}}
            """);
    assertThat(inventory.profileDefaults("linux")).isEqualTo(Map.of("port", 22));
    assertThat(inventory.connection("linux")).isEqualTo(Map.of("user", "admin"));
    assertThat(inventory.groupVariables("north")).isEqualTo(Map.of("net.mtu", 1500));
    assertThat(inventory.elements()).isEmpty();
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_with_its_place() {
    assertThatThrownBy(
            () ->
                InventoryDocument.json(
                    """
                    {"elemnts": [], "groups": {"north": 3}, "profiles": {"p": {"port": 1}},
                     "elements": [{"id": "", "profile": "p"}, {"id": "a"},
                       {"id": "a", "profile": "p", "tags": "x", "enabled": "yes"}]}
                    """))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "the inventory has [elemnts]; it may have [elements, groups, profiles]",
            "groups.north must be a map, was 3",
            "profiles.p has [port]; it may have [connection, defaults]",
            "elements[0].id must be a text that is not empty",
            "elements[1].profile is missing",
            "elements[2].id: there is an element 'a' already",
            "elements[2].tags must be a list, was x",
            "elements[2].enabled must be true or false, was yes");
  }

  @Test
  void a_text_that_is_no_json_is_refused_with_line_and_column() {
    assertThatThrownBy(() -> InventoryDocument.json("{\"elements\":\n [}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the inventory is not JSON: line 2, column ");
  }

  @Test
  void a_name_that_is_there_twice_is_refused() {
    assertThatThrownBy(() -> InventoryDocument.json("{\"groups\": {\"a\": {}, \"a\": {}}}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Duplicate");
  }
}
