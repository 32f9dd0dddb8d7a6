package io.flowengine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogEntry;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore.Moment;
import io.flowengine.testkit.FaultyStore.Fault;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A flow that does one of everything, with a crash and with a failing store at every commit it
 * makes: it ends as if nothing had happened. A front end extends it with the same flow in its
 * language.
 *
 * <p>{@code everything} gets the input {@code number} (21) and does, in this order:
 *
 * <ol>
 *   <li>logs {@code begin}; draws a random number, takes the time, and logs {@code drawn} and both,
 *       separated by blanks
 *   <li>saves the setting {@code recovery} with the value {@code number}
 *   <li>runs a step {@code double}, which calls the effect and gives twice the number
 *   <li>runs {@code child} with {@code number} 1 as {@code first} and waits for it; starts two
 *       more, {@code second} with 2 and {@code third} with 3, and waits for both
 *   <li>sleeps a minute
 *   <li>asks for a text with the subject {@code recovery} and waits
 *   <li>runs {@code failing}, and logs {@code failed as it should} when that fails
 *   <li>sets the outputs {@code drawn} (the text logged first), {@code doubled}, {@code sum} (of
 *       the children's outputs {@code number}), {@code setting} (read again) and {@code answer}
 *   <li>ends with success and the message {@code recovered}
 * </ol>
 *
 * <p>{@code child} sleeps a second and returns the output {@code number}, ten times its input.
 * {@code failing} ends with an error.
 */
public abstract class RecoveryKit {
  private static final int NUMBER = 21;

  /** For subclasses. */
  protected RecoveryKit() {}

  /**
   * Defines the flows {@code everything}, {@code child} and {@code failing}.
   *
   * @param builder gets the flows, and the language if they need one; called for each engine
   * @param effect to be run by the body of the step; a language whose steps cannot reach the host
   *     leaves it
   */
  protected abstract void define(FlowEngineBuilder builder, Runnable effect);

  /** {@return false if step bodies cannot run the effect; default true} */
  protected boolean runsEffect() {
    return true;
  }

  /** {@return a new, empty store; default: one in memory} */
  protected Store openStore() {
    return FlowEngine.inMemoryStore();
  }

  private RecoveryStory story() {
    return new RecoveryStory(openStore(), this::define);
  }

  @Test
  final void it_ends_without_crashes() {
    RecoveryStory story = story();
    story.play();
    check(story);
    assertThat(story.effects()).isEqualTo(runsEffect() ? 1 : 0);
  }

  @TestFactory
  final Stream<DynamicTest> it_survives_a_crash_before_each_commit() {
    return eachCommit("crash before commit ", commit -> crash(commit, Moment.BEFORE_COMMIT));
  }

  @TestFactory
  final Stream<DynamicTest> it_survives_a_crash_after_each_commit() {
    return eachCommit("crash after commit ", commit -> crash(commit, Moment.AFTER_COMMIT));
  }

  @TestFactory
  final Stream<DynamicTest> it_survives_a_store_that_fails_before_each_commit() {
    return eachCommit("failure before commit ", commit -> fail(commit, Fault.FAILS_BEFORE));
  }

  @TestFactory
  final Stream<DynamicTest> it_survives_a_store_that_loses_the_answer_to_each_commit() {
    return eachCommit("failure after commit ", commit -> fail(commit, Fault.FAILS_AFTER));
  }

  private Stream<DynamicTest> eachCommit(String what, java.util.function.IntConsumer test) {
    RecoveryStory undisturbed = story();
    undisturbed.play();
    return IntStream.rangeClosed(1, undisturbed.commits())
        .mapToObj(commit -> dynamicTest(what + commit, () -> test.accept(commit)));
  }

  private void crash(int commit, Moment moment) {
    RecoveryStory story = story();
    story.crashAt(commit, moment);
    story.play();
    check(story);
    if (runsEffect()) {
      assertThat(story.effects()).as("runs of the step: at least once").isBetween(1, 2);
    }
  }

  private void fail(int commit, Fault fault) {
    RecoveryStory story = story();
    story.failAt(commit, fault);
    story.play();
    check(story);
    assertThat(story.effects()).as("runs of the step").isEqualTo(runsEffect() ? 1 : 0);
  }

  private static void check(RecoveryStory story) {
    Store store = story.store();
    List<ExecutionRecord> all = Story.all(store);
    assertThat(all)
        .extracting(ExecutionRecord::name)
        .containsExactlyInAnyOrder("everything", "first", "second", "third", "failing");
    ExecutionRecord root =
        all.stream().filter(record -> record.parent() == null).findFirst().orElseThrow();
    assertThat(root.status().name()).as(story::tell).isEqualTo("ENDED_SUCCESS");
    assertThat(root.state().message()).isEqualTo("recovered");
    checkValues(root.state().outputs().toMap(), log(store, root.id()));
    assertThat(store.journal(root.id())).allMatch(JournalEntry::isComplete);
    assertThat(story.messages()).isEqualTo(1);
    assertThat(story.findings()).as(story::tell).isEmpty();
  }

  private static List<String> log(Store store, ExecutionId id) {
    return store.log(id, 0, 100).stream()
        .filter(line -> line.subject().equals("user log"))
        .map(LogEntry::text)
        .toList();
  }

  /** What was drawn before a crash is the same afterwards, wherever it was kept. */
  private static void checkValues(Map<String, @Nullable Object> outputs, List<String> log) {
    Object drawn = outputs.get("drawn");
    assertThat(outputs)
        .containsOnlyKeys("drawn", "doubled", "sum", "setting", "answer")
        .containsEntry("doubled", 42L)
        .containsEntry("sum", 60L)
        .containsEntry("setting", (long) NUMBER)
        .containsEntry("answer", "yes");
    assertThat(log).containsExactly("begin", String.valueOf(drawn), "failed as it should");
    assertThat(String.valueOf(drawn)).startsWith("drawn ");
  }
}
