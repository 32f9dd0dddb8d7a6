package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.RecordType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sections 5 and 6: one table of records for all types, and what is particular about each. */
abstract class RecordTypesChapter extends Chapter {
  /** Some are made otherwise; a custom object needs a template. */
  private static final Set<RecordType> OTHERWISE_MADE =
      EnumSet.of(
          RecordType.CUSTOM_OBJECT,
          RecordType.EXECUTION,
          RecordType.FLOW,
          RecordType.MESSAGE,
          RecordType.PROCESS);

  RecordTypesChapter(Front front) {
    super(front);
  }

  private static Move save(String type, String name, Map<String, ?> fields) {
    return record("save_record", type, name).with("fields", fields);
  }

  private static Move copy(String name, @Nullable String copy, Map<String, ?> fields) {
    return record("clone_record", "setting", name).with("copy", copy).with("fields", fields);
  }

  private static Move listAll(String type) {
    return Move.of("list_records")
        .with("type", type)
        .with("filter", Map.of("and", List.of()))
        .with("order", List.of("name"));
  }

  private Execution refused(Move... moves) {
    return play(attempt(moves), put("error", caught()), put("message", caughtMessage()));
  }

  @Test
  void fa_100_fa_101_records_of_every_type_are_saved_and_read() {
    List<Move> moves = new ArrayList<>();
    for (RecordType type : EnumSet.complementOf(EnumSet.copyOf(OTHERWISE_MADE))) {
      String name = type.scriptName();
      moves.add(save(name, "mine", Map.of("description", "my " + name)));
      moves.add(put(name, recordField(name, "mine", "description")));
    }

    Map<String, ?> outputs = succeeded(play(moves.toArray(Move[]::new)));

    assertThat(outputs)
        .hasSize(22)
        .allSatisfy((type, text) -> assertThat(text).isEqualTo("my " + type));
  }

  @Test
  void fa_100_nothing_creates_a_process() {
    assertThat(succeeded(refused(save("process", "p", Map.of()))))
        .containsEntry("error", "InvalidInputError");
  }

  @Test
  void fa_101_a_field_of_another_type_is_refused() {
    Execution main = refused(save("tag", "t", Map.of("value", 1)));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(main).get("message")).contains("tag field 'value'");
  }

  @Test
  void fa_101_a_value_of_another_kind_is_refused() {
    Execution main = refused(save("user", "u", Map.of("roles", "admin")));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(main).get("message")).contains("roles", "list of text", "admin");
  }

  @Test
  void fa_106_the_value_of_a_connector_may_be_the_text_of_a_json_object() {
    Execution main =
        play(
            save("connector", "c", Map.of("connector_type", "REST", "value", "{\"url\": \"x\"}")),
            put("value", recordField("connector", "c", "value")));

    assertThat(succeeded(main)).containsEntry("value", Map.of("url", "x"));
  }

  @Test
  void fa_106_the_value_of_a_connector_is_nothing_else() {
    assertThat(succeeded(refused(save("connector", "c", Map.of("value", "nonsense")))))
        .containsEntry("error", "InvalidInputError");
  }

  @Test
  void fa_111_fa_154_a_webhook_is_disabled_after_its_creation() {
    Execution main =
        play(
            save("webhook", "w", Map.of("flow_name", "player")),
            put("enabled", recordField("webhook", "w", "is_enabled")),
            put("flow", recordField("webhook", "w", "flow_id")));

    assertThat(succeeded(main)).containsEntry("enabled", false).containsEntry("flow", "player");
  }

  @Test
  void fa_93_a_project_is_named_by_its_name() {
    Execution main =
        play(
            save("project", "p", Map.of()),
            save("setting", "s", Map.of("project_name", "p")),
            put("id", recordField("project", "p", "id")),
            put("project", recordField("setting", "s", "project_id")));

    assertThat(succeeded(main)).containsEntry("project", outputs(main).get("id"));
  }

  @Test
  void fa_93_a_name_of_nothing_is_refused() {
    assertThat(succeeded(refused(save("setting", "s", Map.of("project_name", "nope")))))
        .containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_82_a_read_only_record_cannot_be_saved_or_deleted() {
    Execution main =
        play(
            save("setting", "s", Map.of("value", 1, "is_readonly", true)),
            attempt(save("setting", "s", Map.of("value", 2))),
            put("saving", caught()),
            attempt(record("delete_record", "setting", "s")),
            put("deleting", caught()),
            put("value", recordField("setting", "s", "value")));

    assertThat(succeeded(main))
        .containsEntry("saving", "PermissionDenied")
        .containsEntry("deleting", "PermissionDenied")
        .containsEntry("value", 1L);
  }

  @Test
  void fa_82_a_read_only_record_can_be_opened_again() {
    Execution main =
        play(
            save("setting", "s", Map.of("value", 1, "is_readonly", true)),
            save("setting", "s", Map.of("value", 2, "is_readonly", false)),
            put("value", recordField("setting", "s", "value")));

    assertThat(succeeded(main)).containsEntry("value", 2L);
  }

  @Test
  void fa_86_a_copy_has_the_fields_of_the_original_but_for_those_given() {
    Execution main =
        play(
            save("setting", "s", Map.of("value", List.of(1, 2), "description", "old")),
            copy("s", "t", Map.of("description", "new")).into("copy"),
            put("value", recordField("setting", "t", "value")),
            put("description", recordField("setting", "t", "description")),
            put("copy", known("copy")),
            put("original", recordField("setting", "s", "description")));

    assertThat(succeeded(main))
        .containsEntry("value", List.of(1L, 2L))
        .containsEntry("description", "new")
        .containsEntry("original", "old");
    assertThat(outputs(main).get("copy")).hasToString("<setting t>");
  }

  @Test
  void fa_86_the_default_name_of_a_copy_says_so() {
    Execution main =
        play(
            save("setting", "s", Map.of("value", 1)),
            copy("s", null, Map.of()),
            put("value", recordField("setting", "s copy", "value")));

    assertThat(succeeded(main)).containsEntry("value", 1L);
  }

  @Test
  void fa_86_a_copy_never_replaces_a_record() {
    Execution main =
        play(
            save("setting", "s", Map.of("value", 1)),
            save("setting", "t", Map.of("value", 2)),
            attempt(copy("s", "t", Map.of())),
            put("error", caught()),
            put("value", recordField("setting", "t", "value")));

    assertThat(succeeded(main))
        .containsEntry("error", "InvalidInputError")
        .containsEntry("value", 2L);
  }

  @Test
  void fa_102_the_fields_of_an_execution_can_be_read() {
    List<String> names =
        List.of(
            "type",
            "flow_name",
            "parent_execution_id",
            "connector_type",
            "schedule_id",
            "priority");
    List<Move> moves = new ArrayList<>(List.of(run("a").with("priority", 7)));
    names.forEach(name -> moves.add(put(name, field("a", name))));
    Execution main = play(moves.toArray(Move[]::new));

    assertThat(succeeded(main))
        .containsEntry("type", "FLOW")
        .containsEntry("flow_name", "player")
        .containsEntry("parent_execution_id", main.id().toString())
        .containsEntry("connector_type", null)
        .containsEntry("schedule_id", null)
        .containsEntry("priority", 7L);
  }

  @Test
  void fa_88_the_records_of_a_listing_are_loaded_together() {
    Execution main =
        play(
            save("setting", "a", Map.of("value", 1)),
            save("setting", "b", Map.of("value", 2)),
            save("setting", "c", Map.of("value", 3)),
            listAll("setting").into("all"),
            put("values", eachField("all", "value")));

    assertThat(succeeded(main)).containsEntry("values", List.of(1L, 2L, 3L));
    assertThat(calls(main)).filteredOn("load_records"::equals).hasSize(1);
    assertThat(calls(main)).doesNotContain("load");
  }

  @Test
  void fa_88_the_names_in_a_listing_need_no_step() {
    Execution main =
        play(
            save("setting", "a", Map.of("value", 1)),
            listAll("setting").into("all"),
            put("names", eachField("all", "name")));

    assertThat(succeeded(main)).containsEntry("names", List.of("a"));
    assertThat(calls(main)).containsExactly("save_record", "list", "set_output");
  }

  @Test
  void fa_88_a_record_that_was_deleted_meanwhile_is_listed_and_cannot_be_read() {
    Execution main =
        play(
            save("setting", "a", Map.of("value", 1)),
            listAll("setting").into("all"),
            record("delete_record", "setting", "a"),
            put("count", eachField("all", "name")),
            attempt(put("values", eachField("all", "value"))),
            put("error", caught()));

    assertThat(succeeded(main))
        .containsEntry("count", List.of("a"))
        .containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_88_what_a_listing_loaded_is_not_loaded_again_after_a_crash() {
    Execution main =
        play(
            save("setting", "a", Map.of("value", 1)),
            listAll("setting").into("all"),
            put("before", eachField("all", "value")),
            save("setting", "a", Map.of("value", 2)),
            sleep(60),
            put("after", eachField("all", "value")));
    world.crash();
    world.advanceSeconds(60);

    assertThat(succeeded(main))
        .containsEntry("before", List.of(1L))
        .containsEntry("after", List.of(1L));
  }
}
