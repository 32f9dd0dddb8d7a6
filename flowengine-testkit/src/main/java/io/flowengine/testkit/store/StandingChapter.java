package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Rerun;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.Standing;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators see of an execution, and what they may do to its lease. */
abstract class StandingChapter extends Chapter {
  StandingChapter(StoreKit kit) {
    super(kit);
  }

  private Standing standing(ExecutionId id) {
    return store().standing(id).orElseThrow();
  }

  @Test
  void an_execution_that_does_not_exist_has_no_standing() {
    assertThat(store().standing(ExecutionId.of(1, 2))).isEmpty();
  }

  @Test
  void an_execution_that_is_due_is_held_by_nobody() {
    ExecutionRecord record = world().due("one");

    assertThat(standing(record.id()))
        .isEqualTo(new Standing(null, null, 0, 0, world().now, Wait.NOTHING));
  }

  @Test
  void an_execution_that_is_held_shows_its_holder_and_its_lease() {
    Lease lease = world().held("one");
    world().pass(Duration.ofSeconds(3));

    assertThat(standing(lease.id()))
        .isEqualTo(new Standing("a", StoreWorld.START.plusSeconds(10), 1, 1, null, Wait.NOTHING));
  }

  @Test
  void a_commit_of_its_holder_starts_the_attempts_anew() {
    Lease lease = world().held("one");
    world().committed(lease.commit().log(world().line("alive")));

    assertThat(standing(lease.id()).attempts()).isZero();
  }

  @Test
  void an_execution_that_waits_shows_what_for_and_until_when() {
    ExecutionRecord target = world().due("target");
    Lease lease = world().held("one");
    Wait wait = new Wait(List.of(target.id()), ReturnWhen.FIRST_ENDED, List.of("topic"));
    lease.release(wait, world().in(60));

    assertThat(standing(lease.id()).waitsFor()).isEqualTo(wait);
    assertThat(standing(lease.id()).dueAt()).isEqualTo(world().in(60));
    assertThat(standing(lease.id()).holder()).isNull();
  }

  @Test
  void an_execution_that_has_ended_is_not_due_and_waits_for_nothing() {
    Lease lease = world().held("one");
    world().pass(Duration.ofSeconds(1));
    lease.end(ExecutionStatus.ENDED_SUCCESS);

    assertThat(standing(lease.id()).holder()).isNull();
    assertThat(standing(lease.id()).dueAt()).isNull();
    assertThat(standing(lease.id()).waitsFor()).isEqualTo(Wait.NOTHING);
  }

  @Test
  void a_lease_that_an_operator_takes_away_can_be_claimed_at_once() {
    Lease lease = world().held("one");

    assertThat(store().release(lease.id(), world().now)).isTrue();
    assertThat(standing(lease.id()).holder()).isNull();
    assertThat(world().claim("b", lease.id())).extracting(Claim::epoch).containsExactly(2L);
  }

  @Test
  void who_lost_a_lease_to_an_operator_writes_nothing_any_more() {
    Lease lease = world().held("one");
    store().release(lease.id(), world().now);
    CommitResult result =
        store().commit(lease.commit().journal(world().entry(1, "late")), world().now);

    assertThat(result).isInstanceOf(CommitResult.Fenced.class);
    assertThat(store().journal(lease.id())).isEmpty();
  }

  @Test
  void a_lease_that_nobody_has_cannot_be_taken_away() {
    ExecutionRecord record = world().create(world().record("one", ExecutionStatus.PAUSED), null);

    assertThat(store().release(record.id(), world().now)).isFalse();
    assertThat(standing(record.id()).dueAt()).isNull();
    assertThat(store().release(ExecutionId.of(1, 2), world().now)).isFalse();
  }

  @Test
  void an_execution_can_begin_with_the_journal_of_another() {
    ExecutionRecord record = world().record("one", ExecutionStatus.SCHEDULED);
    world()
        .committed(
            new Commit("a")
                .create(
                    new Commit.Creation(
                        record,
                        null,
                        world().now,
                        List.of(world().entry(1, "first"), world().entry(2, "second")))));

    assertThat(store().journal(record.id()))
        .containsExactly(world().entry(1, "first"), world().entry(2, "second"));
    assertThat(world().claim("b", record.id()).getFirst().journalLength()).isEqualTo(2);
  }

  @Test
  void a_rerun_keeps_the_link_to_what_it_does_again() {
    ExecutionRecord record =
        world().rerun("one", new Rerun(ExecutionId.of(1, 2), "the step"), world().now);

    assertThat(world().read(record.id()).origin().rerun())
        .isEqualTo(new Rerun(ExecutionId.of(1, 2), "the step"));
    assertThat(world().read(record.id()).field("restarted_from_step")).isEqualTo("the step");
  }
}
