package io.flowengine.testkit.behaviour;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 5: records, references and what can be done to them. */
abstract class RecordsChapter extends Chapter {
  RecordsChapter(Front front) {
    super(front);
  }

  private static Move update(String setting, Object value) {
    return record("update_record", "setting", setting).with("fields", Map.of("value", value));
  }

  private static Move delete(String type, String name) {
    return record("delete_record", type, name);
  }

  private static Map<String, ?> settingValue(String name) {
    return recordField("setting", name, "value");
  }

  @Test
  void fa_76_a_reference_to_nothing_can_be_made() {
    Execution main = play(record("record", "setting", "nope").into("s"), put("after", 1));

    assertThat(succeeded(main)).containsEntry("after", 1L);
    assertThat(calls(main)).containsExactly("set_output");
  }

  @Test
  void fa_79_reading_a_missing_record_raises() {
    Execution main = play(attempt(put("x", settingValue("nope"))), put("error", caught()));

    assertThat(succeeded(main)).containsOnly(Map.entry("error", "ResourceNotFoundError"));
  }

  @Test
  void fa_79_an_unknown_field_raises() {
    Execution main =
        play(
            saveSetting("s", 1),
            attempt(put("x", recordField("setting", "s", "colour"))),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(main).get("message")).contains("colour");
  }

  @Test
  void fa_82_save_creates_and_overwrites() {
    Execution main =
        play(
            saveSetting("s", 1),
            put("one", settingValue("s")),
            saveSetting("s", List.of("two")),
            put("two", settingValue("s")));

    assertThat(succeeded(main)).containsEntry("one", 1L).containsEntry("two", List.of("two"));
  }

  @Test
  void fa_82_fields_that_are_not_given_keep_their_value() {
    Execution main =
        play(
            saveSetting("s", 1),
            record("save_record", "setting", "s").with("fields", Map.of("description", "d")),
            put("value", settingValue("s")),
            put("description", recordField("setting", "s", "description")));

    assertThat(succeeded(main)).containsEntry("value", 1L).containsEntry("description", "d");
  }

  @Test
  void fa_82_a_record_is_seen_by_other_executions() {
    play(saveSetting("s", "shared"));

    assertThat(succeeded(play(put("v", settingValue("s"))))).containsEntry("v", "shared");
  }

  @Test
  void fa_105_a_setting_survives_a_restart() {
    play(saveSetting("s", Map.of("a", 1)));
    world.restart();

    assertThat(succeeded(play(put("v", settingValue("s"))))).containsEntry("v", Map.of("a", 1L));
  }

  @Test
  void fa_105_a_setting_may_be_null() {
    assertThat(succeeded(play(saveSetting("s", null), put("v", settingValue("s")))))
        .containsEntry("v", null);
  }

  @Test
  void fa_82_an_unknown_field_is_not_saved_and_creates_nothing() {
    Execution main =
        play(
            attempt(record("save_record", "setting", "s").with("fields", Map.of("colour", 1))),
            put("error", caught()),
            put("exists", exists("setting", "s")));

    assertThat(succeeded(main))
        .containsEntry("error", "InvalidInputError")
        .containsEntry("exists", false);
  }

  @Test
  void fa_82_a_read_only_field_is_not_saved() {
    Execution main =
        play(
            saveSetting("s", 1),
            attempt(record("save_record", "setting", "s").with("fields", Map.of("id", "x"))),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
  }

  @Test
  void fa_83_exists_tells_without_raising() {
    Execution main =
        play(
            put("before", exists("setting", "s")),
            saveSetting("s", 1),
            put("after", exists("setting", "s")));

    assertThat(succeeded(main)).containsEntry("before", false).containsEntry("after", true);
  }

  @Test
  void fa_83_fa_236_a_flow_that_can_be_started_exists() {
    Execution main =
        play(put("player", exists("flow", "player")), put("nope", exists("flow", "nope")));

    assertThat(succeeded(main)).containsEntry("player", true).containsEntry("nope", false);
  }

  @Test
  void fa_84_a_deleted_record_is_gone_and_its_name_is_free() {
    Execution main =
        play(
            saveSetting("s", 1),
            delete("setting", "s"),
            put("gone", exists("setting", "s")),
            attempt(put("x", settingValue("s"))),
            put("error", caught()),
            saveSetting("s", 2),
            put("again", settingValue("s")));

    assertThat(succeeded(main))
        .containsEntry("gone", false)
        .containsEntry("error", "ResourceNotFoundError")
        .containsEntry("again", 2L);
  }

  @Test
  void fa_84_deleting_a_missing_record_raises() {
    Execution main = play(attempt(delete("setting", "s")), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_84_fa_85_deleted_records_are_not_listed() {
    Execution main =
        play(
            saveSetting("a", 1),
            saveSetting("b", 1),
            delete("setting", "a"),
            Move.of("list_records")
                .with("type", "setting")
                .with("filter", Map.of("and", List.of()))
                .with("order", List.of())
                .into("all"),
            put("all", known("all")));

    assertThat((List<?>) succeeded(main).get("all")).hasSize(1);
  }

  @Test
  void fa_87_update_changes_what_exists_and_never_creates() {
    Execution main =
        play(
            attempt(update("s", 1)),
            put("error", caught()),
            put("exists", exists("setting", "s")),
            saveSetting("s", 1),
            update("s", 2),
            put("value", settingValue("s")));

    assertThat(succeeded(main))
        .containsEntry("error", "ResourceNotFoundError")
        .containsEntry("exists", false)
        .containsEntry("value", 2L);
  }

  @Test
  void fa_89_names_of_records_lose_the_blanks_around_them() {
    Execution main = play(saveSetting("  s ", 1), put("value", settingValue("s")));

    assertThat(succeeded(main)).containsEntry("value", 1L);
  }

  @Test
  void fa_89_a_record_needs_a_name_of_1_to_128_characters() {
    for (String name : List.of(" ", "n".repeat(129))) {
      Execution main = play(attempt(saveSetting(name, 1)), put("error", caught()));
      assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    }
  }

  @Test
  void fa_91_times_are_text_in_utc_with_microseconds() {
    Execution main =
        play(saveSetting("s", 1), put("at", recordField("setting", "s", "created_at")));

    assertThat(succeeded(main)).containsEntry("at", "2030-01-01T00:00:00.000000+0000");
  }

  @Test
  void fa_92_fa_136_a_record_among_the_outputs_is_a_reference() {
    Execution main = play(put("setting", reference("setting", "s")));

    assertThat(succeeded(main)).containsEntry("setting", RecordRef.of(RecordType.SETTING, "s"));
  }

  @Test
  void fa_92_an_execution_among_the_outputs_is_a_reference() {
    Execution main = play(run("a"), put("child", known("a")));

    assertThat(succeeded(main))
        .containsEntry(
            "child", new RecordRef(RecordType.EXECUTION, "id", world.named("a").id().toString()));
  }

  @Test
  void fa_93_a_record_knows_its_id_and_name_and_who_made_it() {
    Execution main =
        play(
            saveSetting("s", 1),
            put("name", recordField("setting", "s", "name")),
            put("id", recordField("setting", "s", "id")),
            put("by", recordField("setting", "s", "created_by")),
            put("deleted", recordField("setting", "s", "is_deleted")));

    assertThat(succeeded(main))
        .containsEntry("name", "s")
        .containsEntry("by", main.id().toString())
        .containsEntry("deleted", false)
        .hasEntrySatisfying("id", id -> assertThat(id).isNotNull());
  }

  @Test
  void fa_93_who_changes_a_record_is_known_too() {
    play(saveSetting("s", 1));
    world.advanceSeconds(60);
    Execution second =
        play(
            saveSetting("s", 2),
            put("by", recordField("setting", "s", "modified_by")),
            put("at", recordField("setting", "s", "modified_at")),
            put("created", recordField("setting", "s", "created_at")));

    assertThat(succeeded(second))
        .containsEntry("by", second.id().toString())
        .containsEntry("at", "2030-01-01T00:01:00.000000+0000")
        .containsEntry("created", "2030-01-01T00:00:00.000000+0000");
  }

  @Test
  void fa_110_the_default_project_always_exists() {
    Execution main =
        play(
            put("exists", exists("project", "Default project")),
            put("id", recordField("project", "Default project", "id")));

    assertThat(succeeded(main)).containsEntry("exists", true);
    assertThat(outputs(main).get("id")).isEqualTo(main.record().attributes().projectId());
  }

  @Test
  void fa_238_a_child_saves_into_a_setting_it_is_given() {
    Execution main =
        play(
            run("a", saveSetting("my-setting", "my value"))
                .with("inputs", Map.of("setting", reference("setting", "my-setting"))),
            put("value", settingValue("my-setting")));

    assertThat(succeeded(main)).containsEntry("value", "my value");
  }

  @Test
  void fa_198_many_writers_of_one_record_all_succeed() {
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      moves.add(start("w" + i, saveSetting("s", i)));
    }
    Execution main = play(moves.toArray(Move[]::new));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    for (int i = 0; i < 20; i++) {
      ends(world.named("w" + i), ExecutionStatus.ENDED_SUCCESS);
    }
  }

  @Test
  void fa_82_fa_104_a_flow_that_the_host_has_installed_is_read_only() {
    Execution main =
        play(
            attempt(record("save_record", "flow", "player").with("fields", Map.of("script", "x"))),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "PermissionDenied");
    assertThat((String) outputs(main).get("message")).contains("<flow player>", "read-only");
  }

  @Test
  void fa_81_what_is_set_is_in_the_cache_until_it_is_saved() {
    Execution main =
        play(
            saveSetting("s", 1),
            record("record", "setting", "s").with("into", "r"),
            Move.of("set_record").with("on", "r").with("fields", Map.of("value", 2)),
            put("cache", fieldOf("r", "value")),
            put("store", recordField("setting", "s", "value")),
            Move.of("save_set").with("on", "r"),
            put("saved", recordField("setting", "s", "value")));

    assertThat(succeeded(main))
        .containsOnly(entry("cache", 2L), entry("store", 1L), entry("saved", 2L));
  }

  @Test
  void fa_81_fa_82_what_is_set_creates_a_record_that_is_not_there() {
    Execution main =
        play(
            record("record", "tag", "t").with("into", "r"),
            Move.of("set_record").with("on", "r").with("fields", Map.of("description", "d")),
            Move.of("save_set").with("on", "r"),
            put("saved", recordField("tag", "t", "description")));

    assertThat(succeeded(main)).containsOnly(entry("saved", "d"));
  }

  @Test
  void fa_85_deleted_records_show_to_those_who_ask_for_them() {
    Execution main =
        play(
            saveSetting("kept", 1),
            saveSetting("gone", 2),
            record("delete_record", "setting", "gone"),
            put("usual", exists("setting", "gone")),
            put("all", shown("all", exists("setting", "gone"))),
            put("deleted", shown("deleted", exists("setting", "kept"))),
            put("value", shown("all", recordField("setting", "gone", "value"))),
            Move.of("list_records")
                .with("type", "setting")
                .with("filter", Map.of("and", List.of()))
                .with("order", List.of("name"))
                .with("shown", "all")
                .with("into", "both"),
            put("names", eachField("both", "name")),
            put("values", eachField("both", "value")),
            Move.of("list_records")
                .with("type", "setting")
                .with("filter", Map.of("and", List.of()))
                .with("order", List.of("name"))
                .with("shown", "deleted")
                .with("into", "those"),
            put("those", eachField("those", "name")));

    assertThat(succeeded(main))
        .containsOnly(
            entry("usual", false),
            entry("all", true),
            entry("deleted", false),
            entry("value", 2L),
            entry("names", List.of("gone", "kept")),
            entry("values", List.of(2L, 1L)),
            entry("those", List.of("gone")));
  }

  @Test
  void fa_79_fa_102_a_flow_reads_its_own_fields() {
    Execution main =
        play(
            run("a", put("roles", own("roles")), put("parent", own("parent_execution_id")))
                .with("init", Map.of("roles", List.of("guest"))));

    assertThat(succeeded(world.named("a")))
        .containsOnly(entry("roles", List.of("guest")), entry("parent", main.id().toString()));
  }

  @Test
  void fa_83_an_execution_is_there_until_it_is_deleted() {
    Execution main =
        play(
            run("a"),
            put("before", isThere("a")),
            Move.of("delete_execution").with("on", "a"),
            put("after", isThere("a")));

    assertThat(succeeded(main)).containsOnly(entry("before", true), entry("after", false));
    assertThat(main.exists()).isTrue();
    assertThat(main.children()).hasSize(1).noneMatch(Execution::exists);
  }

  @Test
  void fa_85_a_deleted_record_is_hidden_from_who_has_its_id_too() {
    Execution main =
        play(
            saveSetting("s", 1),
            Move.of("list_records")
                .with("type", "setting")
                .with("filter", Map.of("and", List.of()))
                .with("order", List.of())
                .into("all"),
            each(
                "all",
                put("before", isThere("each")),
                Move.of("delete_record").with("on", "each"),
                put("after", isThere("each"))));

    assertThat(succeeded(main)).containsOnly(entry("before", true), entry("after", false));
  }
}
