package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 16: custom objects, their templates, and the flows that start when they change. */
abstract class CustomObjectsChapter extends Chapter {
  private static final Move TEMPLATE =
      template(
          "server",
          Map.of(
              "address", Map.of("type", "string", "required", true),
              "cores", Map.of("type", "integer"),
              "backup", Map.of("type", "reference")));

  CustomObjectsChapter(Front front) {
    super(front);
  }

  private static Move template(String name, Map<String, ?> attributes) {
    return save("object_template", name, Map.of("attributes", attributes));
  }

  private static Move save(String type, String name, Map<String, ?> fields) {
    return record("save_record", type, name).with("fields", fields);
  }

  private static Move object(String name, Map<String, ?> attributes) {
    return save(
        "custom_object", name, Map.of("object_template_name", "server", "attributes", attributes));
  }

  private Execution refused(Move... moves) {
    List<Move> all = new ArrayList<>(List.of(TEMPLATE));
    all.add(attempt(moves));
    all.add(put("error", caught()));
    all.add(put("message", caughtMessage()));
    return play(all.toArray(Move[]::new));
  }

  @Test
  void fa_188_an_object_has_the_attributes_of_its_template() {
    Execution main =
        play(
            TEMPLATE,
            object("a", Map.of("address", "10.0.0.1", "cores", 4)),
            put("attributes", recordField("custom_object", "a", "attributes")));

    assertThat(succeeded(main))
        .containsEntry("attributes", Map.of("address", "10.0.0.1", "cores", 4L));
  }

  @Test
  void fa_188_an_object_needs_a_template() {
    Execution main = refused(save("custom_object", "a", Map.of("attributes", Map.of())));

    assertThat(succeeded(main)).containsEntry("error", "SchemaValidationError");
  }

  @Test
  void fa_188_a_reference_names_another_object() {
    assertThat(succeeded(refused(object("a", Map.of("address", "x", "backup", "nope")))))
        .containsEntry("error", "SchemaValidationError");
    Execution main =
        play(
            object("b", Map.of("address", "y")),
            object("c", Map.of("address", "x", "backup", "b")));

    assertThat(succeeded(main)).isEmpty();
  }

  @Test
  void fa_189_saving_attributes_merges_them() {
    Execution main =
        play(
            TEMPLATE,
            object("a", Map.of("address", "10.0.0.1", "cores", 4)),
            save("custom_object", "a", Map.of("attributes", Map.of("cores", 8))),
            put("attributes", recordField("custom_object", "a", "attributes")));

    assertThat(succeeded(main))
        .containsEntry("attributes", Map.of("address", "10.0.0.1", "cores", 8L));
  }

  @Test
  void fa_189_an_attribute_that_the_template_does_not_have_is_refused() {
    Execution main = refused(object("a", Map.of("address", "x", "colour", "red")));

    assertThat(succeeded(main)).containsEntry("error", "SchemaValidationError");
    assertThat((String) outputs(main).get("message")).contains("attributes.colour", "server");
  }

  @Test
  void fa_189_a_required_attribute_that_is_missing_is_refused() {
    assertThat(succeeded(refused(object("a", Map.of("cores", 4)))))
        .containsEntry("error", "SchemaValidationError");
  }

  @Test
  void fa_189_a_value_of_another_type_is_refused() {
    assertThat(succeeded(refused(object("a", Map.of("address", 7)))))
        .containsEntry("error", "SchemaValidationError");
  }

  @Test
  void fa_188_fa_189_changes_start_the_flows_that_the_template_names() {
    List<String> events = new ArrayList<>();
    world.reopen(
        builder ->
            builder.flow(
                "hook",
                (system, self, inputs) -> {
                  events.add(String.valueOf(inputs.get("event")));
                  return null;
                }));
    play(
        save(
            "object_template",
            "server",
            Map.of(
                "attributes", Map.of("address", Map.of("type", "string")),
                "on_create", "hook",
                "on_update", "hook",
                "on_delete", "hook")),
        object("a", Map.of("address", "1")),
        sleep(1),
        object("a", Map.of("address", "2")),
        sleep(1),
        record("delete_record", "custom_object", "a"));
    world.advanceSeconds(1);
    world.advanceSeconds(1);

    assertThat(events).containsExactly("create", "update", "delete");
  }

  @Test
  void fa_188_the_execution_of_a_hook_knows_the_object() {
    world.reopen(builder -> builder.flow("hook", (system, self, inputs) -> inputs));
    Execution main =
        play(
            save(
                "object_template",
                "server",
                Map.of(
                    "attributes",
                    Map.of("address", Map.of("type", "string")),
                    "on_create",
                    "hook")),
            object("a", Map.of("address", "1")),
            put("id", recordField("custom_object", "a", "id")));
    String id = String.valueOf(succeeded(main).get("id"));
    Execution hook = world.named("hook");

    assertThat(hook.record().field("custom_object_id")).isEqualTo(id);
    assertThat(hook.inputs())
        .containsEntry("custom_object", new RecordRef(RecordType.CUSTOM_OBJECT, "id", id));
    assertThat(hook.parent()).isEmpty();
  }
}
