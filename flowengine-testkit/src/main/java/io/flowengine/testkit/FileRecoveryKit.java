package io.flowengine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Outcome;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore.Moment;
import io.flowengine.testkit.rule.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A contract for files: extend it in a test of a {@link Store}. A flow streams a file of three
 * chunks into the store, and its node dies at each commit. Whether the flow goes on afterwards or
 * is cancelled, what is left is what the file names, and nothing else.
 */
public abstract class FileRecoveryKit {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** For subclasses. */
  protected FileRecoveryKit() {}

  /** {@return a new, empty store; default: one in memory} */
  protected Store openStore() {
    return FlowEngine.inMemoryStore();
  }

  @TestFactory
  @Rule("FA-108")
  final Stream<DynamicTest> a_flow_that_goes_on_after_a_crash_leaves_its_file_and_nothing_else() {
    return eachCommit(
        (world, upload) -> {
          assertThat(upload.await(PATIENCE).outputs()).containsEntry("equal", true);
          world.keepHouse();
          assertThat(world.cells()).hasSize(FileWorld.CHUNKS).noneMatch(FileWorld::isOpen);
        });
  }

  @TestFactory
  @Rule("FA-108")
  final Stream<DynamicTest> a_flow_that_is_cancelled_after_a_crash_leaves_no_chunks() {
    return eachCommit(
        (world, upload) -> {
          upload.cancel();
          assertThat(upload.outcome(PATIENCE)).isNotInstanceOf(Outcome.Failed.class);
          world.keepHouse();
          assertThat(world.cells())
              .hasSize(world.isSaved() ? FileWorld.CHUNKS : 0)
              .noneMatch(FileWorld::isOpen);
        });
  }

  @FunctionalInterface
  private interface Ending {
    void of(FileWorld world, Execution upload);
  }

  private Stream<DynamicTest> eachCommit(Ending ending) {
    int commits;
    try (FileWorld undisturbed = new FileWorld(openStore())) {
      assertThat(undisturbed.upload().status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
      commits = undisturbed.commits();
    }
    return IntStream.rangeClosed(
            3, commits) // the first two open the store and create the execution
        .boxed()
        .flatMap(
            commit ->
                Arrays.stream(Moment.values())
                    .map(
                        when ->
                            dynamicTest(when + " " + commit, () -> crash(commit, when, ending))));
  }

  private void crash(int commit, Moment when, Ending ending) {
    try (FileWorld world = new FileWorld(openStore())) {
      world.crashAt(commit, when);
      ending.of(world, world.reopened(world.upload()));
    }
  }
}
