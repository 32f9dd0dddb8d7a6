package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.CommitResult.Fenced;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Only the holder of the lease writes, and each commit is applied once. */
abstract class FenceChapter extends Chapter {

  FenceChapter(StoreKit kit) {
    super(kit);
  }

  private CommitResult commit(Commit commit) {
    return store().commit(commit, world().now);
  }

  @Test
  void who_was_thought_dead_and_comes_back_writes_nothing() {
    Lease lost = world().held("own");
    world().pass(Duration.ofSeconds(11));
    world().renew("b", Duration.ofSeconds(10));
    Lease current = world().taken("b", lost.id());
    assertThat(commit(lost.commit().log(world().line("late")))).isEqualTo(new Fenced());
    world().committed(current.commit().log(world().line("in time")));
    assertThat(store().log(lost.id(), 0, 10)).containsExactly(world().line("in time"));
  }

  @Test
  void after_a_release_the_lease_is_gone() {
    Lease lease = world().held("own");
    lease.release(Wait.NOTHING, null);
    assertThat(commit(lease.commit().log(world().line("late")))).isEqualTo(new Fenced());
  }

  @Test
  void after_the_end_the_lease_is_gone() {
    Lease lease = world().held("own");
    assertThat(lease.end(ExecutionStatus.ENDED_SUCCESS).released()).isTrue();
    assertThat(commit(lease.commit().log(world().line("late")))).isEqualTo(new Fenced());
    assertThat(commit(lease.ending(ExecutionStatus.ENDED_ERROR))).isEqualTo(new Fenced());
    assertThat(world().read(lease.id()).status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void a_lease_of_nothing_is_none() {
    Lease nothing =
        new Lease(world(), "a", world().record("never stored", ExecutionStatus.RUNNING), 1);
    assertThat(commit(nothing.commit().log(world().line("line")))).isEqualTo(new Fenced());
  }

  @Test
  void a_repeated_commit_is_applied_once() {
    Lease lease = world().held("own");
    Commit commit = lease.commit().log(world().line("once"));
    assertThat(commit(commit)).isInstanceOf(Committed.class);
    assertThat(commit(commit)).isInstanceOf(Committed.class);
    assertThat(store().log(lease.id(), 0, 10)).hasSize(1);
  }

  @Test
  void a_repeated_release_was_a_release() {
    Lease lease = world().held("own");
    Commit release = lease.releasing(Wait.NOTHING, null);
    assertThat(commit(release)).isEqualTo(Committed.RELEASED);
    assertThat(commit(release)).isEqualTo(Committed.RELEASED);
  }

  @Test
  void a_repeated_end_was_an_end() {
    Lease lease = world().held("own");
    Commit end = lease.ending(ExecutionStatus.ENDED_SUCCESS);
    commit(end);
    assertThat(commit(end)).isEqualTo(Committed.RELEASED);
  }

  @Test
  void a_release_that_is_repeated_after_the_next_claim_is_too_late() {
    Lease lease = world().held("own");
    Commit release = lease.releasing(Wait.NOTHING, world().now);
    commit(release);
    Lease next = world().taken("b", lease.id());
    assertThat(commit(release)).isEqualTo(new Fenced());
    world().committed(next.commit().log(world().line("still held")));
  }

  @Test
  void an_unfenced_commit_with_an_item_can_be_repeated() {
    Lease lease = world().held("own");
    world().send(lease.id(), InboxItem.Kind.SAVE, "item");
    world().send(lease.id(), InboxItem.Kind.SAVE, "item");
    assertThat(store().inbox(lease.id())).hasSize(1);
  }
}
