package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Claim;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets what. */
abstract class ClaimChapter extends Chapter {

  ClaimChapter(StoreKit kit) {
    super(kit);
  }

  private static List<String> names(List<Claim> claims) {
    return claims.stream().map(claim -> claim.record().name()).toList();
  }

  private ExecutionRecord prioritized(String name, int priority, Instant dueAt) {
    return world()
        .create(
            world().record(name, ExecutionStatus.SCHEDULED, priority, null, StoreWorld.REQUIRES),
            dueAt);
  }

  @Test
  void only_what_is_due_is_claimed() {
    world().due("now");
    world().create(world().record("later", ExecutionStatus.SCHEDULED), world().in(1));
    world().create(world().record("never", ExecutionStatus.CREATED), null);
    assertThat(names(world().claim("a", 10))).containsExactly("now");
    world().pass(Duration.ofSeconds(1));
    assertThat(names(world().claim("a", 10))).containsExactly("later");
  }

  @Test
  void high_priority_comes_first_then_what_has_been_due_for_longest() {
    prioritized("low", -1, world().now.minusSeconds(9));
    prioritized("new", 0, world().now.minusSeconds(1));
    prioritized("old", 0, world().now.minusSeconds(5));
    prioritized("high", 5, world().now);
    assertThat(names(world().claim("a", 3))).containsExactly("high", "old", "new");
    assertThat(names(world().claim("a", 3))).containsExactly("low");
  }

  @Test
  void a_node_gets_only_what_it_can_run() {
    world().due("java");
    world()
        .create(
            world().record("python", ExecutionStatus.SCHEDULED, 0, null, "python"), world().now);
    Claim.Request request =
        new Claim.Request(
            "a", world().now, Set.of("python", "cobol"), 10, List.of(), Claim.Again.NO);
    assertThat(names(store().claim(request))).containsExactly("python");
  }

  @Test
  void a_node_can_ask_for_some_only() {
    world().due("one");
    ExecutionRecord two = world().due("two");
    assertThat(names(world().claim("a", two.id()))).containsExactly("two");
    assertThat(world().claim("a", ExecutionId.of(1, 1))).isEmpty();
  }

  @Test
  void what_is_claimed_is_not_claimed_by_another() {
    world().due("one");
    world().claim("a", 1);
    assertThat(world().claim("b", 10)).isEmpty();
    assertThat(world().claim("a", 10)).isEmpty();
  }

  @Test
  void a_node_gets_what_it_holds_again_if_it_asks_for_it() {
    ExecutionRecord record = world().due("one");
    Claim first = world().claim("a", 1).getFirst();
    Claim.Request again =
        new Claim.Request(
            "a",
            world().now,
            Set.of(StoreWorld.REQUIRES),
            1,
            List.of(record.id()),
            Claim.Again.ANEW);
    assertThat(store().claim(again))
        .singleElement()
        .extracting(Claim::epoch)
        .isEqualTo(first.epoch() + 1);
    Claim.Request other =
        new Claim.Request(
            "b",
            world().now,
            Set.of(StoreWorld.REQUIRES),
            1,
            List.of(record.id()),
            Claim.Again.ANEW);
    assertThat(store().claim(other)).isEmpty();
  }

  @Test
  void a_scheduled_execution_runs() {
    ExecutionRecord record = world().due("one");
    Claim claim = world().claim("a", 1).getFirst();
    assertThat(claim.before()).isEqualTo(ExecutionStatus.SCHEDULED);
    assertThat(claim.record().status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(claim.record().state().startedAt()).isEqualTo(world().now);
    assertThat(world().read(record.id())).isEqualTo(claim.record());
  }

  @Test
  void a_waiting_execution_runs_and_keeps_its_start() {
    Lease lease = world().held("one");
    lease.release(Wait.NOTHING, world().in(5));
    world().pass(Duration.ofSeconds(5));
    Claim claim = world().claim("b", 1).getFirst();
    assertThat(claim.before()).isEqualTo(ExecutionStatus.WAITING);
    assertThat(claim.record().status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(claim.record().state().startedAt()).isEqualTo(StoreWorld.START);
  }

  @Test
  void an_execution_that_is_to_pause_does_not_run_before() {
    ExecutionRecord record = world().due("one");
    world().send(record.id(), InboxItem.Kind.PAUSE, "pause");
    Claim claim = world().claim("a", 1).getFirst();
    assertThat(claim.record().status()).isEqualTo(ExecutionStatus.SCHEDULED);
    assertThat(claim.inbox()).extracting(InboxItem::id).containsExactly("pause");
  }

  @Test
  void every_claim_raises_the_epoch() {
    Lease lease = world().held("one");
    lease.release(Wait.NOTHING, world().now);
    Lease second = world().taken("b", lease.id());
    second.release(Wait.NOTHING, world().now);
    Lease third = world().taken("a", lease.id());
    assertThat(List.of(lease.epoch, second.epoch, third.epoch)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void a_claim_tells_the_length_of_the_journal_and_the_inbox() {
    Lease lease = world().held("one");
    world().committed(lease.commit().journal(world().entry(1, "x")));
    lease.release(Wait.NOTHING, world().now);
    world().send(lease.id(), InboxItem.Kind.SAVE, "item");
    Claim claim = world().claim("b", 1).getFirst();
    assertThat(claim.journalLength()).isEqualTo(1);
    assertThat(claim.inbox()).extracting(InboxItem::id).containsExactly("item");
  }

  @Test
  void claims_without_a_commit_are_counted() {
    ExecutionRecord record = world().due("one");
    for (int attempt = 1; attempt <= 3; attempt++) {
      Claim claim = world().claim(attempt % 2 == 0 ? "a" : "b", record.id()).getFirst();
      assertThat(claim.attempts()).isEqualTo(attempt);
      world().pass(Duration.ofSeconds(11));
    }
    Lease lease = world().taken("a", record.id());
    world().committed(lease.commit().log(world().line("alive")));
    world().pass(Duration.ofSeconds(11));
    assertThat(world().claim("b", record.id()).getFirst().attempts()).isEqualTo(1);
  }

  @Test
  void a_claim_whose_answer_was_lost_is_no_attempt() {
    ExecutionRecord record = world().due("one");
    assertThat(world().claim("a", record.id()).getFirst().attempts()).isEqualTo(1);
    for (int lost = 0; lost < 3; lost++) {
      assertThat(again(record, Claim.Again.UNHEARD).attempts()).isEqualTo(1);
    }
    assertThat(again(record, Claim.Again.ANEW).attempts()).isEqualTo(2);
    world().pass(Duration.ofSeconds(11));
    assertThat(world().claim("b", record.id()).getFirst().attempts()).isEqualTo(3);
  }

  private Claim again(ExecutionRecord record, Claim.Again again) {
    return store()
        .claim(
            new Claim.Request(
                "a", world().now, Set.of(StoreWorld.REQUIRES), 1, List.of(record.id()), again))
        .getFirst();
  }
}
