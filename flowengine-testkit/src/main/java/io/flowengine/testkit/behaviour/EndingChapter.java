package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.testkit.VirtualTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 4: ending, outputs, logs, and what clean-up code may do. */
abstract class EndingChapter extends Chapter {
  EndingChapter(Front front) {
    super(front);
  }

  // ---------------------------------------------------------------- ends

  @Test
  void fa_9_a_handler_that_returns_nothing_succeeds() {
    Execution main = play();

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(main.message()).isEmpty();
    assertThat(main.outputs()).isEmpty();
  }

  @Test
  void fa_9_a_returned_map_is_merged_into_the_outputs_and_wins() {
    Execution main = play(put("a", 1), put("b", 1), give(Map.of("b", 2, "c", 2)));

    assertThat(succeeded(main))
        .containsOnly(Map.entry("a", 1L), Map.entry("b", 2L), Map.entry("c", 2L));
  }

  @Test
  void fa_9_any_other_returned_value_is_the_output_result() {
    Execution text = play(give("done"));
    Execution list = play(give(List.of(1, 2)));

    assertThat(succeeded(text)).containsExactly(Map.entry("result", "done"));
    assertThat(succeeded(list)).containsExactly(Map.entry("result", List.of(1L, 2L)));
  }

  @Test
  void fa_58_fa_227_success_ends_the_flow_with_its_message() {
    Execution main = play(run("a"), success("all done"), put("after", 1));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(text(main)).isEqualTo("all done");
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_58_success_needs_no_message() {
    Execution main = play(success(null));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(main.message()).isEmpty();
  }

  @Test
  void fa_59_error_ends_the_flow_with_its_message() {
    Execution main = play(error("does not exist!"), put("after", 1));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).isEqualTo("does not exist!");
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_59_error_needs_no_message() {
    Execution main = play(error(null));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(main.message()).isEmpty();
  }

  @Test
  void fa_61_an_uncaught_error_ends_the_flow_and_is_its_message() {
    Execution main = play(raise("it rained"));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).contains("it rained").contains("layer");
  }

  @Test
  void fa_61_outputs_before_an_uncaught_error_are_kept() {
    Execution main = play(put("rows", 3), raise("it rained"));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(outputs(main)).containsEntry("rows", 3L);
  }

  @Test
  void fa_61_the_failure_names_the_error_and_where_it_came_from() {
    Execution main = play(raise("it rained"));

    assertThat(main.record().state().failure())
        .satisfies(
            failure -> {
              assertThat(failure.message()).isEqualTo("it rained");
              assertThat(failure.frames()).isNotEmpty();
              assertThat(failure.executionId()).isEqualTo(main.id());
            });
  }

  @Test
  void fa_52_cancel_on_self_ends_the_flow_as_cancelled() {
    Execution main = play(cancelSelf(), put("after", 1));

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(main)).isEmpty();
  }

  // ---------------------------------------------------------------- outputs and fields

  @Test
  void fa_62_outputs_add_up_and_the_last_value_of_a_key_stays() {
    Execution main = play(put("a", 1), put("b", 2), put("a", 3));

    assertThat(succeeded(main)).containsOnly(Map.entry("a", 3L), Map.entry("b", 2L));
  }

  @Test
  void fa_62_outputs_are_visible_to_others_at_once() {
    Execution main = play(put("a", 1), ask("hold"));

    assertThat(main.outputs()).containsEntry("a", 1L);
    ends(main, ExecutionStatus.WAITING);
  }

  @Test
  void fa_62_several_outputs_can_be_set_at_once_and_any_text_is_a_key() {
    Map<String, Object> given = new LinkedHashMap<>();
    List.of("key", "append", "value", "with blank", "ü").forEach(key -> given.put(key, key));
    Execution main = play(putAll(given));

    assertThat(succeeded(main)).containsExactlyEntriesOf(given);
  }

  @Test
  void fa_63_saving_output_value_replaces_the_whole() {
    Execution main = play(put("a", 1), save(Map.of("output_value", Map.of("b", 2))), put("c", 3));

    assertThat(succeeded(main)).containsOnly(Map.entry("b", 2L), Map.entry("c", 3L));
  }

  @Test
  void fa_63_a_flow_can_say_how_far_it_is() {
    Execution main = play(save(Map.of("message", "half done")), ask("hold"));

    assertThat(text(main)).isEqualTo("half done");
    world.answer("hold");
    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(text(main)).isEqualTo("half done");
  }

  @Test
  void fa_63_last_words_replace_progress() {
    Execution main = play(save(Map.of("message", "half done")), success("done"));

    assertThat(text(main)).isEqualTo("done");
  }

  @Test
  void fa_63_a_flow_can_rename_itself() {
    Execution main = play(save(Map.of("name", "renamed")), ask("hold"));

    assertThat(main.name()).isEqualTo("renamed");
  }

  @Test
  void fa_64_message_and_status_message_are_one_field() {
    Execution main = play(save(Map.of("status_message", "half done")), ask("hold"));

    assertThat(text(main)).isEqualTo("half done");
    assertThat(main.record().field("message")).isEqualTo("half done");
    assertThat(main.record().field("status_message")).isEqualTo("half done");
  }

  @Test
  void fa_63_fields_that_cannot_be_saved_are_refused_and_nothing_changes() {
    for (String field : List.of("status", "id", "colour", "created_at", "parent_execution_id")) {
      Execution main =
          play(attempt(save(Map.of(field, "x"))), put("e", caught()), put("m", caughtMessage()));
      assertThat(succeeded(main)).as(field).containsEntry("e", "InvalidInputError");
      assertThat((String) outputs(main).get("m")).contains(field);
      assertThat(main.name()).isEqualTo("main");
    }
  }

  @Test
  void fa_63_another_execution_can_be_given_a_name() {
    play(start("a", ask("hold")), saveOn("a", Map.of("name", "b", "message", "told")));

    assertThat(world.allNamed("a")).isEmpty();
    assertThat(text(world.named("b"))).isEqualTo("told");
  }

  @Test
  void fa_103_inputs_can_be_changed_before_the_start_only() {
    Execution main =
        play(
            create("a", put("mine", 1)),
            saveOn("a", Map.of("input_value", Map.of("moves", Move.forms(put("mine", 2))))),
            waitFor("a"),
            attempt(saveOn("a", Map.of("input_value", Map.of()))),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat(world.named("a").outputs()).containsEntry("mine", 2L);
  }

  // ---------------------------------------------------------------- logs

  @Test
  void fa_65_log_writes_one_entry_of_level_info() {
    Execution main = play(log("hello"));

    LogEntry line = main.log().getFirst();
    assertThat(main.log()).hasSize(1);
    assertThat(line.level()).isEqualTo(LogLevel.INFO);
    assertThat(line.subject()).isEqualTo("user log");
    assertThat(line.text()).isEqualTo("hello");
  }

  @Test
  void fa_65_several_values_are_joined_by_blanks() {
    Execution main = play(log("rows:", 3, "of", 4));

    assertThat(lines(main)).containsExactly("rows: 3 of 4");
    assertThat(main.log().getFirst().data().toMap())
        .containsEntry("args", List.of("rows:", 3L, "of", 4L));
  }

  @Test
  void fa_174_a_line_has_level_subject_data_and_references() {
    Execution main = play(log("made", reference("setting", "s"), 3));

    LogEntry line = main.log().getFirst();
    assertThat(line.level()).isEqualTo(LogLevel.INFO);
    assertThat(line.subject()).isEqualTo("user log");
    assertThat(line.text()).isEqualTo("made <setting s> 3");
    assertThat(line.data().toMap()).containsEntry("args", List.of("made", "s", 3L));
    assertThat(line.references()).containsExactly(RecordRef.of(RecordType.SETTING, "s"));
  }

  @Test
  void fa_65_fa_235_a_reference_to_a_missing_record_is_logged_by_its_name() {
    Execution main = play(log(reference("flow", "some-name")));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(lines(main)).containsExactly("<flow some-name>");
  }

  @Test
  void fa_65_lines_come_in_the_order_they_were_written() {
    Move[] moves = new Move[20];
    Arrays.setAll(moves, i -> log("line", i));
    Execution main = play(moves);

    assertThat(lines(main)).hasSize(20).startsWith("line 0", "line 1").endsWith("line 19");
  }

  @Test
  void fa_230_a_line_behind_a_wait_has_the_time_of_its_end() {
    Execution main = play(run("a", sleep(5)), log("after"));

    world.advanceSeconds(5);
    assertThat(main.log().getFirst().at()).isEqualTo(VirtualTime.START.plusSeconds(5));
  }

  // ---------------------------------------------------------------- clean-up and signals

  @Test
  void fa_69_an_end_is_not_caught_by_a_handler_of_errors() {
    Execution main = play(attempt(success("done")), put("after", 1));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(text(main)).isEqualTo("done");
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_71_clean_up_runs_behind_success_and_error_and_cancel() {
    for (Move end : List.of(success("x"), error("x"), cancelSelf(), raise("x"))) {
      Execution main = play(ensure(moves(end), put("clean", true)));
      assertThat(outputs(main)).as("%s", end).containsEntry("clean", true);
      assertThat(main.status().isEnded()).isTrue();
    }
  }

  @Test
  void fa_71_clean_up_may_create_children_and_wait_for_them() {
    Execution main =
        play(ensure(moves(error("broken")), run("sweeper", ask("hold")), log("swept")));

    ends(main, ExecutionStatus.WAITING);
    world.answer("hold");
    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).isEqualTo("broken");
    assertThat(lines(main)).containsExactly("swept");
    ends(world.named("sweeper"), ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_71_an_end_inside_clean_up_does_not_change_the_first_end() {
    Execution main = play(ensure(moves(error("first")), success("second")));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).isEqualTo("first");
  }

  @Test
  void fa_72_a_swallowed_end_is_raised_again_by_the_next_call() {
    needs("notice of swallowed signals");
    Execution main = play(swallow(success("first")), put("after", 1), error("second"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(text(main)).isEqualTo("first");
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_72_a_swallowed_end_stands_though_no_call_follows() {
    Execution main = play(swallow(error("first")));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).isEqualTo("first");
  }

  @Test
  void fa_73_what_the_handler_returns_after_its_end_does_not_count() {
    Execution main = play(swallow(error("first")), give(Map.of("late", 1)));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_73_an_error_in_clean_up_is_logged_and_changes_nothing() {
    Execution main = play(ensure(moves(success("done")), raise("the mop broke")));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(text(main)).isEqualTo("done");
    assertThat(main.log())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.level()).isEqualTo(LogLevel.WARNING);
              assertThat(line.text()).contains("the mop broke");
            });
  }

  @Test
  void fa_73_an_error_that_was_raised_before_the_end_in_clean_up_gives_way_to_that_end() {
    Execution main = play(ensure(moves(raise("broken")), success("still fine")));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(text(main)).isEqualTo("still fine");
  }
}
