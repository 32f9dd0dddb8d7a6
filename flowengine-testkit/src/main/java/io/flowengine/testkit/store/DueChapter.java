package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Store;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What will be due when. */
abstract class DueChapter extends Chapter {

  DueChapter(StoreKit kit) {
    super(kit);
  }

  private Store.Due create(String name, int priority, Instant dueAt) {
    ExecutionRecord record =
        world().record(name, ExecutionStatus.SCHEDULED, priority, null, StoreWorld.REQUIRES);
    return new Store.Due(world().create(record, dueAt).id(), dueAt);
  }

  @Test
  void what_is_due_is_listed_by_time_whatever_its_priority() {
    Store.Due third = create("third", 9, world().in(3));
    Store.Due first = create("first", 0, world().in(1));
    Store.Due second = create("second", 5, world().in(2));
    assertThat(store().due(world().in(5), 10)).containsExactly(first, second, third);
  }

  @Test
  void the_order_by_time_holds_after_claims_have_looked_too() {
    Store.Due late = create("late", 9, world().now);
    Store.Due early = create("early", 0, world().now.minusSeconds(1));
    List<?> nothing =
        store()
            .claim(
                new Claim.Request(
                    "a", world().now, Set.of("cobol"), 10, List.of(), Claim.Again.NO));
    assertThat(nothing).isEmpty();
    assertThat(store().due(world().now, 10)).containsExactly(early, late);
  }

  @Test
  void the_limits_hold() {
    Store.Due first = create("first", 0, world().in(1));
    Store.Due second = create("second", 0, world().in(2));
    create("third", 0, world().in(3));
    assertThat(store().due(world().in(2), 10)).containsExactly(first, second);
    assertThat(store().due(world().in(9), 1)).containsExactly(first);
  }

  @Test
  void what_is_held_is_not_due() {
    create("one", 0, world().now);
    world().claim("a", 1);
    assertThat(store().due(world().in(99), 10)).isEmpty();
  }

  @Test
  void a_release_says_when_it_is_due() {
    Lease lease = world().held("one");
    lease.release(Wait.NOTHING, world().in(7));
    assertThat(store().due(world().in(6), 10)).isEmpty();
    assertThat(store().due(world().in(7), 10))
        .containsExactly(new Store.Due(lease.id(), world().in(7)));
  }

  @Test
  void a_release_without_a_time_is_not_due() {
    world().held("one").release(Wait.NOTHING, null);
    assertThat(store().due(world().in(999_999), 10)).isEmpty();
  }

  @Test
  void what_has_ended_is_not_due() {
    Lease lease = world().held("one");
    lease.release(Wait.NOTHING, world().now);
    world().taken("b", lease.id()).end(ExecutionStatus.ENDED_SUCCESS);
    assertThat(store().due(world().in(99), 10)).isEmpty();
  }
}
