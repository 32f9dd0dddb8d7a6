package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flows that are changed while executions of them run. */
abstract class ChangesChapter extends Chapter {
  ChangesChapter(Front front) {
    super(front);
  }

  @Test
  void an_execution_that_begins_after_a_change_takes_its_new_side() {
    Execution main = play(put("side", patched("change")));

    assertThat(succeeded(main)).containsEntry("side", true);
    assertThat(calls(main)).containsExactly("patched", "set_output");
  }

  @ParameterizedTest
  @EnumSource(Accident.class)
  void the_side_of_a_change_is_the_same_after(Accident accident) {
    play(put("before", patched("change")), ask("hold"), put("after", patched("change")));
    accident.befall(world);
    world.answer("hold");

    assertThat(succeeded(world.named("main")))
        .containsEntry("before", true)
        .containsEntry("after", true);
  }

  @Test
  void the_side_of_a_change_is_recorded_once() {
    Execution main = play(put("sides", List.of(patched("a"), patched("b"), patched("a"))));

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(calls(main)).containsExactly("patched", "patched", "set_output");
  }

  @Test
  void a_change_needs_an_id() {
    Execution main = play(attempt(put("side", patched(" "))), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
  }

  @Test
  void fa_33_an_execution_tells_the_version_of_its_flow() {
    Execution main = play(put("x", 1));

    assertThat(main.record().field("flow_version")).asString().isNotEmpty();
  }

  @Test
  void fa_33_a_child_can_run_a_version_that_is_named() {
    Object version = play(put("x", 1)).record().field("flow_version");
    Execution parent = play(run("child", put("y", 2)).with("version", version), put("z", 3));

    assertThat(succeeded(parent)).containsEntry("z", 3L);
    assertThat(parent.children().getFirst().record().origin().version()).isEqualTo(version);
  }

  @Test
  void fa_13_a_version_that_does_not_exist_is_refused_without_a_child() {
    Execution main =
        play(
            attempt(run("child", put("y", 2)).with("version", "no such")),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat((String) outputs(main).get("message")).contains("player").contains("no such");
    assertThat(main.children()).isEmpty();
  }
}
