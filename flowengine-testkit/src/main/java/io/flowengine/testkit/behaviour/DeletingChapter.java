package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ResourceNotFoundException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 5: executions are deleted like other records, softly. */
abstract class DeletingChapter extends Chapter {
  private static final Map<String, Object> NAMED_A =
      Map.of("field", "name", "op", "eq", "value", "a");

  DeletingChapter(Front front) {
    super(front);
  }

  private static Move delete(String label) {
    return Move.of("delete_execution").with("on", label);
  }

  private static Move listed() {
    return list(NAMED_A).with("into", "found");
  }

  @Test
  void fa_84_a_deleted_execution_is_not_listed_any_more() {
    Execution main =
        play(
            run("a"),
            listed(),
            put("before", names("found")),
            delete("a"),
            listed(),
            put("after", names("found")));

    assertThat(succeeded(main))
        .containsEntry("before", List.of("a"))
        .containsEntry("after", List.of());
  }

  @Test
  void fa_84_it_keeps_its_end_and_tells_who_deleted_it_and_when() {
    Execution main = play(run("a", put("x", 1)), delete("a"));
    Execution child = world.named("a");

    assertThat(succeeded(child)).containsEntry("x", 1L);
    assertThat(child.record().field("is_deleted")).isEqualTo(true);
    assertThat(child.record().field("deleted_by")).isEqualTo(main.id().toString());
    assertThat(child.record().field("deleted_at")).isNotNull();
  }

  @Test
  void fa_84_an_execution_that_has_not_ended_is_cancelled() {
    play(start("a", ask("hold")), delete("a"));

    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(world.named("a").record().field("is_deleted")).isEqualTo(true);
  }

  @Test
  void fa_84_an_execution_that_was_never_started_is_cancelled() {
    play(create("a"), delete("a"));

    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(world.named("a").record().field("is_deleted")).isEqualTo(true);
  }

  @Test
  void fa_84_an_execution_that_deletes_itself_ends() {
    Execution main =
        play(start("a", delete("self"), put("on", true)), list(Map.of("and", List.of())));

    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(outputs(world.named("a"))).isEmpty();
    assertThat(world.named("a").record().field("is_deleted")).isEqualTo(true);
    assertThat(succeeded(main)).isEmpty();
  }

  @Test
  void fa_84_a_second_deletion_raises() {
    Execution main = play(run("a"), delete("a"), attempt(delete("a")), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_84_fa_197_a_replay_deletes_nothing_again() {
    play(run("a"), delete("a"), ask("hold"), put("done", true));
    world.crash();
    world.answer("hold");

    assertThat(succeeded(world.named("main"))).containsEntry("done", true);
  }

  @Test
  void fa_84_a_host_deletes_an_execution() {
    Execution main = play(ask("hold"));
    main.delete();
    world.time().settle();

    ends(main, ExecutionStatus.ENDED_CANCELLED);
    assertThatThrownBy(main::delete).isInstanceOf(ResourceNotFoundException.class);
  }
}
