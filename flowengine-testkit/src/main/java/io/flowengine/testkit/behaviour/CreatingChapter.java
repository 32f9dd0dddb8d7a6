package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Filter;
import io.flowengine.execution.StatusReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 2: creating children. */
abstract class CreatingChapter extends Chapter {
  CreatingChapter(Front front) {
    super(front);
  }

  @Test
  void fa_12_a_child_has_type_flow_and_its_creator_as_parent() {
    Execution main = play(run("a", put("parent", parentName())));

    Execution child = world.named("a");
    assertThat(child.record().origin().type()).isEqualTo(ExecutionType.FLOW);
    assertThat(child.parent()).contains(main);
    assertThat(main.children()).containsExactly(child);
    assertThat(child.outputs()).containsEntry("parent", "main");
  }

  @Test
  void fa_12_what_a_host_starts_is_top_level() {
    Execution main = play(put("parent", parentName()));

    assertThat(main.parent()).isEmpty();
    assertThat(outputs(main)).containsEntry("parent", null);
  }

  @Test
  void fa_12_one_parent_has_many_children_in_the_order_of_their_creation() {
    Execution main = play(start("a"), create("b"), run("c"));

    assertThat(names(main.children())).containsExactly("a", "b", "c");
  }

  @Test
  void fa_12_a_tree_has_as_many_levels_as_it_is_given() {
    play(run("a", run("b", run("c", put("parent", parentName())))));

    assertThat(world.named("c").outputs()).containsEntry("parent", "b");
    assertThat(world.named("b").parent()).contains(world.named("a"));
  }

  @Test
  void fa_12_fa_228_an_unknown_flow_ends_the_caller_and_creates_nothing() {
    Execution main = play(runFlow("a", "nope"));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).contains("ResourceNotFound").contains("nope");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_13_an_unknown_flow_raises_an_error_that_can_be_caught() {
    Execution main = play(attempt(runFlow("a", "nope")), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_13_an_unknown_flow_raises_also_if_it_is_only_created() {
    Execution main = play(attempt(create("a").with("flow", "nope")), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_13_an_unknown_flow_raises_also_if_nobody_waits() {
    Execution main = play(attempt(start("a").with("flow", "nope")), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_13_an_idempotency_key_is_not_used_up_by_an_unknown_flow() {
    Execution main =
        play(
            attempt(runFlow("a", "nope").with("idempotency_key", "k")),
            attempt(runFlow("b", "nope").with("idempotency_key", "k")),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_14_a_child_that_is_started_runs_at_once() {
    play(start("a", put("ran", true)), ask("hold"));

    assertThat(succeeded(world.named("a"))).containsEntry("ran", true);
  }

  @Test
  void fa_14_a_child_that_is_only_created_is_paused_and_has_not_started() {
    play(create("a", put("ran", true)));

    Execution child = world.named("a");
    ends(child, ExecutionStatus.PAUSED);
    assertThat(child.record().state().reason()).isEqualTo(StatusReason.NOT_STARTED);
    assertThat(child.record().state().startedAt()).isNull();
    assertThat(child.outputs()).isEmpty();
  }

  @Test
  void fa_15_a_parent_that_waits_goes_on_when_the_child_has_ended() {
    Execution main = play(run("a", ask("hold")), put("after", field("a", "status")));

    ends(main, ExecutionStatus.WAITING);
    world.answer("hold");
    assertThat(succeeded(main)).containsEntry("after", "ENDED_SUCCESS");
  }

  @Test
  void fa_15_fa_229_waiting_for_a_child_is_a_dependency_on_it() {
    Execution main = play(run("a"));

    assertThat(names(main.dependencies())).containsExactly("a");
    assertThat(world.ends()).containsExactly("a", "main");
  }

  @Test
  void fa_15_a_failed_child_raises_in_a_parent_that_waits() {
    Execution main = play(attempt(run("a", error("broken"))), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
  }

  @Test
  void fa_15_a_cancelled_child_raises_in_a_parent_that_waits() {
    Execution main = play(attempt(run("a", cancelSelf())), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
  }

  @Test
  void fa_15_fa_243_a_parent_that_does_not_wait_may_end_first() {
    Execution main = play(start("a", ask("hold")), log("go on"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    ends(world.named("a"), ExecutionStatus.WAITING);
    assertThat(main.dependencies()).isEmpty();
    world.answer("hold");
    ends(world.named("a"), ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_15_a_failed_child_does_not_touch_a_parent_that_does_not_wait() {
    Execution main = play(start("a", error("broken")), ask("hold"));

    ends(world.named("a"), ExecutionStatus.ENDED_ERROR);
    world.answer("hold");
    ends(main, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_15_a_child_that_is_only_created_is_no_dependency() {
    Execution main = play(create("a"));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(main.dependencies()).isEmpty();
  }

  @Test
  void fa_16_waiting_for_the_end_only_does_not_raise() {
    Execution main =
        play(
            run("a", error("broken")).with("wait", "ALL_ENDED"),
            put("status", field("a", "status")),
            put("message", field("a", "message")));

    assertThat(succeeded(main))
        .containsEntry("status", "ENDED_ERROR")
        .containsEntry("message", "broken");
  }

  @Test
  void fa_16_fa_242_a_flow_may_decide_by_the_status_of_its_child() {
    Execution main =
        play(run("a", error("broken")).with("wait", "ALL_ENDED"), error("the child failed"));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).isEqualTo("the child failed");
  }

  @Test
  void fa_16_waiting_for_the_first_end_of_one_child_does_not_raise() {
    Execution main =
        play(
            run("a", error("broken")).with("wait", "FIRST_ENDED"),
            put("status", field("a", "status")));

    assertThat(succeeded(main)).containsEntry("status", "ENDED_ERROR");
  }

  @Test
  void fa_16_waiting_for_the_first_success_of_one_child_raises_if_it_fails() {
    Execution main =
        play(
            attempt(run("a", error("broken")).with("wait", "FIRST_SUCCEEDED")),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
  }

  @Test
  void fa_17_fa_240_an_uncaught_failure_of_a_child_ends_the_parent_with_its_message() {
    Execution main = play(run("a", error("the disk is full")), put("after", true));

    ends(main, ExecutionStatus.ENDED_ERROR);
    assertThat(text(main)).contains("the disk is full").contains("DependencyFailed");
    assertThat(outputs(main)).isEmpty();
  }

  @Test
  void fa_17_fa_239_a_parent_that_catches_the_failure_goes_on() {
    Execution main = play(attempt(run("a", error("broken"))), log("child failed"), put("after", 1));

    assertThat(succeeded(main)).containsEntry("after", 1L);
    assertThat(lines(main)).containsExactly("child failed");
  }

  @Test
  void fa_17_a_failed_child_keeps_what_it_put_out_and_said() {
    Execution main =
        play(
            create("a", put("rows", 3), error("broken")),
            attempt(waitFor("a")),
            put("kept", field("a", "output_value")),
            put("said", field("a", "message")));

    assertThat(succeeded(main))
        .containsEntry("kept", Map.of("rows", 3L))
        .containsEntry("said", "broken");
  }

  @Test
  void fa_17_a_failure_passes_through_every_parent_that_does_not_catch_it() {
    Execution main = play(run("a", run("b", run("c", error("deep")))));

    for (Execution execution : List.of(main, world.named("a"), world.named("b"))) {
      ends(execution, ExecutionStatus.ENDED_ERROR);
      assertThat(text(execution)).contains("deep");
    }
  }

  @Test
  void fa_18_a_child_has_the_name_it_is_given() {
    play(run("a").with("name", "import of Monday"));

    assertThat(world.allNamed("import of Monday")).hasSize(1);
  }

  @Test
  void fa_18_a_child_without_a_name_is_called_like_its_flow() {
    Execution main = play(run("a").with("unnamed", true));

    assertThat(names(main.children())).containsExactly("player");
  }

  @Test
  void fa_18_a_name_loses_the_blanks_around_it() {
    Execution main = play(run("a").with("name", "  padded "));

    assertThat(names(main.children())).containsExactly("padded");
  }

  @Test
  void fa_18_several_children_may_have_one_name() {
    play(run("a"), run("a"));

    assertThat(world.allNamed("a")).hasSize(2);
  }

  @Test
  void fa_89_an_empty_name_is_refused_and_creates_nothing() {
    Execution main = play(attempt(run("a").with("name", "  ")), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_89_a_name_of_128_characters_is_kept_and_one_of_129_refused() {
    Execution main =
        play(
            run("a").with("name", "n".repeat(128)),
            attempt(run("b").with("name", "n".repeat(129))),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat(names(main.children())).containsExactly("n".repeat(128));
  }

  @Test
  void fa_20_every_word_can_be_an_input() {
    Map<String, Object> given = new LinkedHashMap<>();
    for (String word :
        List.of(
            "script",
            "request",
            "params",
            "path",
            "src",
            "dst",
            "host",
            "url",
            "method",
            "data",
            "key",
            "message",
            "description",
            "type")) {
      given.put(word, word + "!");
    }
    play(run("a", give(inputs())).with("inputs", given));

    assertThat(world.named("a").outputs()).containsExactlyEntriesOf(given);
  }

  @Test
  void fa_21_a_child_gets_exactly_the_inputs_it_is_given() {
    play(run("a", give(inputs())).with("inputs", Map.of("x", 1)));

    assertThat(world.named("a").outputs()).containsExactly(Map.entry("x", 1L));
  }

  @Test
  void fa_3_a_flow_without_inputs_gets_an_empty_map() {
    Execution main = play(give(Map.of("inputs", inputs())));

    assertThat(succeeded(main)).containsEntry("inputs", Map.of());
  }

  @Test
  void fa_24_init_places_a_child_in_a_project() {
    play(record("save_record", "project", "p").with("fields", Map.of()).into("p"));
    Execution main = play(run("a", give(inputs())).with("init", Map.of("project_name", "p")));

    assertThat(world.named("a").record().attributes().projectId())
        .isNotEqualTo(main.record().attributes().projectId())
        .isNotNull();
    assertThat(world.named("a").outputs()).isEmpty();
  }

  @Test
  void fa_24_a_child_belongs_to_the_project_of_its_creator_unless_told_otherwise() {
    Execution main = play(run("a"));

    assertThat(world.named("a").record().attributes().projectId())
        .isEqualTo(main.record().attributes().projectId());
  }

  @Test
  void fa_24_an_unknown_project_is_an_error_and_creates_nothing() {
    Execution main =
        play(attempt(run("a").with("init", Map.of("project_name", "q"))), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_24_init_sets_name_and_description_and_priority() {
    play(
        run("a")
            .with("unnamed", true)
            .with("init", Map.of("name", "i", "description", "d", "priority", 7)));

    Execution child = world.named("i");
    assertThat(child.record().field("description")).isEqualTo("d");
    assertThat(child.record().attributes().priority()).isEqualTo(7);
  }

  @Test
  void fa_24_an_unknown_key_of_init_is_refused_by_name() {
    Execution main =
        play(
            attempt(run("a").with("init", Map.of("colour", "red"))),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(main).get("message")).contains("colour");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_24_a_read_only_key_of_init_is_refused() {
    Execution main =
        play(attempt(run("a").with("init", Map.of("status", "RUNNING"))), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_103_init_can_pause_a_child_before_it_starts() {
    Execution main = play(start("a").with("init", Map.of("is_paused", true)));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    ends(world.named("a"), ExecutionStatus.PAUSED);
  }

  @Test
  void fa_28_an_orphan_is_top_level() {
    Execution main = play(run("a", put("parent", parentName())).with("orphan", true));

    assertThat(main.children()).isEmpty();
    assertThat(world.named("a").parent()).isEmpty();
    assertThat(world.named("a").outputs()).containsEntry("parent", null);
  }

  @Test
  void fa_28_waiting_for_an_orphan_is_a_dependency_all_the_same() {
    Execution main = play(run("a").with("orphan", true));

    assertThat(names(main.dependencies())).containsExactly("a");
  }

  @Test
  void fa_29_the_default_priority_is_0() {
    play(run("a"), run("b").with("priority", -5));

    assertThat(world.named("a").record().attributes().priority()).isZero();
    assertThat(world.named("b").record().attributes().priority()).isEqualTo(-5);
  }

  @Test
  void fa_32_a_used_key_gives_the_earlier_execution() {
    Execution main =
        play(
            run("a", put("draw", uuid())).with("idempotency_key", "k"),
            run("b", put("draw", uuid())).with("idempotency_key", "k"),
            put("first", field("a", "output_value")),
            put("second", field("b", "output_value")));

    assertThat(succeeded(main).get("first")).isEqualTo(outputs(main).get("second"));
    assertThat(names(main.children())).containsExactly("a");
  }

  @Test
  void fa_32_another_key_makes_another_execution() {
    Execution main =
        play(run("a").with("idempotency_key", "k"), run("b").with("idempotency_key", "l"));

    assertThat(names(main.children())).containsExactly("a", "b");
  }

  @Test
  void fa_32_the_same_key_of_another_flow_is_another_key() {
    world.reopen(builder -> builder.flow("other", (system, self, inputs) -> null));
    Execution main =
        play(
            run("a").with("idempotency_key", "k"),
            runFlow("b", "other").with("idempotency_key", "k"));

    assertThat(names(main.children())).containsExactly("a", "b");
  }

  @Test
  void fa_32_who_finds_an_execution_depends_on_it_and_is_not_its_parent() {
    Execution first = play(start("a", ask("hold")).with("idempotency_key", "k"));
    Execution second =
        world.started(world.prepare(run("b").with("idempotency_key", "k")).name("second"));

    ends(second, ExecutionStatus.WAITING);
    assertThat(names(second.dependencies())).containsExactly("a");
    assertThat(world.named("a").parent()).contains(first);
    world.answer("hold");
    ends(second, ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_32_who_finds_an_execution_does_not_cancel_it_with_itself() {
    play(start("a", ask("hold")).with("idempotency_key", "k"));
    Execution second =
        world.started(world.prepare(run("b").with("idempotency_key", "k")).name("second"));
    world.cancel(second);

    ends(second, ExecutionStatus.ENDED_CANCELLED);
    ends(world.named("a"), ExecutionStatus.WAITING);
  }

  @Test
  void fa_32_waiting_applies_to_the_execution_that_is_found() {
    play(start("a", error("broken")).with("idempotency_key", "k"));
    Execution second = play(attempt(run("b").with("idempotency_key", "k")), put("error", caught()));

    assertThat(succeeded(second)).containsEntry("error", "DependencyFailedError");
  }

  @Test
  void fa_32_starting_applies_to_the_execution_that_is_found() {
    play(create("a").with("idempotency_key", "k"));
    Execution second = play(run("b").with("idempotency_key", "k"));

    ends(second, ExecutionStatus.ENDED_SUCCESS);
    ends(world.named("a"), ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void fa_32_a_key_is_known_after_a_restart() {
    play(run("a").with("idempotency_key", "k"));
    world.restart();
    play(run("b").with("idempotency_key", "k"));

    assertThat(world.records(Filter.in("name", List.of("a", "b")))).hasSize(1);
  }

  @Test
  void fa_32_hosts_and_flows_share_the_keys() {
    Execution first = world.started(world.prepare().name("host").idempotencyKey("k"));
    Execution main = play(run("b").with("idempotency_key", "k"));
    Execution again = world.started(world.prepare().name("again").idempotencyKey("k"));

    assertThat(again).isEqualTo(first);
    assertThat(main.children()).isEmpty();
    assertThat(main.dependencies()).containsExactly(first);
  }

  @Test
  void fa_32_keys_have_1_to_200_characters() {
    Execution main =
        play(
            run("a").with("idempotency_key", "k".repeat(200)),
            attempt(run("b").with("idempotency_key", "k".repeat(201))),
            put("long", caught()),
            attempt(run("c").with("idempotency_key", "")),
            put("empty", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("long", "InvalidInputError");
    assertThat((String) outputs(main).get("empty")).contains("1 to 200");
    assertThat(names(main.children())).containsExactly("a");
  }
}
