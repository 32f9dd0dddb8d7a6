package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.spi.JournalEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Section 2: inputs and outputs that are not for everybody. */
abstract class ProtectionChapter extends Chapter {
  private static final String PIN = "tr0ubadour";
  private static final String TOKEN = "horse-staple";

  ProtectionChapter(Front front) {
    super(front);
  }

  /** Runs a child that is given a pin to protect. */
  private Execution withPin(Move... moves) {
    return play(
        attempt(
            run("a", moves)
                .with("inputs", Map.of("pin", PIN))
                .with("init", Map.of("protect_inputs", List.of("pin")))));
  }

  private static Move withToken(Move... more) {
    return run("a", put("token", TOKEN), put("rest", 1), attempt(more))
        .with("init", Map.of("protect_outputs", List.of("token")));
  }

  private static List<String> previews(Execution execution) {
    return journal(execution).stream().map(JournalEntry::call).map(Object::toString).toList();
  }

  @Test
  void fa_25_the_flow_sees_its_protected_inputs() {
    withPin(put("length", input("pin")));

    assertThat(outputs(world.named("a"))).containsEntry("length", PIN);
  }

  @Test
  void fa_25_others_see_that_there_is_an_input_and_not_what_it_is() {
    Execution main = withPin();
    Execution other =
        play(know("a", world.named("a").id()), put("seen", field("a", "input_value")));

    assertThat(world.named("a").inputs()).containsEntry("pin", "***");
    assertThat(succeeded(other).get("seen")).asString().contains("pin=***").doesNotContain(PIN);
    assertThat(main.tree().toText() + main.tree().toMermaid()).doesNotContain(PIN);
  }

  @Test
  void fa_25_the_creator_sees_protected_outputs_and_others_do_not() {
    Execution main = play(withToken(), put("seen", field("a", "output_value")));
    Execution other =
        play(know("a", world.named("a").id()), put("seen", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("seen", Map.of("token", TOKEN, "rest", 1L));
    assertThat(succeeded(other)).containsEntry("seen", Map.of("token", "***", "rest", 1L));
  }

  @Test
  void fa_25_hosts_see_neither_in_handles_listings_trees_and_pictures() {
    Execution main = play(withToken(ask("hold")));
    world.answer("hold");

    assertThat(world.named("a").outputs()).containsEntry("token", "***").containsEntry("rest", 1L);
    assertThat(world.records(Filter.eq("name", "a")).getFirst().state().toString())
        .contains("***")
        .doesNotContain(TOKEN);
    assertThat(main.tree().toText() + main.tree().toMermaid()).contains("a").doesNotContain(TOKEN);
  }

  @Test
  void fa_25_the_log_shows_stars_in_their_place() {
    withPin(log("pin", input("pin"), Map.of("nested", List.of(input("pin")))));

    var line = world.named("a").log().getFirst();
    assertThat(line.text()).contains("pin ***").doesNotContain(PIN);
    assertThat(line.data().json()).contains("***").doesNotContain(PIN);
  }

  @Test
  void fa_25_the_creator_does_not_log_a_protected_output_either() {
    Execution main = play(withToken(), log(field("a", "output_value")));

    assertThat(lines(main)).singleElement().asString().contains("***").doesNotContain(TOKEN);
  }

  @Test
  void fa_25_errors_show_stars_in_their_place() {
    withPin(raise("cannot open with " + PIN));

    Execution child = world.named("a");
    ends(child, ExecutionStatus.ENDED_ERROR);
    assertThat(text(child)).contains("cannot open with ***").doesNotContain(PIN);
    assertThat(child.record().state().failure()).asString().doesNotContain(PIN);
    assertThat(text(world.named("main")) + outputs(world.named("main"))).doesNotContain(PIN);
  }

  @Test
  void fa_25_last_words_and_progress_show_stars_in_their_place() {
    withPin(save(Map.of("message", "at " + PIN)), ask("hold"), success("with " + PIN));
    Execution child = world.named("a");
    String progress = text(child);
    world.answer("hold");

    assertThat(progress).isEqualTo("at ***");
    assertThat(text(child)).isEqualTo("with ***");
  }

  @Test
  void fa_25_the_journal_shows_stars_in_the_arguments_of_calls() {
    Execution main = withPin(put("copy", input("pin")), run("b").with("inputs", Map.of("x", PIN)));

    assertThat(previews(world.named("a"))).isNotEmpty().noneMatch(call -> call.contains(PIN));
    assertThat(previews(main)).isNotEmpty().noneMatch(call -> call.contains(PIN));
  }

  @Test
  void fa_25_fa_211_a_replay_hides_the_same() {
    withPin(log(input("pin")), ask("hold"), log("again", input("pin")));
    world.crash();
    world.answer("hold");

    assertThat(lines(world.named("a"))).containsExactly("***", "again ***");
  }

  @Test
  void fa_25_a_host_protects_what_it_gives() {
    Execution main =
        world.started(
            world
                .prepare(log(input("pin")), put("token", TOKEN))
                .input("pin", PIN)
                .protectInputs("pin")
                .protectOutputs("token")
                .name("main"));

    assertThat(main.inputs()).containsEntry("pin", "***");
    assertThat(succeeded(main)).containsEntry("token", "***");
    assertThat(lines(main)).containsExactly("***");
  }

  @Test
  void fa_25_a_rerun_is_given_what_the_first_run_was_given() {
    Execution main =
        world.started(
            world.prepare(put("copy", input("pin"))).input("pin", PIN).protectInputs("pin"));
    Execution again = world.started(world.engine().rerun(main.id()));

    assertThat(succeeded(again)).containsEntry("copy", PIN);
    assertThat(again.inputs()).containsEntry("pin", "***");
  }

  @Test
  void fa_24_fa_25_names_to_protect_are_a_list_of_text() {
    Execution main =
        play(
            attempt(run("a").with("init", Map.of("protect_inputs", "pin"))),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(main).get("message"))
        .contains("protect_inputs", "list of text", "pin");
    assertThat(world.allNamed("a")).isEmpty();
  }

  @Test
  void fa_103_a_child_begins_with_outputs_and_a_message() {
    Map<String, @Nullable Object> init =
        Map.of("output_value", Map.of("x", 1, "y", 1), "message", "created");
    play(start("a", ask("hold"), put("x", 2)).with("init", init));
    Execution child = world.named("a");
    String message = text(child);
    Map<String, @Nullable Object> before = child.outputs();
    world.crash();
    world.answer("hold");

    assertThat(message).isEqualTo("created");
    assertThat(before).containsExactlyInAnyOrderEntriesOf(Map.of("x", 1L, "y", 1L));
    assertThat(succeeded(child)).containsExactlyInAnyOrderEntriesOf(Map.of("x", 2L, "y", 1L));
    assertThat(text(child)).isEqualTo("created");
  }

  @Test
  void fa_103_what_an_execution_may_do_can_be_saved_later() {
    Execution main =
        play(
            save(Map.of("roles", List.of("guest"), "max_runtime_minutes", 1)),
            run("b"),
            sleep(120));
    world.advanceSeconds(120);

    assertThat(world.named("b").record().field("roles")).isEqualTo(List.of("guest"));
    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThat(text(main)).contains("timeout after 60 s");
  }

  @Test
  void fa_103_what_is_decided_at_the_creation_cannot_be_saved_later() {
    Execution main = play(attempt(save(Map.of("orphan", true))), put("message", caughtMessage()));

    assertThat((String) succeeded(main).get("message")).contains("orphan", "in init");
  }
}
