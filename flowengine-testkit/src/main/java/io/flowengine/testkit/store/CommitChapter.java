package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.InboxItem;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A commit is applied wholly, or not at all. */
abstract class CommitChapter extends Chapter {

  CommitChapter(StoreKit kit) {
    super(kit);
  }

  private Commit everything(Lease lease, ExecutionRecord other, ExecutionRecord created) {
    return lease
        .commit()
        .update(lease.record.with(lease.record.state().withMessage("changed")))
        .journal(world().entry(1, "call"))
        .log(world().line("line"))
        .dependency(other.id())
        .create(new Commit.Creation(created, null, world().now))
        .send(new InboxItem(other.id(), "item", InboxItem.Kind.SAVE, Value.EMPTY, world().now))
        .write(StoreWorld.setting("s1", "name", 1, 7), 0)
        .write("space", "key", 0, Value.of("content"));
  }

  @Test
  void everything_of_a_commit_is_there_afterwards() {
    Lease lease = world().held("own");
    ExecutionRecord other = world().due("other");
    ExecutionRecord created = world().record("created", ExecutionStatus.SCHEDULED);
    world().committed(everything(lease, other, created));
    assertThat(world().read(lease.id()).state().message()).isEqualTo("changed");
    assertThat(store().journal(lease.id())).containsExactly(world().entry(1, "call"));
    assertThat(store().log(lease.id(), 0, 10)).containsExactly(world().line("line"));
    assertThat(store().dependencies(lease.id())).containsExactly(other.id());
    assertThat(store().executions(List.of(created.id()))).containsExactly(created);
    assertThat(store().inbox(other.id())).extracting(InboxItem::id).containsExactly("item");
    assertThat(store().record(RecordRef.of(RecordType.SETTING, "name"))).isPresent();
    assertThat(store().cell("space", "key").value()).isEqualTo(Value.of("content"));
  }

  @Test
  void nothing_of_a_refused_commit_is_there_afterwards() {
    Lease lease = world().held("own");
    ExecutionRecord other = world().due("other");
    ExecutionRecord created = world().record("created", ExecutionStatus.SCHEDULED);
    Commit refused = everything(lease, other, created).write("space", "taken", 3, Value.NULL);
    assertThat(store().commit(refused, world().now)).isInstanceOf(CommitResult.Conflict.class);
    requireNothing(lease, other, created);
  }

  @Test
  void nothing_of_a_commit_without_lease_is_there_afterwards() {
    Lease lease = world().held("own");
    ExecutionRecord other = world().due("other");
    ExecutionRecord created = world().record("created", ExecutionStatus.SCHEDULED);
    Commit fenced = everything(new Lease(world(), "b", lease.record, 7), other, created);
    assertThat(store().commit(fenced, world().now)).isEqualTo(new CommitResult.Fenced());
    requireNothing(lease, other, created);
  }

  private void requireNothing(Lease lease, ExecutionRecord other, ExecutionRecord created) {
    assertThat(world().read(lease.id())).isEqualTo(lease.record);
    assertThat(store().journal(lease.id())).isEmpty();
    assertThat(store().log(lease.id(), 0, 10)).isEmpty();
    assertThat(store().dependencies(lease.id())).isEmpty();
    assertThat(store().executions(List.of(created.id()))).isEmpty();
    assertThat(store().inbox(other.id())).isEmpty();
    assertThat(store().record(RecordRef.of(RecordType.SETTING, "name"))).isEmpty();
    assertThat(store().cell("space", "key").version()).isZero();
  }

  @Test
  void a_refused_commit_can_be_made_again_with_the_same_sequence() {
    Lease lease = world().held("own");
    Commit refused = new Commit("a").fence(lease.id(), 1, 1).write("space", "key", 3, Value.NULL);
    assertThat(store().commit(refused, world().now)).isInstanceOf(CommitResult.Conflict.class);
    world().committed(new Commit("a").fence(lease.id(), 1, 1).log(world().line("again")));
    assertThat(store().log(lease.id(), 0, 10)).hasSize(1);
  }

  @Test
  void a_creation_on_its_own_can_be_repeated() {
    ExecutionRecord created = world().due("created");
    Commit again =
        new Commit("a")
            .create(new Commit.Creation(created, null, world().now))
            .write("keys", "k", 0, Value.NULL);
    world().committed(again);
    assertThat(world().claim("a", 10)).hasSize(1);
  }

  @Test
  void an_end_counts_the_ends_of_the_store() {
    Lease first = world().held("first");
    Lease second = world().held("second");
    second.end(ExecutionStatus.ENDED_ERROR);
    first.end(ExecutionStatus.ENDED_SUCCESS);
    assertThat(order(first)).isGreaterThan(order(second));
    assertThat(order(second)).isPositive();
  }

  private long order(Lease lease) {
    var end = world().read(lease.id()).state().end();
    return end == null ? 0 : end.order();
  }
}
