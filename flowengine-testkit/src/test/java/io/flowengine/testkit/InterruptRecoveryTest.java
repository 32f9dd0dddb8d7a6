package io.flowengine.testkit;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.flowengine.FlowEngine;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What somebody wants of an execution is done, wherever its node crashes. */
class InterruptRecoveryTest {
  private static final int MOST_COMMITS = 40;

  /** A flow with a child that waits with a grandchild; crashes once. */
  private static final class Family {
    private final Duration nap;
    private final VirtualTime time = VirtualTime.automatic();
    private final Store store = FlowEngine.inMemoryStore();
    private Environment node = time.node();
    private CrashingStore crashing = new CrashingStore(store, time, node);
    private FlowEngine engine;

    Family(Duration nap) {
      this.nap = nap;
      this.engine = open();
    }

    private FlowEngine open() {
      return FlowEngine.builder()
          .environment(node)
          .store(crashing)
          .flow("parent", (system, self, inputs) -> self.flow("child").run().outputs())
          .flow("child", (system, self, inputs) -> self.flow("grandchild").run().outputs())
          .flow(
              "grandchild",
              (system, self, inputs) -> {
                self.sleep(nap);
                return null;
              })
          .build();
    }

    /** Does something, again on a new node if the old one crashed before it was done. */
    void act(Consumer<Execution> action) {
      try {
        action.accept(parent());
        settle();
      } catch (EngineClosedException e) {
        settle();
        action.accept(parent());
      }
      settle();
    }

    private Execution parent() {
      return engine.flow("parent").timeout(Duration.ofMinutes(90)).idempotencyKey("one").start();
    }

    private void settle() {
      time.settle();
      if (time.isCrashed(node)) {
        node = time.node();
        crashing = new CrashingStore(store, time, node);
        engine = open();
        time.advance(Duration.ofMinutes(1));
      }
      time.settle();
    }

    void restart() {
      try {
        engine.close();
        engine = open();
      } catch (EngineClosedException e) {
        assertThat(time.isCrashed(node)).isTrue();
      }
      settle();
    }

    void pass(Duration duration) {
      time.advance(duration);
      settle();
    }

    Map<String, ExecutionStatus> statuses() {
      return Story.all(store).stream()
          .collect(toMap(ExecutionRecord::name, ExecutionRecord::status));
    }
  }

  private static Stream<DynamicTest> atEachCommit(Duration nap, Consumer<Family> story) {
    Family calm = new Family(nap);
    story.accept(calm);
    int commits = calm.crashing.commits();
    assertThat(commits).isBetween(5, MOST_COMMITS);
    return Stream.of(Moment.values())
        .flatMap(
            moment ->
                IntStream.rangeClosed(1, commits)
                    .mapToObj(
                        commit ->
                            dynamicTest(
                                moment + " " + commit,
                                () -> {
                                  Family family = new Family(nap);
                                  family.crashing.crashAt(commit, moment);
                                  story.accept(family);
                                })));
  }

  private static void all(Family family, ExecutionStatus status) {
    assertThat(family.statuses())
        .as(() -> Story.of(family.store, family.time.now()))
        .isEqualTo(Map.of("parent", status, "child", status, "grandchild", status));
  }

  @TestFactory
  Stream<DynamicTest> a_cancel_reaches_the_whole_tree() {
    return atEachCommit(
        Duration.ofHours(1),
        family -> {
          family.act(started -> {});
          family.act(Execution::cancel);
          family.pass(Duration.ofMinutes(1));
          all(family, ExecutionStatus.ENDED_CANCELLED);
        });
  }

  @TestFactory
  Stream<DynamicTest> a_cancel_reaches_a_tree_that_is_paused() {
    return atEachCommit(
        Duration.ofHours(1),
        family -> {
          family.act(started -> {});
          family.act(Execution::pause);
          family.act(Execution::cancel);
          family.pass(Duration.ofMinutes(1));
          all(family, ExecutionStatus.ENDED_CANCELLED);
        });
  }

  @TestFactory
  Stream<DynamicTest> a_cancel_reaches_a_tree_whose_stacks_are_gone() {
    return atEachCommit(
        Duration.ofHours(1),
        family -> {
          family.act(started -> {});
          family.restart();
          family.act(Execution::cancel);
          family.pass(Duration.ofMinutes(1));
          all(family, ExecutionStatus.ENDED_CANCELLED);
        });
  }

  @TestFactory
  Stream<DynamicTest> the_end_of_its_time_reaches_the_whole_tree() {
    return atEachCommit(
        Duration.ofHours(2),
        family -> {
          family.act(started -> {});
          family.pass(Duration.ofMinutes(91));
          all(family, ExecutionStatus.ENDED_CANCELLED);
        });
  }

  @TestFactory
  Stream<DynamicTest> a_pause_and_a_resume_are_done() {
    return atEachCommit(
        Duration.ofHours(1),
        family -> {
          family.act(started -> {});
          family.act(Execution::pause);
          family.pass(Duration.ofMinutes(1));
          assertThat(family.statuses()).containsEntry("parent", ExecutionStatus.PAUSED);
          family.act(Execution::resume);
          family.pass(Duration.ofMinutes(75));
          assertThat(family.statuses().values())
              .as(() -> Story.of(family.store, family.time.now()))
              .containsOnly(ExecutionStatus.ENDED_SUCCESS);
        });
  }

  @TestFactory
  Stream<DynamicTest> a_resume_that_follows_a_pause_at_once_wins() {
    return atEachCommit(
        Duration.ofHours(1),
        family -> {
          family.act(started -> {});
          family.act(
              execution -> {
                execution.pause();
                execution.resume();
              });
          family.pass(Duration.ofMinutes(75));
          assertThat(List.copyOf(family.statuses().values()))
              .as(() -> Story.of(family.store, family.time.now()))
              .containsOnly(ExecutionStatus.ENDED_SUCCESS);
        });
  }
}
