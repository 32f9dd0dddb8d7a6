package io.flowengine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.element.Element;
import io.flowengine.element.Inventory;
import io.flowengine.element.InventoryDocument;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.SecretRef;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Inventories that are written down in YAML. */
class InventoryYamlTest {
  private static Inventory read(String text) {
    return InventoryDocument.of(YamlText.reader().read(text));
  }

  @Test
  void m_1_an_inventory_is_written_down_with_the_names_of_its_secrets() {
    Inventory inventory =
        read(
            """
            profiles:
              postgres:
                defaults: {port: 5432}
                connection: {user: admin, password: !secret pg}
            groups:
              north: {net.mtu: 1500}
            elements:
              - id: pg1
                profile: postgres
                groups: [north]
                settings: {patroni_leader: master}
              - {id: pg2, profile: postgres, name: second, tags: [spare], enabled: false}
            """);
    assertThat(inventory.elements())
        .containsExactly(
            Element.of("pg1", "postgres")
                .withGroups("north")
                .withSetting("patroni_leader", "master"),
            Element.of("pg2", "postgres").withName("second").withTags("spare").withEnabled(false));
    assertThat(inventory.connection("postgres"))
        .isEqualTo(Map.of("user", "admin", "password", new SecretRef("pg")));
  }

  @Test
  void a_text_that_is_no_yaml_is_refused_with_its_line() {
    assertThatThrownBy(() -> read("elements:\n- ["))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("line ");
  }
}
