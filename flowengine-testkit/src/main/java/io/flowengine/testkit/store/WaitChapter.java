package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who waits is woken once, and never too late. */
abstract class WaitChapter extends Chapter {
  private static final List<ExecutionStatus> ENDS =
      List.of(
          ExecutionStatus.ENDED_SUCCESS,
          ExecutionStatus.ENDED_ERROR,
          ExecutionStatus.ENDED_CANCELLED);

  WaitChapter(StoreKit kit) {
    super(kit);
  }

  private Stream<DynamicTest> eachWait(WaitTest test) {
    List<DynamicTest> tests = new ArrayList<>();
    for (ReturnWhen when : ReturnWhen.values()) {
      for (ExecutionStatus first : ENDS) {
        for (ExecutionStatus second : ENDS) {
          String name = when + ": " + first + ", " + second;
          tests.add(dynamicTest(name, () -> test.run(when, List.of(first, second))));
        }
      }
    }
    return tests.stream();
  }

  private interface WaitTest {
    void run(ReturnWhen when, List<ExecutionStatus> ends);
  }

  @TestFactory
  Stream<DynamicTest> who_waits_is_woken_by_the_end_that_settles_the_wait() {
    return eachWait(
        (when, ends) -> {
          List<Lease> targets = List.of(world().held("one"), world().held("two"));
          Lease waiter = world().held("waiter");
          assertThat(waiter.release(on(when, targets), null).released()).isTrue();
          int woken = 0;
          int failed = 0;
          for (int i = 0; i < 2; i++) {
            Committed end = targets.get(i).end(ends.get(i));
            failed += ends.get(i).isFailed() ? 1 : 0;
            woken += end.woken().contains(waiter.id()) ? 1 : 0;
            boolean settled = when.isSettled(2, i + 1, failed);
            assertThat(woken).as("woken after %s ends", i + 1).isEqualTo(settled ? 1 : 0);
            assertThat(isDue(waiter.id())).isEqualTo(settled);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> what_has_ended_before_is_seen_when_the_wait_is_registered() {
    return eachWait(
        (when, ends) -> {
          List<Lease> targets = List.of(world().held("one"), world().held("two"));
          int failed = 0;
          for (int i = 0; i < 2; i++) {
            Lease waiter = world().held("waiter");
            targets.get(i).end(ends.get(i));
            failed += ends.get(i).isFailed() ? 1 : 0;
            Committed release = waiter.release(on(when, targets), null);
            assertThat(release.released()).isEqualTo(!when.isSettled(2, i + 1, failed));
            assertThat(world().read(waiter.id()).status())
                .isEqualTo(release.released() ? ExecutionStatus.WAITING : ExecutionStatus.RUNNING);
          }
        });
  }

  private static Wait on(ReturnWhen when, List<Lease> targets) {
    return new Wait(targets.stream().map(Lease::id).toList(), when, List.of());
  }

  private boolean isDue(ExecutionId id) {
    return store().due(world().now, 1000).stream().anyMatch(due -> due.execution().equals(id));
  }

  @Test
  void several_can_wait_for_one() {
    Lease target = world().held("target");
    Lease one = world().held("one");
    Lease two = world().held("two");
    one.release(on(ReturnWhen.ALL_ENDED, List.of(target)), null);
    two.release(on(ReturnWhen.FIRST_ENDED, List.of(target)), null);
    assertThat(target.end(ExecutionStatus.ENDED_SUCCESS).woken())
        .containsExactlyInAnyOrder(one.id(), two.id());
  }

  @Test
  void a_wait_that_is_over_wakes_nobody() {
    Lease target = world().held("target");
    Lease waiter = world().held("waiter");
    waiter.release(on(ReturnWhen.ALL_ENDED, List.of(target)), world().in(5));
    world().pass(Duration.ofSeconds(5));
    Lease again = world().taken("b", waiter.id());
    again.release(Wait.NOTHING, null);
    assertThat(target.end(ExecutionStatus.ENDED_SUCCESS).woken()).isEmpty();
    assertThat(isDue(waiter.id())).isFalse();
  }

  @Test
  void a_deadline_makes_due() {
    Lease target = world().held("target");
    Lease waiter = world().held("waiter");
    waiter.release(on(ReturnWhen.ALL_ENDED, List.of(target)), world().in(5));
    assertThat(isDue(waiter.id())).isFalse();
    world().pass(Duration.ofSeconds(5));
    assertThat(isDue(waiter.id())).isTrue();
  }

  @Test
  void an_unknown_execution_counts_as_ended() {
    Lease waiter = world().held("waiter");
    Wait wait = new Wait(List.of(ExecutionId.of(1, 1)), ReturnWhen.ALL_ENDED, List.of());
    assertThat(waiter.release(wait, null).released()).isFalse();
  }

  @Test
  void a_notified_topic_wakes_who_waits_for_it() {
    Lease waiter = world().held("waiter");
    Lease other = world().held("other");
    waiter.release(new Wait(List.of(), ReturnWhen.ALL_ENDED, List.of("x", "y")), null);
    other.release(new Wait(List.of(), ReturnWhen.ALL_ENDED, List.of("z")), null);
    assertThat(world().committed(new Commit("b").notify("y")).woken()).containsExactly(waiter.id());
    assertThat(isDue(waiter.id())).isTrue();
    assertThat(isDue(other.id())).isFalse();
  }

  @Test
  void a_topic_nobody_waits_for_is_forgotten() {
    world().committed(new Commit("b").notify("x"));
    Lease waiter = world().held("waiter");
    assertThat(
            waiter
                .release(new Wait(List.of(), ReturnWhen.ALL_ENDED, List.of("x")), null)
                .released())
        .isTrue();
    assertThat(isDue(waiter.id())).isFalse();
  }

  @Test
  void who_was_woken_is_claimed_once() {
    Lease target = world().held("target");
    Lease waiter = world().held("waiter");
    waiter.release(on(ReturnWhen.ALL_ENDED, List.of(target)), world().in(5));
    target.end(ExecutionStatus.ENDED_SUCCESS);
    assertThat(world().claim("b", 10)).hasSize(1);
    world().pass(Duration.ofSeconds(5));
    assertThat(world().claim("a", 10)).isEmpty();
  }
}
