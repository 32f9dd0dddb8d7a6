package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Interrupted;
import io.flowengine.spi.JournalEntry.Pending;
import io.flowengine.spi.JournalEntry.Raised;
import io.flowengine.spi.JournalEntry.Result;
import io.flowengine.spi.Position;
import io.flowengine.spi.Store;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Journals, logs, dependencies and values come back as they were written. */
abstract class ContentChapter extends Chapter {

  ContentChapter(StoreKit kit) {
    super(kit);
  }

  @Test
  void a_journal_is_read_by_position() {
    Lease lease = world().held("one");
    world().committed(lease.commit().journal(entryAt(Position.of(10))));
    Position group = Position.of(2);
    world().committed(lease.commit().journal(entryAt(group.in(1, 1))));
    world().committed(lease.commit().journal(entryAt(group)).journal(entryAt(group.in(0, 3))));
    assertThat(store().journal(lease.id()))
        .extracting(entry -> entry.position().toString())
        .containsExactly("2", "2/0/3", "2/1/1", "10");
  }

  @Test
  void journals_of_several_executions_are_read_at_once() {
    Lease one = world().held("one");
    Lease two = world().held("two");
    Lease none = world().held("none");
    world().committed(one.commit().journal(world().entry(1, "a")).journal(world().entry(2, "b")));
    world().committed(two.commit().journal(world().entry(1, "c")));
    assertThat(
            store()
                .journals(List.of(two.id(), one.id(), none.id(), ExecutionId.of(1, 1), one.id())))
        .containsOnly(
            Map.entry(one.id(), List.of(world().entry(1, "a"), world().entry(2, "b"))),
            Map.entry(two.id(), List.of(world().entry(1, "c"))));
  }

  @Test
  void one_entry_is_read_by_its_position() {
    Lease lease = world().held("one");
    Position inside = Position.of(2).in(0, 3);
    world().committed(lease.commit().journal(world().entry(1, "a")).journal(entryAt(inside)));
    assertThat(store().entry(lease.id(), Position.of(1))).contains(world().entry(1, "a"));
    assertThat(store().entry(lease.id(), inside)).contains(entryAt(inside));
    assertThat(store().entry(lease.id(), Position.of(2))).isEmpty();
    assertThat(store().entry(ExecutionId.of(1, 1), Position.of(1))).isEmpty();
  }

  private JournalEntry entryAt(Position position) {
    JournalEntry entry = world().entry(1, "call");
    return new JournalEntry(
        entry.format(), position, entry.call(), entry.result(), entry.createdAt(), entry.endedAt());
  }

  @Test
  void an_entry_replaces_the_one_at_its_position() {
    Lease lease = world().held("one");
    world().committed(lease.commit().journal(world().entry(1, "before")));
    world().committed(lease.commit().journal(world().entry(1, "after")));
    assertThat(store().journal(lease.id())).containsExactly(world().entry(1, "after"));
  }

  @Test
  void every_kind_of_result_comes_back() {
    Lease lease = world().held("one");
    List<Result> results =
        List.of(
            Pending.PENDING,
            new Raised("ValueError", "no", Value.of(Map.of("a", 1))),
            new Interrupted(StatusReason.REQUESTED, null),
            new Interrupted(StatusReason.TIMEOUT, "too long"));
    for (int i = 0; i < results.size(); i++) {
      JournalEntry plain = world().entry(i + 1, "call");
      world()
          .committed(
              lease
                  .commit()
                  .journal(
                      new JournalEntry(
                          JournalEntry.FORMAT,
                          plain.position(),
                          plain.call(),
                          results.get(i),
                          world().now,
                          i == 0 ? null : world().now)));
    }
    assertThat(store().journal(lease.id()))
        .extracting(JournalEntry::result)
        .containsExactlyElementsOf(results);
  }

  @Test
  void a_log_is_read_in_parts() {
    Lease lease = world().held("one");
    Commit commit = lease.commit();
    IntStream.range(0, 5).forEach(i -> commit.log(world().line("line " + i)));
    world().committed(commit);
    assertThat(store().log(lease.id(), 1, 2))
        .containsExactly(world().line("line 1"), world().line("line 2"));
    assertThat(store().log(lease.id(), 5, 2)).isEmpty();
  }

  @Test
  void a_dependency_is_kept_once_in_the_order_of_the_waits() {
    Lease lease = world().held("one");
    ExecutionId b = world().due("b").id();
    ExecutionId a = world().due("a").id();
    world().committed(lease.commit().dependency(b).dependency(a));
    world().committed(lease.commit().dependency(b));
    assertThat(store().dependencies(lease.id())).containsExactly(b, a);
  }

  @Test
  void what_does_not_exist_is_empty() {
    ExecutionId nobody = ExecutionId.of(1, 1);
    assertThat(store().journal(nobody)).isEmpty();
    assertThat(store().inbox(nobody)).isEmpty();
    assertThat(store().log(nobody, 0, 10)).isEmpty();
    assertThat(store().dependencies(nobody)).isEmpty();
  }

  @Test
  void changing_a_value_afterwards_changes_nothing() {
    Map<String, Object> map = new HashMap<>(Map.of("key", "before"));
    world().committed(new Commit("a").write("space", "key", 0, Value.of(map)));
    map.put("key", "after");
    Map<String, ?> read = store().cell("space", "key").value().toMap();
    assertThat(read).isEqualTo(Map.of("key", "before"));
    store().cell("space", "key").value().toMap().clear();
    assertThat(store().cell("space", "key").value().toMap()).isEqualTo(Map.of("key", "before"));
  }

  @Test
  void texts_of_all_scripts_come_back() {
    Value value = Value.of(Map.of("text", "äß → 漢字 😀 \u0000 \" \\ \n end"));
    world().committed(new Commit("a").write("space", "ключ", 0, value));
    assertThat(store().cell("space", "ключ").value()).isEqualTo(value);
  }

  @Test
  void large_values_come_back() {
    Value large = Value.of(Map.of("text", "x".repeat(16 * 1024 * 1024)));
    boolean has;
    try {
      world().committed(new Commit("a").write("space", "large", 0, large));
      has = store().cell("space", "large").value().equals(large);
      assertThat(has).as("a value is stored whole or refused").isTrue();
    } catch (io.flowengine.spi.StoreException e) {
      has = false;
    }
    kit.report("values of 16 MB", has);
  }

  @Test
  void everything_survives_closing_and_opening() throws Exception {
    Lease waiting = world().held("waiting");
    Lease target = world().held("target");
    ExecutionRecord due = world().due("due");
    world()
        .committed(
            target
                .commit()
                .journal(world().entry(1, "call"))
                .log(world().line("line"))
                .dependency(due.id())
                .write(StoreWorld.setting("s1", "one", 1, 1), 0)
                .write("space", "key", 0, Value.of(1)));
    waiting.release(
        new Wait(List.of(target.id()), io.flowengine.execution.ReturnWhen.ALL_ENDED, List.of()),
        null);
    Store before = store();
    before.close();
    Store after = kit.reopen(before);
    world().reopened(after);
    assertThat(after.journal(target.id())).containsExactly(world().entry(1, "call"));
    assertThat(after.log(target.id(), 0, 10)).containsExactly(world().line("line"));
    assertThat(after.dependencies(target.id())).containsExactly(due.id());
    assertThat(after.record(RecordRef.of(RecordType.SETTING, "one"))).isPresent();
    assertThat(after.cell("space", "key").version()).isEqualTo(1);
    assertThat(after.held("a")).containsExactly(target.id());
    assertThat(after.due(world().now, 10)).extracting(Store.Due::execution).contains(due.id());
    assertThat(target.end(ExecutionStatus.ENDED_SUCCESS).woken()).containsExactly(waiting.id());
  }

  @Test
  void closing_twice_does_nothing() {
    store().close();
    store().close();
  }
}
