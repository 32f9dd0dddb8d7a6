package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.InboxItem.Kind;
import io.flowengine.spi.Store;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others want of an execution reaches it. */
abstract class InboxChapter extends Chapter {

  InboxChapter(StoreKit kit) {
    super(kit);
  }

  private ExecutionStatus status(ExecutionId id) {
    return world().read(id).status();
  }

  @Test
  void items_keep_their_order() {
    Lease lease = world().held("one");
    world().send(lease.id(), Kind.SAVE, "z");
    world().send(lease.id(), Kind.PAUSE, "a");
    world().send(lease.id(), Kind.START, "m");
    assertThat(store().inbox(lease.id())).extracting(InboxItem::id).containsExactly("z", "a", "m");
  }

  @Test
  void an_item_for_a_held_execution_stirs_it() {
    Lease lease = world().held("one");
    Committed sent = world().send(lease.id(), Kind.CANCEL, "item");
    assertThat(sent.stirred()).containsExactly(lease.id());
    assertThat(sent.woken()).isEmpty();
  }

  @Test
  void an_item_for_an_execution_that_nobody_holds_makes_it_due() {
    Lease lease = world().held("one");
    lease.release(Wait.NOTHING, null);
    Committed sent = world().send(lease.id(), Kind.CANCEL, "item");
    assertThat(sent.woken()).containsExactly(lease.id());
    assertThat(sent.stirred()).isEmpty();
    assertThat(world().claim("b", 1)).hasSize(1);
  }

  @Test
  void a_release_is_waived_when_there_is_something_new() {
    Lease lease = world().held("one");
    world().send(lease.id(), Kind.CANCEL, "item");
    Committed release = lease.release(Wait.NOTHING, null);
    assertThat(release.released()).isFalse();
    assertThat(release.news()).isTrue();
    assertThat(status(lease.id())).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(store().held("a")).containsExactly(lease.id());
  }

  @Test
  void the_rest_of_a_commit_whose_release_is_waived_is_applied() {
    Lease lease = world().held("one");
    world().send(lease.id(), Kind.CANCEL, "item");
    world().committed(lease.releasing(Wait.NOTHING, null).journal(world().entry(1, "wait")));
    assertThat(store().journal(lease.id())).hasSize(1);
  }

  @Test
  void a_release_that_takes_the_item_is_not_waived() {
    Lease lease = world().held("one");
    world().send(lease.id(), Kind.SAVE, "item");
    assertThat(world().committed(lease.releasing(Wait.NOTHING, null).take("item")).released())
        .isFalse();
    assertThat(lease.release(Wait.NOTHING, null).released()).isTrue();
    assertThat(store().inbox(lease.id())).isEmpty();
  }

  @Test
  void a_commit_tells_of_news_that_it_does_not_take() {
    Lease lease = world().held("one");
    assertThat(world().committed(lease.commit().log(world().line("x"))).news()).isFalse();
    world().send(lease.id(), Kind.SAVE, "item");
    assertThat(world().committed(lease.commit().log(world().line("y"))).news()).isTrue();
  }

  @Test
  void an_ended_execution_ignores_items() {
    Lease lease = world().held("one");
    world().send(lease.id(), Kind.SAVE, "before");
    lease.end(ExecutionStatus.ENDED_SUCCESS);
    assertThat(store().inbox(lease.id())).isEmpty();
    Committed sent = world().send(lease.id(), Kind.START, "after");
    assertThat(sent).isEqualTo(Committed.PLAIN);
    assertThat(store().inbox(lease.id())).isEmpty();
    assertThat(status(lease.id())).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  void an_item_for_nobody_is_ignored() {
    assertThat(world().send(ExecutionId.of(1, 1), Kind.START, "item")).isEqualTo(Committed.PLAIN);
  }

  @Test
  void a_start_schedules_what_was_created() {
    ExecutionRecord created = world().create(world().record("one", ExecutionStatus.CREATED), null);
    Committed sent = world().send(created.id(), Kind.START, "start");
    assertThat(sent.woken()).containsExactly(created.id());
    assertThat(sent.scheduled()).containsExactly(created);
    assertThat(status(created.id())).isEqualTo(ExecutionStatus.SCHEDULED);
    assertThat(store().inbox(created.id())).isEmpty();
  }

  @Test
  void a_start_waits_for_the_time_that_was_set() {
    Instant later = world().in(60);
    ExecutionRecord created =
        world().scheduledFor(later, world().record("one", ExecutionStatus.CREATED));
    world().create(created, null);
    assertThat(world().send(created.id(), Kind.START, "start").woken()).isEmpty();
    assertThat(store().due(later, 10)).containsExactly(new Store.Due(created.id(), later));
  }

  @Test
  void what_is_woken_before_the_time_it_is_scheduled_for_does_not_run() {
    Instant later = world().in(60);
    ExecutionRecord waiting =
        world()
            .create(
                world().scheduledFor(later, world().record("one", ExecutionStatus.SCHEDULED)),
                later);
    world().send(waiting.id(), Kind.SAVE, "item");
    ExecutionRecord claimed = world().claim("b", 1).getFirst().record();
    assertThat(claimed.status()).isEqualTo(ExecutionStatus.SCHEDULED);
    assertThat(claimed.state().startedAt()).isNull();
  }

  @Test
  void a_start_after_a_pause_is_kept_in_order() {
    ExecutionRecord created = world().create(world().record("one", ExecutionStatus.CREATED), null);
    world().send(created.id(), Kind.PAUSE, "pause");
    world().send(created.id(), Kind.START, "start");
    assertThat(store().inbox(created.id()))
        .extracting(InboxItem::id)
        .containsExactly("pause", "start");
  }

  private Lease paused(StatusReason reason) {
    Lease lease = world().held("one");
    world()
        .committed(
            lease
                .commit()
                .update(
                    lease.record.with(lease.record.state().with(ExecutionStatus.PAUSED, reason)))
                .release(Wait.NOTHING, null));
    return lease;
  }

  @Test
  void a_start_resumes_what_is_paused() {
    Lease lease = paused(StatusReason.REQUESTED);
    world().send(lease.id(), Kind.START, "start");
    assertThat(status(lease.id())).isEqualTo(ExecutionStatus.SCHEDULED);
  }

  @Test
  void a_cancel_schedules_what_is_paused_so_that_it_can_clean_up() {
    Lease lease = paused(StatusReason.REQUESTED);
    Committed sent = world().send(lease.id(), Kind.CANCEL, "cancel");
    assertThat(sent.scheduled()).extracting(ExecutionRecord::id).containsExactly(lease.id());
    assertThat(status(lease.id())).isEqualTo(ExecutionStatus.SCHEDULED);
    assertThat(store().inbox(lease.id())).hasSize(1);
  }

  @Test
  void a_cancel_does_not_schedule_what_cannot_be_replayed() {
    for (StatusReason reason :
        new StatusReason[] {StatusReason.REPLAY_MISMATCH, StatusReason.CRASH_LOOP}) {
      Lease lease = paused(reason);
      Committed sent = world().send(lease.id(), Kind.CANCEL, "cancel " + reason);
      assertThat(sent.scheduled()).isEmpty();
      assertThat(sent.woken()).containsExactly(lease.id());
      assertThat(status(lease.id())).isEqualTo(ExecutionStatus.PAUSED);
    }
  }

  @Test
  void what_arrives_with_a_release_of_another_is_not_lost() {
    Lease sender = world().held("sender");
    Lease target = world().held("target");
    target.release(Wait.NOTHING, null);
    Commit commit =
        sender
            .releasing(Wait.NOTHING, null)
            .send(
                new InboxItem(
                    target.id(),
                    "item",
                    Kind.CANCEL,
                    io.flowengine.execution.Value.EMPTY,
                    world().now));
    assertThat(world().committed(commit).woken()).containsExactly(target.id());
  }

  private Committed delete(ExecutionId id, String item) {
    Value marks = Value.of(Map.of("deleted_at", world().now, "deleted_by", item));
    InboxItem deletion = new InboxItem(id, item, Kind.DELETE, marks, world().now);
    return world().committed(new Commit("b").send(deletion));
  }

  private List<ExecutionId> deleted() {
    Query query = Query.where(Filter.eq("is_deleted", true));
    return store().executions(query).items().stream().map(ExecutionRecord::id).toList();
  }

  @Test
  void a_deletion_marks_an_execution_that_has_ended_and_wakes_nobody() {
    Lease lease = world().held("one");
    lease.end(ExecutionStatus.ENDED_SUCCESS);
    Committed sent = delete(lease.id(), "d");

    assertThat(deleted()).containsExactly(lease.id());
    assertThat(status(lease.id())).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(sent.woken()).isEmpty();
    assertThat(store().inbox(lease.id())).isEmpty();
  }

  @Test
  void the_first_deletion_stands() {
    Lease lease = world().held("one");
    lease.end(ExecutionStatus.ENDED_SUCCESS);
    delete(lease.id(), "d");
    delete(lease.id(), "e");
    assertThat(world().read(lease.id()).field("deleted_by")).isEqualTo("d");
  }

  @Test
  void a_deletion_of_an_execution_that_is_held_is_left_to_its_holder() {
    Lease lease = world().held("one");
    Committed sent = delete(lease.id(), "d");
    assertThat(sent.stirred()).containsExactly(lease.id());
    assertThat(store().inbox(lease.id())).extracting(InboxItem::kind).containsExactly(Kind.DELETE);
    assertThat(deleted()).isEmpty();
  }

  @Test
  void a_deletion_of_a_started_paused_execution_makes_it_scheduled() {
    Lease lease = world().held("one");
    ExecutionRecord paused =
        lease.record.with(
            lease.record.state().with(ExecutionStatus.PAUSED, StatusReason.REQUESTED));
    world().committed(lease.releasing(Wait.NOTHING, null).update(paused));
    Committed sent = delete(lease.id(), "d");
    assertThat(sent.woken()).containsExactly(lease.id());
    assertThat(status(lease.id())).isEqualTo(ExecutionStatus.SCHEDULED);
  }
}
