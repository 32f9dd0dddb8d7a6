package io.flowengine.testkit.behaviour;

import static io.flowengine.execution.ExecutionStatus.CREATED;
import static io.flowengine.execution.ExecutionStatus.ENDED_CANCELLED;
import static io.flowengine.execution.ExecutionStatus.ENDED_ERROR;
import static io.flowengine.execution.ExecutionStatus.ENDED_SUCCESS;
import static io.flowengine.execution.ExecutionStatus.PAUSED;
import static io.flowengine.execution.ExecutionStatus.RUNNING;
import static io.flowengine.execution.ExecutionStatus.SCHEDULED;
import static io.flowengine.execution.ExecutionStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of statuses: every step of it is taken by an execution that really runs, and no other
 * step is allowed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StatusTransitionsTest {
  private static final Map<ExecutionStatus, Set<ExecutionStatus>> TABLE =
      Map.of(
          CREATED, Set.of(PAUSED, SCHEDULED, ENDED_CANCELLED),
          SCHEDULED, Set.of(RUNNING, PAUSED, ENDED_CANCELLED),
          RUNNING, Set.of(WAITING, PAUSED, ENDED_SUCCESS, ENDED_ERROR, ENDED_CANCELLED),
          WAITING, Set.of(RUNNING, PAUSED),
          PAUSED, Set.of(SCHEDULED, ENDED_CANCELLED),
          ENDED_SUCCESS, Set.of(),
          ENDED_ERROR, Set.of(),
          ENDED_CANCELLED, Set.of());

  private record Step(ExecutionStatus from, ExecutionStatus to) {}

  private final List<Step> taken = new ArrayList<>();
  private World world = world();

  private static World world() {
    return new World(
        new Front(
            (builder, maxRunning) ->
                builder.maxRunning(maxRunning).flow("player", JavaPlayer::handle),
            Set.of()));
  }

  @AfterEach
  void close() {
    world.close();
    world.timeline().requireLegal();
    for (StatusChanged change : world.timeline().changes()) {
      if (change.from() != null) {
        taken.add(new Step(change.from(), change.to()));
      }
    }
    world = world();
  }

  @AfterAll
  void every_step_of_the_table_was_taken() {
    world.close();
    List<Step> all = new ArrayList<>();
    TABLE.forEach((from, successors) -> successors.forEach(to -> all.add(new Step(from, to))));
    assertThat(taken).containsAll(all);
  }

  static Stream<ExecutionStatus[]> pairs() {
    return Stream.of(ExecutionStatus.values())
        .flatMap(
            from ->
                Stream.of(ExecutionStatus.values()).map(to -> new ExecutionStatus[] {from, to}));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void fa_118_a_step_is_allowed_if_and_only_if_the_table_has_it(
      ExecutionStatus from, ExecutionStatus to) {
    assertThat(from.canBecome(to)).isEqualTo(TABLE.getOrDefault(from, Set.of()).contains(to));
    assertThat(from.successors()).isEqualTo(TABLE.get(from));
  }

  @ParameterizedTest
  @EnumSource(ExecutionStatus.class)
  void fa_118_ended_statuses_are_final_and_no_others(ExecutionStatus status) {
    assertThat(status.isEnded()).isEqualTo(status.successors().isEmpty());
    assertThat(status.isEnded()).isEqualTo(status.name().startsWith("ENDED_"));
  }

  private List<ExecutionStatus> history(Execution execution) {
    return world.timeline().of(execution.id());
  }

  @Test
  void fa_119_fa_121_fa_122_fa_126_a_flow_that_just_runs() {
    assertThat(history(world.play())).containsExactly(CREATED, SCHEDULED, RUNNING, ENDED_SUCCESS);
  }

  @Test
  void fa_127_a_flow_that_fails() {
    assertThat(history(world.play(Moves.error("x"))))
        .containsExactly(CREATED, SCHEDULED, RUNNING, ENDED_ERROR);
  }

  @Test
  void fa_128_a_flow_that_cancels_itself() {
    assertThat(history(world.play(Moves.cancelSelf())))
        .containsExactly(CREATED, SCHEDULED, RUNNING, ENDED_CANCELLED);
  }

  @Test
  void fa_123_fa_124_a_flow_that_waits() {
    Execution main = world.play(Moves.sleep(5));
    world.advanceSeconds(5);

    assertThat(history(main))
        .containsExactly(CREATED, SCHEDULED, RUNNING, WAITING, RUNNING, ENDED_SUCCESS);
  }

  @Test
  void fa_120_a_child_that_is_not_started() {
    world.play(Moves.create("a"));

    assertThat(history(world.named("a"))).containsExactly(CREATED, PAUSED);
  }

  @Test
  void fa_121_a_child_that_is_started_later() {
    world.play(Moves.create("a"), Moves.launch("a"));

    assertThat(history(world.named("a")))
        .containsExactly(CREATED, PAUSED, SCHEDULED, RUNNING, ENDED_SUCCESS);
  }

  @Test
  void fa_128_a_child_that_is_cancelled_before_its_start() {
    world.play(Moves.create("a"), Moves.cancel("a"));

    assertThat(history(world.named("a"))).containsExactly(CREATED, PAUSED, ENDED_CANCELLED);
  }

  @Test
  void fa_128_what_a_host_created_and_cancelled() {
    Execution main = world.prepare().create();
    world.cancel(main);

    assertThat(history(main)).containsExactly(CREATED, ENDED_CANCELLED);
  }

  @Test
  void fa_121_what_a_host_created_and_started() {
    Execution main = world.prepare().create();
    world.resume(main);

    assertThat(history(main)).containsExactly(CREATED, SCHEDULED, RUNNING, ENDED_SUCCESS);
  }

  @Test
  void fa_125_a_flow_that_pauses_itself() {
    Execution main = world.play(Moves.pauseSelf());
    world.resume(main);

    assertThat(history(main))
        .containsExactly(CREATED, SCHEDULED, RUNNING, PAUSED, SCHEDULED, RUNNING, ENDED_SUCCESS);
  }

  @Test
  void fa_125_what_is_paused_while_it_waits() {
    Execution main = world.play(Moves.ask("hold"));
    world.pause(main);

    assertThat(history(main)).containsExactly(CREATED, SCHEDULED, RUNNING, WAITING, PAUSED);
  }

  @Test
  void fa_125_fa_128_what_is_paused_and_cancelled_before_it_runs() {
    Execution main =
        world.started(world.prepare().scheduledFor(world.time().now().plusSeconds(60)));
    Execution other =
        world.started(world.prepare().scheduledFor(world.time().now().plusSeconds(60)));
    world.pause(main);
    world.cancel(other);

    assertThat(history(main)).containsExactly(CREATED, SCHEDULED, PAUSED);
    assertThat(history(other)).containsExactly(CREATED, SCHEDULED, ENDED_CANCELLED);
  }

  @Test
  void fa_128_what_is_cancelled_while_it_waits_runs_for_its_clean_up() {
    Execution main = world.play(Moves.ask("hold"));
    world.cancel(main);

    assertThat(history(main))
        .containsExactly(CREATED, SCHEDULED, RUNNING, WAITING, RUNNING, ENDED_CANCELLED);
  }

  @Test
  void fa_122_recovery_after_a_crash_keeps_running() {
    Execution main = world.play(Moves.ask("hold"));
    world.crash();
    world.answer("hold");

    assertThat(history(main)).startsWith(CREATED, SCHEDULED, RUNNING, WAITING, RUNNING);
  }
}
