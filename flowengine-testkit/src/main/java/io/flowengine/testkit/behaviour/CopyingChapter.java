package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 4: executions that are made like others. */
abstract class CopyingChapter extends Chapter {

  CopyingChapter(Front front) {
    super(front);
  }

  @Test
  void fa_68_a_copy_has_type_flow_name_and_inputs_of_the_original() {
    play(run("first", put("seen", input("x"))).with("inputs", Map.of("x", 1)), copy("b", "first"));

    List<Execution> both = world.allNamed("first");
    assertThat(both).hasSize(2);
    assertThat(both)
        .allSatisfy(each -> assertThat(succeeded(each)).containsEntry("seen", 1L))
        .extracting(each -> each.record().origin().flowName())
        .containsOnly("player");
  }

  @Test
  void fa_68_what_the_call_gives_takes_the_place_of_what_the_original_has() {
    play(
        run("first", put("seen", input("x"))).with("inputs", Map.of("x", 1, "y", 2)),
        copy("b", "first")
            .with("unnamed", false)
            .with("name", "second")
            .with("moves", Move.forms(put("seen", input("x")), put("other", input("y"))))
            .with("inputs", Map.of("x", 5)));

    assertThat(succeeded(world.named("second")))
        .containsEntry("seen", 5L)
        .containsEntry("other", null);
  }

  @Test
  void fa_68_what_became_of_the_original_is_not_copied() {
    play(
        run("first", put("out", 1), error("broken")).with("wait", "ALL_ENDED"),
        copy("b", "first").with("wait", "ALL_ENDED"));

    List<Execution> both = world.allNamed("first");
    assertThat(both).hasSize(2).allSatisfy(each -> ends(each, ExecutionStatus.ENDED_ERROR));
    assertThat(both).allSatisfy(each -> assertThat(each.outputs()).containsOnlyKeys("out"));
  }

  @Test
  void fa_68_an_execution_that_does_not_exist_cannot_be_copied() {
    Execution main =
        play(
            know("gone", "01900000-0000-7000-8000-00000000dead"),
            attempt(copy("b", "gone")),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_68_a_copy_is_made_once_over_a_crash() {
    Execution main = play(run("first"), copy("b", "first"), ask("hold"), put("after", 1));
    world.crash();
    world.answer("hold");

    assertThat(succeeded(main)).containsEntry("after", 1L);
    assertThat(world.allNamed("first")).hasSize(2);
  }
}
