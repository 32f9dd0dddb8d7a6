package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a node holds what it holds. */
abstract class LeaseChapter extends Chapter {

  LeaseChapter(StoreKit kit) {
    super(kit);
  }

  @Test
  void what_a_living_node_holds_is_not_claimed() {
    Lease lease = world().held("one");
    world().pass(Duration.ofSeconds(9));
    assertThat(world().claim("b", lease.id())).isEmpty();
    assertThat(world().claim("b", 10)).isEmpty();
  }

  @Test
  void what_a_dead_node_holds_is_claimed() {
    world().held("one");
    Lease two = world().held("two");
    world().pass(Duration.ofSeconds(11));
    assertThat(world().claim("b", two.id())).hasSize(1);
    assertThat(world().claim("b", 10)).hasSize(1);
  }

  @Test
  void a_renewed_lease_goes_on() {
    Lease lease = world().held("one");
    world().pass(Duration.ofSeconds(9));
    world().renew("a", Duration.ofSeconds(10));
    world().pass(Duration.ofSeconds(9));
    assertThat(world().claim("b", lease.id())).isEmpty();
    world().committed(lease.commit().log(world().line("alive")));
  }

  @Test
  void a_lease_that_has_run_out_is_good_until_somebody_takes_over() {
    Lease lease = world().held("one");
    world().pass(Duration.ofSeconds(60));
    world().committed(lease.commit().log(world().line("slow")));
    assertThat(store().log(lease.id(), 0, 10)).hasSize(1);
  }

  @Test
  void what_a_node_leaves_behind_is_claimed_at_once() {
    Lease lease = world().held("one");
    store().leave("a");
    assertThat(world().claim("b", lease.id())).hasSize(1);
  }

  @Test
  void a_node_is_told_what_it_holds() {
    Lease one = world().held("one");
    Lease two = world().held("two");
    world().held("three").end(ExecutionStatus.ENDED_SUCCESS);
    world().held("four").release(Wait.NOTHING, null);
    assertThat(store().held("a")).containsExactlyInAnyOrder(one.id(), two.id());
    assertThat(store().held("b")).isEmpty();
  }

  @Test
  void a_renewal_tells_what_has_something_in_its_inbox() {
    Lease one = world().held("one");
    world().held("two");
    world().send(one.id(), InboxItem.Kind.CANCEL, "cancel");
    assertThat(store().renew("a", world().now, world().in(10))).containsExactly(one.id());
    world().committed(one.commit().take("cancel").log(world().line("taken")));
    assertThat(store().inbox(one.id())).isEmpty();
  }
}
