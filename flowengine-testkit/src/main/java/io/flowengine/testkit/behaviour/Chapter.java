package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Journaled;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** One chapter of the suite: a world for each test, and short ways to look at it. */
@Timeout(20)
abstract class Chapter extends Moves {
  final World world;
  private final Front front;

  Chapter(Front front) {
    this.front = front;
    world = new World(front);
  }

  @AfterEach
  final void what_must_always_hold() {
    world.close();
    world.timeline().requireLegal();
  }

  /** Skips the test if the language lacks something it needs. */
  final void needs(String move) {
    assumeFalse(front.unsupported().contains(move), () -> "the language has no " + move);
  }

  final Execution play(Move... moves) {
    return world.play(moves);
  }

  static Map<String, @Nullable Object> outputs(Execution execution) {
    return execution.outputs();
  }

  /** The outputs of a player that must have succeeded. */
  static Map<String, @Nullable Object> succeeded(Execution execution) {
    ends(execution, ExecutionStatus.ENDED_SUCCESS);
    return execution.outputs();
  }

  static void ends(Execution execution, ExecutionStatus status) {
    assertThat(execution.status())
        .as(
            "%s with message %s and outputs %s",
            execution.name(), execution.message().orElse(null), execution.outputs())
        .isEqualTo(status);
  }

  static List<String> names(List<Execution> executions) {
    return executions.stream().map(Execution::name).toList();
  }

  static String text(Execution execution) {
    return execution.message().orElse("");
  }

  static List<String> lines(Execution execution) {
    return execution.log().stream().map(LogEntry::text).toList();
  }

  static List<JournalEntry> journal(Execution execution) {
    return ((Journaled) execution).journal();
  }

  static List<String> calls(Execution execution) {
    return journal(execution).stream().map(entry -> entry.call().name()).toList();
  }
}
